"""Numbers of tensors in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

SHADES = " .:-=+*#%@"


def shown(value: float | None) -> str:
    """Four digits; a dash where there is none."""
    if value is None:
        return "not finite"
    return "-" if math.isnan(value) else f"{value:.4g}"


def shape_of(tensor: Tensor) -> str:
    """Such as (32, 64)."""
    return str(tuple(tensor.shape))


def spread_of(tensor: Tensor) -> list[str]:
    """Mean, deviation, least and most."""
    numbers = tensor.double()
    if not numbers.numel():
        return ["-"] * 4
    figures = numbers.mean(), numbers.std(unbiased=False), numbers.min(), numbers.max()
    return [shown(float(each)) for each in figures]


def drawn(image: Tensor) -> list[str]:
    """A square image (…, H, W) or (H·W,) as lines of characters; none where it is no image."""
    side = math.isqrt(image.numel())
    if side * side != image.numel() or not 5 <= side <= 16 or not image.is_floating_point():
        return []
    pixels = image.double().reshape(side, side)
    low, high = float(pixels.min()), float(pixels.max())
    if not high > low:
        return []
    levels = ((pixels - low) / (high - low) * (len(SHADES) - 1)).round().long().tolist()
    return ["".join(SHADES[level] * 2 for level in line) for line in levels]
