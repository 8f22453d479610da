"""Line charts: data and a size in, coloured character cells out.

The frame does not change with the data, so that few rows are sent again while they grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui_lab.charts.axes import Range, Scale, nice_range, robust_limits
from tui_lab.charts.bars import Bar, bars, sparkline
from tui_lab.charts.lines.dots import SOLID, Ink, Stroke, inked
from tui_lab.charts.lines.frame import (
    ChartStyle,
    Guide,
    Line,
    Plot,
    draw_bands,
    draw_frame,
    y_limits,
)
from tui_lab.charts.lines.guides import draw_grid, draw_guides, name_guides
from tui_lab.charts.lines.markers import draw_cursor, draw_markers, nearest, small
from tui_lab.charts.rows import PLAIN, Grid, Row, Rows, Style, single, to_ascii
from tui_lab.system.words import number

__all__ = [
    "NOTHING",
    "PLAIN",
    "Bar",
    "Guide",
    "Line",
    "Range",
    "Row",
    "Rows",
    "Style",
    "bars",
    "draw_lines",
    "nearest",
    "nice_range",
    "number",
    "robust_limits",
    "series",
    "sparkline",
    "y_limits",
]

LEAST_WIDTH, LEAST_HEIGHT = 20, 6  # below, a frame leaves no room for what it frames
MARKED = 10  # columns between two markers on a line that has no colour of its own
NOTHING = "nothing yet"


def series(
    lines: Sequence[Line],
    width: int,
    height: int,
    *,
    x_range: Range,
    y_range: Range | None = None,
    log_x: bool = False,
    log_y: bool = False,
    guides: Sequence[Guide] = (),
    cursor: float | None = None,
    ascii_only: bool = False,
    no_colour: bool = False,
    frame_colour: str = "#808080",
    background: str | None = None,
    x_label: str = "",
    empty: str = NOTHING,
) -> Rows:
    """Draw lines over each other: exactly `height` rows of `width` columns, whatever the data.

    `x_range` and `y_range` are the limits; `y_range` defaults to `y_limits(...)`, but a chart
    that moves should call that itself, with the previous range, to hold still. A value beyond the
    limits is drawn at the edge with ↑ or ↓, one that is not finite is a gap with ✗ at the top,
    zero and less is a gap on a log axis. `cursor` is an x. `background` ("#rrggbb") is what the
    chart will stand on, for shades; with `no_colour` markers tell the lines apart. Below 20
    columns or 6 rows there are values and sparklines. `empty` is what a chart without a value says.
    """
    style = ChartStyle(frame_colour, background, ascii_only, no_colour)
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return small(lines, width, height, style, log_y)
    y = Scale(*(y_range or y_limits(lines, guides, log_y)), log_y)
    plot = Plot(Grid(width, height), Scale(*x_range, log_x), y, style)
    draw_frame(plot, x_label)
    if any(line.ys for line in lines):
        draw_grid(plot)
    draw_guides(plot, guides)
    draw_lines(plot, lines)
    here = [line for line in lines if not line.ghost]
    draw_bands(plot, here)
    name_guides(plot, guides)
    if cursor is not None:
        draw_cursor(plot, here, cursor)
    draw_markers(plot, here, [line for line in lines if line.ghost and line.dash != SOLID])
    if empty and not any(line.ys for line in lines):
        _say_empty(plot, empty)
    rows = plot.grid.rows()
    return [_plain_row(row) for row in rows] if ascii_only else rows


def _plain_row(row: Row) -> Row:
    return tuple((to_ascii(text), style) for text, style in row)


def _say_empty(plot: Plot, text: str) -> None:
    """In the middle, or beside a guide that goes through it."""
    column, middle = plot.left + (plot.width - len(text)) // 2, plot.height // 2
    free = (row for row in (middle, middle + 1, middle - 1) if plot.grid.is_free(column, row))
    plot.grid.write(column, next(free, middle), text, Style(plot.style.frame, dim=True))


def draw_lines(plot: Plot, lines: Sequence[Line]) -> None:
    """Ghosts, and the raw values behind a smoothed line, first and apart: lines stay thin.

    Of the others those that stand back first, the one in front over them.
    """
    ghosts = [line for line in lines if line.ghost]
    here = [line for line in lines if not line.ghost]
    raw = [replace(line, ys=line.faint) for line in here if line.faint]
    _draw(plot, ghosts, [plot.style.faded(line.colour, 0.4) for line in ghosts])
    _draw(plot, raw, [plot.style.faded(line.colour, 0.2 if line.quiet else 0.4) for line in raw])
    here.sort(key=lambda line: not line.quiet)
    drawn = _draw(plot, here, [plot.style.of_line(line) for line in here])
    if plot.style.no_colour and not plot.style.ascii_only:
        _mark_on_the_way(plot, here, drawn)


def _draw(plot: Plot, lines: Sequence[Line], styles: Sequence[Style]) -> list[Ink]:
    """Put the lines on the grid; what was put there."""
    drawn = list(inked([_stroke(plot, line) for line in lines]))
    for ink in drawn:
        cell = plot.left + ink.column, plot.height - 1 - ink.row
        plot.grid.put(*cell, ink.character, styles[ink.whose])
        plot.curves.add(cell)
    return drawn


def _stroke(plot: Plot, line: Line) -> Stroke:
    """In braille, or in the run's own plain character, which then is the only difference."""
    symbol = to_ascii(single(line.marker)) if plot.style.ascii_only else ""
    room = plot.width, plot.height
    return Stroke(symbol, plot.segments(line.xs, line.ys), line.dash, not line.quiet, room)


def _mark_on_the_way(plot: Plot, lines: Sequence[Line], drawn: Sequence[Ink]) -> None:
    """Where colours do not tell the lines apart: each line's marker, at columns of its own."""
    apart = max(MARKED, 2 * len(lines))
    for place, line in enumerate(lines):
        rows: dict[int, list[int]] = {}
        for ink in drawn:
            is_due = ink.column % apart == (apart // 2 + place * apart // len(lines)) % apart
            if is_due and place in ink.shared:
                rows.setdefault(ink.column, []).append(ink.row)
        for column, found in rows.items():
            row = sorted(found)[len(found) // 2]
            cell = plot.left + column, plot.height - 1 - row
            plot.grid.put(*cell, single(line.marker), plot.style.of_line(line))
