"""Heatmaps of half-block cells: two data rows to a character row, and paths drawn on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rich.cells import cell_len

from tui_lab.charts.area import Area, Axes, beside_key, draw_axes, measure
from tui_lab.charts.axes import Scale
from tui_lab.charts.over_map import OverMap, Path, Spot
from tui_lab.charts.rows import PLAIN, Grid, Row, Rows, Style, fit, to_ascii
from tui_lab.charts.shades import (
    RAMP,
    Palette,
    Values,
    colour_scale,
    is_light,
    resample,
    shade_of,
    shades,
    shrink,
    stretch,
)
from tui_lab.system.words import number

HATCH = "╱"
LEAST_KEY = 6  # colours; of a shorter key nobody reads which is which

LEAST_WIDTH, LEAST_HEIGHT = 16, 5  # below, the map alone


def heatmap(
    values: Values,
    width: int,
    height: int,
    *,
    axes: Axes | None = None,
    palette: Palette | None = None,
    paths: Mapping[str, Path] | None = None,
    spots: Sequence[Spot] = (),
    numbers: bool = False,
    legend: bool = True,
    tones: Values | None = None,
) -> Rows:
    """A heatmap with axes and a colour scale: exactly `height` rows of `width` columns.

    Where there are more data than cells a cell shows their mean, where there are fewer they are
    repeated. Blank data are hatched. A path's point outside the axes is held at the edge with an
    arrow that says which way it went; points that are not finite are left out. `numbers` are
    written where a cell is wide enough for all of them. Without a legend and without names there
    are no axes either. `tones` are what the colours show, where that is not the values.
    """
    axes, palette = axes or Axes(), palette or Palette()
    if palette.ascii_only:
        axes, palette = axes.in_ascii(), replace(palette, label=to_ascii(palette.label))
    grid = Grid(width, height)
    small = _is_small(grid, axes, legend)
    halves = not palette.ascii_only
    area = Area.within(grid, values, axes, small=small, legend=legend, halves=halves)
    colours = colour_scale(tones or values, palette)
    _paint(area, tones or values, colours, palette)
    if numbers:
        _write_numbers(area, values, palette)
    over = OverMap(area, ascii_only=palette.ascii_only)
    for path in (paths or {}).values():
        over.draw_path(path)
    for spot in spots:
        over.draw_spot(spot)
    if not small:
        taken = beside_key(grid, axes, area.left) if legend else 0
        draw_axes(area, axes, Style(palette.frame), is_last=taken > 0)
        if legend:
            draw_legend(grid, area.left, colours, palette, taken)
    rows = grid.rows()
    return [_plain_row(row) for row in rows] if palette.ascii_only else rows


def area_of(
    values: Values, width: int, height: int, axes: Axes, *, legend: bool, halves: bool = True
) -> Area:
    """Where `heatmap` draws the cells of the map; in plain characters without `halves`."""
    grid = Grid(width, height)
    small = _is_small(grid, axes, legend)
    return Area.within(grid, values, axes, small=small, legend=legend, halves=halves)


def _is_small(grid: Grid, axes: Axes, legend: bool) -> bool:
    """Whether the map stands alone, without axes."""
    alone = not (legend or axes.rows or axes.columns)
    return alone or grid.width < LEAST_WIDTH or grid.height < LEAST_HEIGHT


def _plain_row(row: Row) -> Row:
    return tuple((to_ascii(text), style._replace(bg=None)) for text, style in row)


def _paint(area: Area, values: Values, scale: Scale | None, palette: Palette) -> None:
    if palette.ascii_only:
        _paint_ascii(area, values, scale)
        return
    colours, size = shades(palette.colours, palette.count), (area.width, area.height * 2)
    lines = shrink(values, *size)
    known = {v: shade_of(v, scale, colours) for v in {v for row in lines for v in row}}
    shrunk = [[known[v] for v in row] for row in lines]
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


def _paint_ascii(area: Area, values: Values, scale: Scale | None) -> None:
    for row, line in enumerate(resample(values or [[None]], area.width, area.height)):
        for column, value in enumerate(line):
            character = shade_of(value, scale, tuple(RAMP)) or "/"
            area.grid.put(area.left + column, row, character)


def _write_numbers(area: Area, values: Values, palette: Palette) -> None:
    """Each value in the middle of its cell, in black or white; none where one has no room."""
    words = [["" if v is None else number(v) for v in row] for row in values]
    longest = max((len(word) for row in words for word in row), default=0)
    columns = max(map(len, words), default=0)
    if not columns or longest >= area.width / columns or len(words) > area.height:
        return
    for y, row in enumerate(words):
        for x, word in enumerate(row):
            cell = area.cell(x, y) if word else None
            if cell:
                _write_on(area.grid, cell[0] - len(word) // 2, cell[1], word, palette.ascii_only)


def _write_on(grid: Grid, column: int, row: int, word: str, ascii_only: bool) -> None:
    """A word on coloured ground; with plain characters, between blanks."""
    if ascii_only:
        grid.write(column - 1, row, f" {word} ")
        return
    for place, character in enumerate(word, column):
        ground = grid.ground(place, row)
        ink = "#000000" if ground and is_light(ground) else "#ffffff"
        grid.put(place, row, character, Style(ink, bold=True))


def draw_legend(
    grid: Grid, left: int, scale: Scale | None, palette: Palette, taken: int = 0
) -> None:
    """Lowest number, the colours, highest number, what they measure; not in the last `taken`."""
    row, style, width = grid.height - 1, Style(palette.frame), grid.width - taken
    if scale is None:
        grid.write(left, row, "nothing yet", style)
        return
    column = grid.write(left, row, number(scale.low) + " ", style)
    high = " " + number(scale.high)
    label = measure(palette.label, log=palette.log)
    free = width - column - len(high)
    named = free - cell_len(label) - 2 if label else free
    length = min(24, named if named >= LEAST_KEY else free)
    colours: Sequence[str] = RAMP if palette.ascii_only else shades(palette.colours, palette.count)
    for n in range(length):
        colour = colours[round(n / max(length - 1, 1) * (len(colours) - 1))]
        if palette.ascii_only:
            grid.put(column + n, row, colour, PLAIN)
        else:
            grid.put(column + n, row, "█", _ink(colour, None))
    column = grid.write(column + max(length, 0), row, high, style)
    grid.write(column + 2, row, fit(label, width - column - 2), style)
