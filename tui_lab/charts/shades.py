"""Numbers to colours: maps of even lightness, and a grid of numbers at the size at hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from tui_lab.charts.axes import HUGE, Range, Scale, clamp
from tui_lab.charts.rows import blend

T = TypeVar("T")

Values = Sequence[Sequence[float | None]]
"""(rows, columns); the first row is drawn at the top. None and nan are blank."""

# Anchors at equal steps of lightness, dark to light: blue-violet, teal, green, yellow.
VIRIDIAN = ("#2d0f4e", "#3b3b83", "#30628d", "#24868d", "#26a983", "#68ca5b", "#f4e630")
GREY = ("#202020", "#f0f0f0")
GREYS = tuple(f"#{level:02x}{level:02x}{level:02x}" for level in (*range(28, 209, 20), 238))
"""Eleven greys for pixels, dark to light: of the 24 that terminals of 256 colours have."""
FEW_GREYS = ("#000000", "#555555", "#aaaaaa", "#ffffff")
"""The greys of a terminal of 16 colours."""
SHADES = 48  # colours in a map: more cannot be told apart, and each change of colour costs bytes
RAMP = ".:-=+%#@"  # ascii, light to heavy


@dataclass(frozen=True)
class Palette:
    """How values become colours. `value_range` fixes the scale; else it spans the data."""

    colours: tuple[str, ...] = VIRIDIAN
    log: bool = False
    value_range: Range | None = None
    frame: str = "#808080"
    ascii_only: bool = False
    count: int = SHADES
    """Colours between the first and the last."""
    label: str = ""
    """What the colours measure, for the legend."""


@lru_cache(16)
def shades(anchors: tuple[str, ...], count: int = SHADES) -> tuple[str, ...]:
    """`count` colours evenly along the anchors."""
    if len(anchors) < 2 or count < 2:
        return anchors[:1] * max(count, 1)
    found = []
    for n in range(count):
        place = n / (count - 1) * (len(anchors) - 1)
        index = min(int(place), len(anchors) - 2)
        found.append(blend(anchors[index + 1], anchors[index], place - index))
    return tuple(found)


def is_light(colour: str) -> bool:
    """Whether black is read better than white on this "#rrggbb" (ITU-R BT.601)."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 299 * red + 587 * green + 114 * blue > 128_000


def colour_scale(values: Values, palette: Palette) -> Scale | None:
    """From values to shares of the colour map; None when there is nothing to show."""
    if palette.value_range is not None:
        return Scale(*palette.value_range, palette.log)
    found = [
        v
        for row in values
        for v in row
        if v is not None and math.isfinite(v) and (v > 0 or not palette.log)
    ]
    return Scale(min(found), max(found), palette.log) if found else None


def shade_of(value: float | None, scale: Scale | None, colours: tuple[str, ...]) -> str | None:
    """The colour (or ascii character) of a value; None for what is blank."""
    share = None if value is None or scale is None else scale.share(value)
    if share is None:
        return None
    return colours[round(clamp(share, 0.0, 1.0) * (len(colours) - 1))]


def resample(values: Values, width: int, height: int) -> list[list[float | None]]:
    """The grid at another size: means where it shrinks, repeats where it grows, None if blank."""
    return [stretch(row, width) for row in stretch(shrink(values, width, height), height)]


def shrink(values: Values, width: int, height: int) -> list[list[float | None]]:
    """At most `width` columns and `height` rows: each the mean of those it stands for."""
    wide = max(map(len, values), default=0)
    even = [[*map(_finite, row), *[None] * (wide - len(row))] for row in values]
    lines = [_squeeze(row, width) for row in even]
    if len(lines) <= height:
        return lines
    columns = [_squeeze(list(column), height) for column in zip(*lines, strict=True)]
    return [list(row) for row in zip(*columns, strict=True)] or [[] for _ in range(height)]


def stretch(row: Sequence[T], size: int) -> list[T]:
    """A sequence repeated to `size` items; an empty one stays empty."""
    return [row[n * len(row) // size] for n in range(size)] if row else []


def _finite(value: float | None) -> float | None:
    """Infinity is as blank as None: a mean with it would be worth nothing."""
    return float(clamp(value, -HUGE, HUGE)) if value is not None and math.isfinite(value) else None


def _squeeze(row: list[float | None], size: int) -> list[float | None]:
    """At most `size` means."""
    if len(row) <= size:
        return row
    found: list[float | None] = []
    for n in range(size):
        piece = [v for v in row[n * len(row) // size : (n + 1) * len(row) // size] if v is not None]
        found.append(math.fsum(v / len(piece) for v in piece) if piece else None)
    return found
