"""The single characters that make a chart readable without colour: who, how far, what broke."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from tui_lab.charts.axes import Scale, nice_range, robust_limits
from tui_lab.charts.bars import sparkline
from tui_lab.charts.lines.frame import EDGE, ChartStyle, Line, Plot
from tui_lab.charts.rows import Grid, Rows, Style, fit, single
from tui_lab.system.words import number

BROKEN = "✗"
"""Where a run's value stopped being a finite number."""


def nearest(line: Line, x: float) -> int | None:
    """The index of the point of `line` closest to `x`; None if it has none."""
    count = min(len(line.xs), len(line.ys))
    if not count or math.isnan(x):
        return None
    return min(range(count), key=lambda n: _distance(line.xs[n], x))


def _distance(a: float, b: float) -> float:
    gap = abs(a - b)
    return math.inf if math.isnan(gap) else gap


def last_value(line: Line) -> float:
    """The newest value, finite or not; nan if there is none."""
    return line.ys[-1] if line.ys else math.nan


def draw_markers(plot: Plot, lines: Sequence[Line], others: Sequence[Line] = ()) -> None:
    """Arrows where a line leaves the chart, crosses where it broke, its marker where it ends.

    Of the `others`, which are lines of other runs, the marker alone, and faint.
    """
    for line in lines:
        _draw_runaways(plot, line)
    taken: set[tuple[int, int]] = set()
    first = sorted(lines, key=lambda line: line.quiet)  # the one in front has its own place
    for line in first:
        _draw_break_markers(plot, line, taken)
    for line in first:
        _draw_end(plot, line, taken, Style(line.colour, bold=True))
    for line in others:
        _draw_end(plot, line, taken, plot.style.faded(line.colour, 0.7))


def _draw_runaways(plot: Plot, line: Line) -> None:
    style, low, high = Style(line.colour, bold=True), plot.y.low, plot.y.high
    for x, y in zip(line.xs, line.ys, strict=False):
        if low <= y <= high:
            continue
        share = plot.y.share(y)
        if share is None or -EDGE <= share <= 1 + EDGE:
            continue
        cell = plot.cell(x, y)
        if cell in plot.curves:  # a guide's name may stand there
            plot.grid.put(*cell, "↑" if share > 1 else "↓", style)


def _draw_break_markers(plot: Plot, line: Line, taken: set[tuple[int, int]]) -> None:
    style, whole = Style(line.colour, bold=True), True
    for x, y in zip(line.xs, line.ys, strict=False):
        broke, whole = whole and not math.isfinite(y), math.isfinite(y)
        column = plot.column(x) if broke else None
        if column is not None:
            _place(plot, column, 0, 1, BROKEN, style, taken)


def _draw_end(plot: Plot, line: Line, taken: set[tuple[int, int]], style: Style) -> None:
    count = min(len(line.xs), len(line.ys))
    for n in range(count - 1, -1, -1):
        cell = plot.cell(line.xs[n], line.ys[n])
        if cell:
            _place(plot, *cell, -1, single(line.marker), style, taken)
            return


def _place(
    plot: Plot,
    column: int,
    row: int,
    aside: int,
    character: str,
    style: Style,
    taken: set[tuple[int, int]],
) -> None:
    """Put a mark down, up to four cells aside if others are there already."""
    for shift in range(5):
        cell = (column + aside * shift, row)
        if cell not in taken and plot.left <= cell[0] < plot.grid.width:
            taken.add(cell)
            plot.grid.put(*cell, character, style)
            return


def draw_cursor(plot: Plot, lines: Iterable[Line], cursor: float) -> None:
    """An upright line at x = `cursor`, with each run's marker on its nearest point."""
    column = plot.column(cursor)
    if column is None:
        return
    for row in range(plot.height):
        if (column, row) not in plot.curves:
            plot.grid.put(column, row, "┊", Style(plot.style.frame))
    plot.grid.put(column, plot.height, "┴", Style(plot.style.frame, bold=True))
    for line in sorted(lines, key=lambda line: not line.quiet):
        index = nearest(line, cursor)
        cell = None if index is None else plot.cell(line.xs[index], line.ys[index])
        if cell:
            plot.grid.put(*cell, single(line.marker), Style(line.colour, bold=True))


def small(lines: Sequence[Line], width: int, height: int, style: ChartStyle, log: bool) -> Rows:
    """A chart where there is no room for one: each run's marker, name, value and sparkline.

    With fewer rows than runs, markers and values share them as far as they fit.
    """
    grid = Grid(width, height)
    limits = robust_limits([line.ys for line in lines], log) or (0.0, 1.0)
    scale = Scale(*nice_range(*limits, log), log)
    if len(lines) > grid.height:
        _write_values(grid, lines, style)
        return grid.rows()
    for row, line in enumerate(lines):
        column = _write_value(grid, 0, row, line, style, grid.width // 2) + 1
        text = sparkline(line.ys, grid.width - column, scale, style.ascii_only)
        grid.write(column, row, text, Style(line.colour))
    return grid.rows()


def _write_value(
    grid: Grid, column: int, row: int, line: Line, style: ChartStyle, width: int
) -> int:
    """`● name 0.237`; the name is cut to what is left of `width`. Returns the next column."""
    value = number(last_value(line))
    name = fit(style.text(line.label), width - len(value) - 3)
    column = grid.write(column, row, style.text(single(line.marker)), Style(line.colour, bold=True))
    column = grid.write(column, row, f" {name}" if name else "", Style(style.frame))
    return grid.write(column, row, f" {value}")


def _write_values(grid: Grid, lines: Sequence[Line], style: ChartStyle) -> None:
    column = row = 0
    for line in lines:
        length = len(number(last_value(line))) + 2
        if column and column + length > grid.width:
            column, row = 0, row + 1
        column = _write_value(grid, column, row, line, style, 0) + 2
