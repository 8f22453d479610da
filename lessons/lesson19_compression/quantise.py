"""Quantisation by hand: weights on a grid of 2ᵇ − 1 levels, the same on both sides of zero.

A weight w becomes the whole number q = round(w / s), from −(2ᵇ⁻¹ − 1) to 2ᵇ⁻¹ − 1, and is used as
q · s (Jacob et al., 2018, equation 1, with the zero point at 0). At 2 bits there are three levels:
−s, 0 and s. The scale s is the largest weight divided by the largest number: one for the whole
tensor, or one for each row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import torch
from torch import Tensor, nn

BITS = (8, 7, 6, 5, 4, 3, 2)
RESCALED_UNITS = 8
TINY = 1e-12


def largest_number(bits: int) -> int:
    """127 of 8 bits, 7 of 4, 1 of 2."""
    return int(2 ** (bits - 1)) - 1


def scale_of(w: Tensor, bits: int, per: str) -> Tensor:
    """The width of a step: of the tensor (1, 1, …), or of each channel (O, 1, …)."""
    rows = w.abs().amax(tuple(range(1, w.dim())), keepdim=True)  # (O, 1, …)
    widest = rows if per == "channel" else rows.amax(0, keepdim=True)
    return (widest / largest_number(bits)).clamp(min=TINY)


def to_integers(w: Tensor, scale: Tensor, bits: int) -> Tensor:
    """The nearest whole number of steps, as floats."""
    top = largest_number(bits)
    return (w / scale).round().clamp(-top, top)


def on_grid(w: Tensor, bits: int, per: str) -> Tensor:
    """The weights as a computer with so many bits has them."""
    scale = scale_of(w, bits, per)
    return to_integers(w, scale, bits) * scale


def round_trip_error(w: Tensor, bits: int, per: str) -> float:
    """The largest change of a weight, in halves of a step: 1 is the most that rounding can do."""
    w = w.double()
    half = scale_of(w, bits, per) / 2
    return float(((on_grid(w, bits, per) - w).abs() / half).max())


def weights_of(model: nn.Module) -> dict[str, nn.Parameter]:
    """What is compressed: every matrix and filter. Biases and scales stay as they are."""
    return {name: p for name, p in model.named_parameters() if p.dim() > 1}


@contextmanager
def quantised(model: nn.Module, bits: int, per: str) -> Iterator[None]:
    """The weights stand on the grid while this lasts, and are back in float32 afterwards.

    Gradients of a loss in it are those at the rounded weights. Handed to the weights that were
    rounded, they are the straight-through estimate (Bengio et al., 2013): d round(w) / dw is 0
    nearly everywhere, so it is taken to be 1.
    """
    weights = list(weights_of(model).values())
    exact = [w.data for w in weights]
    for w in weights:
        w.data = on_grid(w.data, bits, per)
    try:
        yield
    finally:
        for w, before in zip(weights, exact, strict=True):
            w.data = before


def homogeneous_pair(model: nn.Module) -> tuple[nn.Linear, nn.Linear] | None:
    """Two layers with a ReLU between them, for which relu(c · a) = c · relu(a); None without."""
    parts = list(model.children())
    for first, between, second in zip(parts, parts[1:], parts[2:], strict=False):
        is_pair = isinstance(first, nn.Linear) and isinstance(second, nn.Linear)
        if is_pair and isinstance(between, nn.ReLU):
            return first, second  # type: ignore[return-value]
    return None


@torch.no_grad()
def rescaled(model: nn.Module, factor: float, units: int = RESCALED_UNITS) -> nn.Module:
    """A twin that computes the same function: some units count `factor` times, and are divided.

    Unit j of a ReLU layer gets the weights and the bias c · w, and what reads it w / c.
    """
    twin = deepcopy(model)
    pair = homogeneous_pair(twin)
    if pair is not None:
        first, second = pair
        first.weight[:units] *= factor
        first.bias[:units] *= factor
        second.weight[:, :units] /= factor
    return twin
