"""How values are spread: counts as bars that stand, one strip for each name, on one axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rich.cells import cell_len

from tui_lab.charts.axes import Scale, labels, ticks
from tui_lab.charts.rows import Grid, Rows, Style, fit, to_ascii
from tui_lab.system.words import number

LEVELS, PLAIN_LEVELS = " ▁▂▃▄▅▆▇█", " .:-=+*%#"
LEAST = 2  # rows of a strip with its name; in less nothing is told apart


@dataclass(frozen=True)
class Counted:
    """The bins of one strip, all equally wide from `low` to `high`."""

    name: str
    low: float
    high: float
    counts: Sequence[float]
    colour: str = "#808080"


def histogram(
    strips: Sequence[Counted],
    width: int,
    height: int,
    *,
    log: bool = False,
    x_label: str = "",
    frame: str = "#808080",
    ascii_only: bool = False,
) -> Rows:
    """A strip for each of these above one axis: exactly `height` rows of `width` columns.

    Every strip is as high as its own highest bin, which is named. Of more than there is room for
    the first ones are drawn, and it says how many more there are.
    """
    grid = Grid(width, height)
    if not strips or width < 1 or height < 1:
        return grid.rows()
    axis = 1 if height > LEAST else 0
    fits = max((height - axis) // LEAST, 1)
    more = len(strips) - fits if len(strips) > fits else 0
    shown = strips[: max(fits - 1, 1)] if more else strips
    x = Scale(min(s.low for s in strips), max(s.high for s in strips))
    room = height - axis - bool(more)
    tops = [room * place // len(shown) for place in range(len(shown) + 1)]
    for strip, (top, bottom) in zip(shown, pairwise(tops), strict=True):
        _draw_strip(grid, strip, (top, bottom), x, log, frame, ascii_only)
    if more:
        words = f"and {len(strips) - len(shown)} more"
        grid.write(0, height - 1 - axis, fit(words, width), Style(frame))
    if axis:
        _draw_axis(grid, x, x_label, Style(frame))
    rows = grid.rows()
    if ascii_only:
        return [tuple((to_ascii(text), style) for text, style in row) for row in rows]
    return rows


def _draw_strip(
    grid: Grid, strip: Counted, place: tuple[int, int], x: Scale, log: bool, frame: str,
    ascii_only: bool,
) -> None:  # fmt: skip
    """The name and the highest count on the first row, the bars below."""
    top, bottom = place
    bars = in_columns(strip, grid.width, x)
    most = max(bars, default=0.0)
    if bottom - top >= LEAST:
        words = f"most {number(max(strip.counts, default=0))}{' (log)' if log else ''}"
        name = fit(strip.name, max(grid.width - len(words) - 1, 0))
        name = to_ascii(name) if ascii_only else name
        grid.write(0, top, name, Style(strip.colour, bold=True))
        grid.write(max(grid.width - len(words), 0), top, fit(words, grid.width), Style(frame))
        top += 1
    tall, levels = bottom - top, PLAIN_LEVELS if ascii_only else LEVELS
    for column, count in enumerate(bars):
        share = _share(count, most, log)
        eighths = max(round(share * tall * 8), 1) if count > 0 else 0
        for row in range(tall):
            level = levels[min(max(eighths - 8 * (tall - 1 - row), 0), 8)]
            if level != " ":
                grid.put(column, top + row, level, Style(strip.colour))


def _share(count: float, most: float, log: bool) -> float:
    if most <= 0:
        return 0.0
    return math.log1p(count) / math.log1p(most) if log else count / most


def in_columns(strip: Counted, width: int, x: Scale) -> list[float]:
    """The count that falls into each column, as if each bin's were spread evenly over it."""
    up_to = [0.0, *accumulate(map(float, strip.counts))]
    bins, scale = len(strip.counts), Scale(strip.low, strip.high)

    def below(column: int) -> float:
        place = (scale.share(x.value(column / width)) or 0.0) * bins
        whole = min(max(int(place), 0), max(bins - 1, 0))
        part = min(max(place - whole, 0.0), 1.0)
        return up_to[whole] + part * (up_to[min(whole + 1, bins)] - up_to[whole])

    return [max(below(column + 1) - below(column), 0.0) for column in range(width)]


def _draw_axis(grid: Grid, x: Scale, name: str, style: Style) -> None:
    row = grid.height - 1
    name = fit(name, grid.width // 3) + ("→" if name else "")
    end = grid.width - cell_len(name) - bool(name)
    grid.write(grid.width - cell_len(name), row, name, style)
    values, free = ticks(x, max(grid.width // 10, 2)), 0
    for value, label in zip(values, labels(values), strict=True):
        share = x.share(value) or 0.0
        start = max(min(round(share * grid.width) - len(label) // 2, end - len(label)), 0)
        if start >= free and start + len(label) <= end:
            free = grid.write(start, row, label, style) + 1
