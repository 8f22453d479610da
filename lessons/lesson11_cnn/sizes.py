"""How large what comes out of a layer is: one formula, for convolutions and for pooling."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from torch import nn

Shape = tuple[int, ...]
"""Of one image: (channels, height, width), or (numbers,) where it is flat."""


def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """⌊(n + 2p − k) / s⌋ + 1: in how many places a window of k stands, s apart, along n pixels."""
    return (size + 2 * padding - kernel) // stride + 1


def shape_after(layer: nn.Module, shape: Shape) -> Shape:
    """The shape of what a layer makes of one image."""
    match layer:
        case nn.Conv2d():
            k, s, p = layer.kernel_size[0], layer.stride[0], int(layer.padding[0])
            return layer.out_channels, *(output_size(n, k, s, p) for n in shape[1:])
        case nn.MaxPool2d():
            k = int(layer.kernel_size)  # type: ignore[arg-type]
            return shape[0], *(output_size(n, k, k) for n in shape[1:])
        case nn.AdaptiveMaxPool2d():
            return shape[0], 1, 1
        case nn.Linear():
            return (layer.out_features,)
    return shape


def flat_after(layers: Iterable[nn.Module], shape: Shape) -> int:
    """How many numbers the next `nn.Linear` has to take, one image after these layers."""
    for layer in layers:
        shape = shape_after(layer, shape)
    return prod(shape)


def rows(model: nn.Sequential, shape: Shape) -> list[list[str]]:
    """A row for each layer that changes the shape: its name, what comes out, its weights."""
    found = [["image", _told(shape), ""]]
    for name, layer in model.named_children():
        before, shape = shape, shape_after(layer, shape)
        weights = sum(parameter.numel() for parameter in layer.parameters())
        if weights or shape != before:
            found.append([name, _told(shape), f"{weights:,}" if weights else ""])
    return found


def _told(shape: Shape) -> str:
    return f"{' × '.join(map(str, shape))} = {prod(shape):,}" if len(shape) > 1 else f"{shape[0]:,}"
