"""Line charts: data and a size in, coloured character cells out. The only user of plotext.

plotext 6 turns points into dots, in C++. Everything around them is drawn by us, because its frame
and legend change with the data (so every row would be sent again) and because it ends the whole
process on nan, or on a point far outside the limits. So it is only ever given dot positions, whole
numbers inside the canvas, and all of them come from one place: `Plot.dot`.
"""

from __future__ import annotations

import ctypes
import re
import sys
import types
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from tui_lab.charts.axes import Range, Scale, nice_range, robust_limits
from tui_lab.charts.bars import Bar, bars, sparkline
from tui_lab.charts.frame import (
    ChartStyle,
    Dot,
    Guide,
    Line,
    Plot,
    draw_bands,
    draw_frame,
    draw_guides,
    name_guides,
    y_limits,
)
from tui_lab.charts.markers import draw_cursor, draw_markers, nearest, small
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
    "preload",
    "robust_limits",
    "series",
    "sparkline",
    "y_limits",
]

LEAST_WIDTH, LEAST_HEIGHT = 20, 6  # below, a frame leaves no room for what it frames

Stroke = tuple[str, str, list[list[Dot]]]
"""A colour, a marker ("braille" or one character), and the stretches of a line."""
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
    chart will stand on, for shades. Below 20 columns or 6 rows there are values and sparklines.
    `empty` is what a chart without a value says.
    """
    style = ChartStyle(frame_colour, background, ascii_only)
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return small(lines, width, height, style, log_y)
    y = Scale(*(y_range or y_limits(lines, guides, log_y)), log_y)
    plot = Plot(Grid(width, height), Scale(*x_range, log_x), y, style)
    draw_frame(plot, x_label)
    draw_guides(plot, guides)
    draw_lines(plot, lines)
    here = [line for line in lines if not line.ghost]
    draw_bands(plot, here)
    name_guides(plot, guides)
    if cursor is not None:
        draw_cursor(plot, here, cursor)
    draw_markers(plot, here)
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
    """Ghosts, and the raw values behind a smoothed line, first and apart: lines stay thin."""
    faint = [
        (line.colour, _symbol(plot, line), plot.segments(line.xs, ys))
        for line in lines
        if (ys := line.ys if line.ghost else line.faint)
    ]
    clear = [
        (line.colour, _symbol(plot, line), plot.segments(line.xs, line.ys))
        for line in lines
        if not line.ghost
    ]
    for column, row, character, colour in _raster(plot, faint):
        plot.grid.put(column, row, character, plot.style.faded(colour, 0.4))
    for column, row, character, colour in _raster(plot, clear):
        plot.grid.put(column, row, character, _ink(colour))


@lru_cache(256)
def _ink(colour: str) -> Style:
    return Style(colour)


def _symbol(plot: Plot, line: Line) -> str:
    """Braille, or the run's own plain character, which then is the only difference."""
    return to_ascii(single(line.marker)) if plot.style.ascii_only else "braille"


def _raster(plot: Plot, strokes: list[Stroke]) -> Iterator[tuple[int, int, str, str]]:
    """The cells that plotext's dots fall into: column, row, character, colour."""
    strokes = [stroke for stroke in strokes if stroke[2]]
    if not strokes:
        return
    figure = _figure(plot.width, plot.height, plot.across, plot.up)
    for stroke in strokes:
        _add_stroke(figure, *stroke)
    for row, text in enumerate(figure.build().string().split("\n")[: plot.height]):
        column, colour = plot.left, ""
        for code, character in _CELLS.findall(text):
            if code:
                colour = _colour_of(code)
                continue
            if character not in " ⠀":
                yield column, row, character, colour
            column += 1


_CELLS = re.compile(r"(\x1b\[[0-9;]*m)|(.)")


@lru_cache(256)
def _colour_of(code: str) -> str:
    """`ESC[38;2;r;g;bm` as "#rrggbb"; nothing for a reset."""
    parts = code[2:-1].split(";")
    return "#" + "".join(f"{int(p):02x}" for p in parts[2:5]) if len(parts) >= 5 else ""


def _figure(width: int, height: int, across: int, up: int) -> Any:
    """plotext's figure, empty, without frame, one unit to a dot."""
    figure = preload().figure
    figure.clear.data()
    figure.plot_size(width, height)
    figure.ruler("x").lim(0, width * across)
    figure.ruler("y").lim(0, height * up)
    return figure


def _add_stroke(figure: Any, colour: str, symbol: str, segments: list[list[Dot]]) -> None:
    plotext = preload()
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    marker = plotext.marker(symbol, pixel=plotext.pixel((red, green, blue)))
    dots = [dot for segment in segments for dot in segment]
    # half a unit on: the middle of the dot, so that rounding cannot go astray
    signal = figure.signal([x + 0.5 for x, _ in dots], [y + 0.5 for _, y in dots], marker=marker)
    start = 0
    for segment in segments:
        for index in range(start + 1, start + len(segment)):
            signal.line(index)
        start += len(segment)
    # draw() would also look at the colour of every point, for a legend that we do not use: that
    # is half of its time. Fall back on it should the shortcut go.
    signals = getattr(figure, "_signals", None)
    getattr(signals, "_add", figure.draw)(signal)


@cache
def preload() -> Any:
    """Import plotext, 0.07 s; call it after the first paint, or the first chart will.

    Two things make it fit a screen. Its C++ part is loaded so that it keeps Python's lock: it is
    called once per point, and giving the lock up each time took 3.2 s beside a busy thread
    instead of 0.02 s. And its documentation, 60 % of the import, is left out.
    """
    with_locks, ctypes.CDLL = ctypes.CDLL, ctypes.PyDLL  # type: ignore[misc]
    try:
        plotext = _import_without_documentation()
    finally:
        ctypes.CDLL = with_locks  # type: ignore[misc]
    plotext.terminal.limit(False, False)
    figure = plotext.figure
    figure.theme("simple").canvas("default").axes(False)
    for axis in ("x", "y"):
        figure.ruler(axis).frequency(0).alignment(lim="edge")
    return plotext


def _import_without_documentation() -> Any:
    stubs = {"plotext._doc.doc": "docs", "plotext._tests.run": "test"}
    for name, member in stubs.items():
        stub = types.ModuleType(name)
        setattr(stub, member, None)
        sys.modules.setdefault(name, stub)
    try:
        import plotext
    finally:
        for name in stubs:
            if getattr(sys.modules.get(name), "__file__", None) is None:
                sys.modules.pop(name, None)
    return plotext
