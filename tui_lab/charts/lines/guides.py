"""Level lines of a chart, in dots at their true height: guides with their names, and the ticks'."""

from __future__ import annotations

from collections.abc import Iterable

from tui_lab.charts.lines.dots import Dash, with_ink
from tui_lab.charts.lines.frame import EDGE, Guide, Plot
from tui_lab.charts.lines.plotext_dots import BLANK
from tui_lab.charts.rows import Grid, Style, fit

DOTTED: Dash = (1, 1)
SPARSE: Dash = (1, 3)
LEVELS = (0xC0, 0x24, 0x12, 0x09)
"""The two dots of a cell of braille at each height, from the bottom."""


def draw_grid(plot: Plot) -> None:
    """A faint line at every tick; none where there are no shades to tell it from a curve."""
    style = plot.style
    if style.background is None or style.ascii_only or style.no_colour:
        return
    for value in plot.y_ticks:
        _draw_level(plot, value, SPARSE, style.faded(style.frame, 0.45))


def draw_guides(plot: Plot, guides: Iterable[Guide]) -> None:
    """Dotted lines. One outside the limits is named at the edge, with an arrow."""
    for guide in guides:
        share = plot.y.share(guide.y)
        if share is not None and -EDGE <= share <= 1 + EDGE:
            _draw_level(plot, guide.y, DOTTED, plot.style.faded(plot.style.frame, 0.8))


def _draw_level(plot: Plot, value: float, dash: Dash, style: Style) -> None:
    dot = plot.dot(plot.x.low, value)
    if dot is None:
        return
    row, height = divmod(dot[1], plot.up)
    for column in range(plot.width):
        dots = LEVELS[height] & with_ink(column, dash)
        if plot.style.ascii_only or dots:
            character = "╌" if plot.style.ascii_only else chr(BLANK + dots)
            plot.grid.put(plot.left + column, plot.height - 1 - row, character, style)


def name_guides(plot: Plot, guides: Iterable[Guide]) -> None:
    """The guides' names: at whichever end is free of curves, else on the right, over them."""
    grid, style = plot.grid, Style(plot.style.frame)
    for guide in guides:
        share = plot.y.share(guide.y)
        cell = plot.cell(plot.x.low, guide.y)
        if share is None or cell is None:
            continue
        arrow = " ↑" if share > 1 + EDGE else " ↓" if share < -EDGE else ""
        text = f" {fit(plot.style.text(guide.label) + arrow, plot.width - 4)} "
        length = Grid(plot.width, 1).write(0, 0, text)
        ends = (grid.width - length - 2, plot.left + 2)
        free = [e for e in ends if _is_quiet(plot, e, cell[1], length)]
        start = (free or ends)[0]
        grid.write(start, cell[1], text, style)
        plot.curves -= {(start + n, cell[1]) for n in range(length)}


def _is_quiet(plot: Plot, column: int, row: int, length: int) -> bool:
    """No line goes through there."""
    return not any((column + n, row) in plot.curves for n in range(length))
