"""Heatmaps of half-block cells: two data rows to a character row, and paths drawn on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len

from tui_lab.charts.axes import Range, Scale, clamp, labels, ticks
from tui_lab.charts.rows import PLAIN, Grid, Row, Rows, Style, blend, fit, single, to_ascii
from tui_lab.charts.shades import (
    RAMP,
    Palette,
    Values,
    colour_scale,
    resample,
    shade_of,
    shades,
    shrink,
    stretch,
)
from tui_lab.system.words import number

Path = tuple[str, str, Sequence[tuple[float, float]]]
"""Colour "#rrggbb", marker, and points (x, y) in the coordinates of the axes."""

HATCH = "╱"

LEAST_WIDTH, LEAST_HEIGHT = 16, 5  # below, the map alone


@dataclass(frozen=True)
class Axes:
    """What the columns and rows of a heatmap stand for: a name and the range each spans.

    `y_range` is (bottom, top); where the first is the larger, y grows downwards. Without a range
    columns are counted from the left and rows from the top; 0 is the middle of the first.
    """

    x_label: str = ""
    y_label: str = ""
    x_range: Range | None = None
    y_range: Range | None = None


def heatmap(
    values: Values,
    width: int,
    height: int,
    *,
    axes: Axes | None = None,
    palette: Palette | None = None,
    paths: Mapping[str, Path] | None = None,
) -> Rows:
    """A heatmap with axes and a colour scale: exactly `height` rows of `width` columns.

    Where there are more data than cells a cell shows their mean, where there are fewer they are
    repeated. Blank data are hatched. A path's point outside the axes is held at the edge with an
    arrow that says which way it went; points that are not finite are left out.
    """
    axes, palette = axes or Axes(), palette or Palette()
    if palette.ascii_only:
        axes, palette = _in_ascii(axes, palette)
    grid = Grid(width, height)
    scales = _scales(values, axes)
    small = width < LEAST_WIDTH or height < LEAST_HEIGHT
    y_ticks = ticks(scales[1], max((height - 2) // 3, 3), whole=axes.y_range is None)
    y_names = labels(y_ticks)
    name_width = min(cell_len(axes.y_label) + 1, width // 5, 10)
    left = 0 if small else max(4, name_width, *map(len, y_names)) + 1
    area = _Area(grid, left, grid.height if small else grid.height - 2, scales)
    colours = colour_scale(values, palette)
    _paint(area, values, colours, palette)
    for path in (paths or {}).values():
        _draw_path(area, path)
    if not small:
        style = Style(palette.frame)
        _draw_y_axis(area, list(zip(y_ticks, y_names, strict=True)), axes.y_label, style)
        _draw_x_axis(area, axes.x_label, axes.x_range is None, style)
        _draw_legend(grid, left, colours, palette)
    rows = grid.rows()
    return [_plain_row(row) for row in rows] if palette.ascii_only else rows


def _in_ascii(axes: Axes, palette: Palette) -> tuple[Axes, Palette]:
    """Names first: a wide character that is replaced afterwards would leave its column empty."""
    axes = replace(axes, x_label=to_ascii(axes.x_label), y_label=to_ascii(axes.y_label))
    return axes, replace(palette, label=to_ascii(palette.label))


def _plain_row(row: Row) -> Row:
    return tuple((to_ascii(text), style._replace(bg=None)) for text, style in row)


class _Area:
    """The part of the grid that holds the map, and its coordinates."""

    def __init__(self, grid: Grid, left: int, height: int, axes: tuple[Scale, Scale, bool]) -> None:
        self.grid, self.left, self.height = grid, left, height
        self.width = grid.width - left
        self.x, self.y, self.downwards = axes

    def cell(self, x: float, y: float) -> tuple[int, int, str] | None:
        """Column, row, and the arrow for a point that had to be held back at the edge."""
        across, up = self.x.share(x), self.y.share(y)
        if across is None or up is None or self.width < 1 or self.height < 1:
            return None
        up = 1 - up if self.downwards else up
        arrow = "→" if across > 1 else "←" if across < 0 else ""
        arrow = "↑" if up > 1 else "↓" if up < 0 else arrow
        column = min(int(clamp(across, 0.0, 1.0) * self.width), self.width - 1)
        row = min(int((1 - clamp(up, 0.0, 1.0)) * self.height), self.height - 1)
        return self.left + column, row, arrow


def _scales(values: Values, axes: Axes) -> tuple[Scale, Scale, bool]:
    """The limits of x and y, and whether y grows downwards; without ranges they count."""
    x = axes.x_range or (-0.5, max(1, *map(len, values), 1) - 0.5)
    y = axes.y_range or (max(len(values), 1) - 0.5, -0.5)
    return Scale(*x), Scale(*y), y[0] > y[1]


def _paint(area: _Area, values: Values, scale: Scale | None, palette: Palette) -> None:
    if palette.ascii_only:
        _paint_ascii(area, values, scale)
        return
    colours, size = shades(palette.colours), (area.width, area.height * 2)
    shrunk = [[shade_of(v, scale, colours) for v in row] for row in shrink(values, *size)]
    blank: list[str | None] = [None]
    halves = stretch([stretch(row or blank, size[0]) for row in shrunk or [blank]], size[1])
    hatch = Style(palette.frame, dim=True)
    for row in range(area.height):
        for column, pair in enumerate(zip(halves[2 * row], halves[2 * row + 1], strict=True)):
            area.grid.put(area.left + column, row, *_half_block(*pair, hatch))


@lru_cache(8192)
def _half_block(top: str | None, bottom: str | None, hatch: Style) -> tuple[str, Style]:
    """One cell of two colours; equal halves are a space, which costs a colour less."""
    if top is None and bottom is None:
        return HATCH, hatch
    if top is None:
        return "▄", _ink(bottom, None)
    if top == bottom:
        return " ", _ink(None, top)
    return "▀", _ink(top, bottom)


@lru_cache(8192)
def _ink(fg: str | None, bg: str | None) -> Style:
    return Style(fg, bg)


def _paint_ascii(area: _Area, values: Values, scale: Scale | None) -> None:
    for row, line in enumerate(resample(values or [[None]], area.width, area.height)):
        for column, value in enumerate(line):
            character = shade_of(value, scale, tuple(RAMP)) or "/"
            area.grid.put(area.left + column, row, character)


def _draw_path(area: _Area, path: Path) -> None:
    """Dots along the way, the marker where it is now, a plus where it began."""
    colour, marker, points = path
    cells = [cell for x, y in points if (cell := area.cell(x, y))]
    style = Style(colour, bold=True)
    for (column, row, _), (end_column, end_row, _) in pairwise(cells):
        length = max(abs(end_column - column), abs(end_row - row), 1)
        for n in range(length):
            at = column + round((end_column - column) * n / length)
            _marker(area, at, row + round((end_row - row) * n / length), "•", style)
    for column, row, arrow in cells:
        if arrow:
            _marker(area, column, row, arrow, style)
    if cells:
        column, row, _ = cells[0]
        _marker(area, column, row, "+", style)
        column, row, arrow = cells[-1]
        _marker(area, column, row, arrow or single(marker), style)


def _marker(area: _Area, column: int, row: int, character: str, style: Style) -> None:
    """A path's mark, on a ground darkened for it so that it can be seen on any colour."""
    ground = area.grid.ground(column, row)
    if ground:
        style = style._replace(bg=blend("#000000", ground, 0.5))
    area.grid.put(column, row, character, style)


def _draw_y_axis(area: _Area, y_ticks: list[tuple[float, str]], name: str, style: Style) -> None:
    used = -1
    for value, label in y_ticks:
        cell = area.cell(area.x.low, value)
        if cell and cell[1] != used and not cell[2]:
            used = cell[1]
            area.grid.write(area.left - 1 - len(label), used, label, style)
            area.grid.put(area.left - 1, used, "┤", style)
    if name:
        arrow = "↓" if area.downwards else "↑"
        area.grid.write(0, area.height, fit(name, area.left - 2) + arrow, style)


def _draw_x_axis(area: _Area, name: str, whole: bool, style: Style) -> None:
    grid, name = area.grid, fit(name, area.width // 3) + ("→" if name else "")
    end = grid.width - cell_len(name) - bool(name)
    grid.write(grid.width - cell_len(name), area.height, name, style)
    values, free = ticks(area.x, max(area.width // 9, 2), whole), area.left
    for value, label in zip(values, labels(values), strict=True):
        cell = area.cell(value, area.y.low)
        start = cell[0] - len(label) // 2 if cell else -1
        start = max(min(start, grid.width - len(label)), area.left)
        if start >= free and start + len(label) <= end:
            free = grid.write(start, area.height, label, style) + 1


def _draw_legend(grid: Grid, left: int, scale: Scale | None, palette: Palette) -> None:
    """Lowest number, the colours, highest number, what they measure."""
    row, style = grid.height - 1, Style(palette.frame)
    if scale is None:
        grid.write(left, row, "nothing yet", style)
        return
    column = grid.write(left, row, number(scale.low) + " ", style)
    high = " " + number(scale.high)
    length = min(24, grid.width - column - len(high))
    colours: Sequence[str] = RAMP if palette.ascii_only else shades(palette.colours)
    for n in range(length):
        colour = colours[round(n / max(length - 1, 1) * (len(colours) - 1))]
        if palette.ascii_only:
            grid.put(column + n, row, colour, PLAIN)
        else:
            grid.put(column + n, row, "█", _ink(colour, None))
    column = grid.write(column + max(length, 0), row, high, style)
    label = f"{palette.label}{' (log)' if palette.log else ''}".strip()
    grid.write(column + 2, row, fit(label, grid.width - column - 2), style)
