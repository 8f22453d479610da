"""Points with labels, in groups that differ by colour and by marker, and curves through them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tui_lab.charts.axes import Scale, nice_range
from tui_lab.charts.lines.frame import ChartStyle, Guide, Line, Plot, draw_frame
from tui_lab.charts.lines.guides import draw_guides, name_guides
from tui_lab.charts.lines.line_chart import draw_lines
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.rows import Grid, Rows, Style, to_ascii


class Point(NamedTuple):
    """Where it is, what it is called, and whom it belongs to."""

    x: float
    y: float
    label: str = ""
    group: str = ""


def points_of(value: object) -> list[Point]:
    """What a lesson showed, (x, y), with a label, with a group; less what is nowhere."""
    found = value if isinstance(value, list) else []
    return [
        Point(float(x), float(y), *("" if word is None else str(word) for word in words))
        for x, y, *words in found
        if x is not None and y is not None
    ]


def scatter(
    points: Sequence[Point],
    curves: Sequence[Line],
    styles: Mapping[str, VariantStyle],
    width: int,
    height: int,
    *,
    frame: ChartStyle,
    x_label: str = "",
    log_x: bool = False,
    log_y: bool = False,
    guides: Sequence[Guide] = (),
    whole_x: bool = False,
    across: tuple[float, float] | None = None,
) -> Rows:
    """The points over the curves, each with its label on whichever side there is room for it.

    With `whole_x` the x-axis counts: it has no parts of one. With `across` it has these ends.
    """
    xs = [*(p.x for p in points), *(x for curve in curves for x in curve.xs)]
    ys = [*(p.y for p in points), *(y for curve in curves for y in curve.ys)]
    ys += [guide.y for guide in guides]
    x_axis = Scale(*across, log_x) if across else _around(xs, log_x)
    if whole_x:
        x_axis = Scale(float(math.floor(x_axis.low)), float(math.ceil(x_axis.high)))
    plot = Plot(Grid(width, height), x_axis, _around(ys, log_y), frame)
    draw_frame(plot, x_label)
    draw_guides(plot, guides)
    draw_lines(plot, curves)
    name_guides(plot, guides)
    for point in points:
        if cell := plot.cell(point.x, point.y):
            mark = styles[point.group]
            plot.grid.put(*cell, frame.text(mark.marker), Style(mark.colour, bold=True))
    for point in points:
        _write_label(plot, point, styles[point.group].colour)
    rows = plot.grid.rows()
    if frame.ascii_only:
        return [tuple((to_ascii(text), style) for text, style in row) for row in rows]
    return rows


def _around(values: Sequence[float], log: bool) -> Scale:
    """Round limits near the values: where a share ends at 1, so does its axis."""
    known = [value for value in values if value > 0 or not log]
    low, high = min(known, default=0.1 if log else 0.0), max(known, default=1.0)
    return Scale(*nice_range(low, high, log), log)


def _write_label(plot: Plot, point: Point, colour: str) -> None:
    cell = plot.cell(point.x, point.y)
    label = plot.style.text(point.label)
    if cell is None or not label:
        return
    column, row = cell
    length = cell_len(label)
    before = column - length
    for line in (row, row + 1, row - 1):
        for start in (column + 1, before, column + 2):
            inside = plot.left <= start and start + length < plot.grid.width + (start < column)
            if inside and line < plot.height and plot.grid.is_free(start, line, length):
                plot.grid.write(start, line, label, Style(colour))
                return
