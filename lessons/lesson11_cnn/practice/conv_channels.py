"""A layer of a CNN

Each output channel has a kernel for every input channel: the maps of all input channels are
added, and a bias. With `padding`, that many zeros lie around the image; with `stride`, the kernel
moves that far. Use F.unfold, or loops, but not torch's convolution.
"""

import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def conv_layer(x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:
    """The maps (N, O, H', W'): x (N, C, H, W), weight (O, C, k, k), bias (O,)."""
    size = weight.shape[-1]
    columns = F.unfold(x, size, padding=padding, stride=stride)  # (N, C·k·k, places)
    maps = weight.flatten(1) @ columns + bias[:, None]  # (N, O, places)
    height = (x.shape[2] + 2 * padding - size) // stride + 1
    return maps.reshape(len(x), len(weight), height, -1)


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, int, int]:
    """A batch of images."""
    size, channels, outputs = draw.size(1, 3), draw.size(1, 3), draw.size(1, 3)
    x = draw.normal(draw.size(1, 2), channels, size + draw.size(1, 4), size + draw.size(1, 4))
    weight = draw.normal(outputs, channels, size, size)
    return x, weight, draw.normal(outputs), draw.size(1, 2), draw.integer(0, 1)


exercise = Exercise(
    conv_layer,
    hints=(
        "An output of H has the size (H + 2 · padding - k) // stride + 1.",
        "F.unfold(x, k, padding=…, stride=…) writes every window as a column: (N, C·k·k, places).",
        "weight.flatten(1) @ columns + bias[:, None], reshaped to (N, O, height, -1).",
    ),
    cases=cases,
    gradients=True,
    without=("conv2d", "Conv2d"),
    tolerance=1e-3,
)
