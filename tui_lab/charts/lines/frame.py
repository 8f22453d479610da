"""What a line chart shows apart from its lines: frame, ticks, guides, bands."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from tui_lab.charts.axes import Range, Scale, clamp, labels, nice_range, robust_limits, ticks
from tui_lab.charts.lines.dots import SOLID, Dash
from tui_lab.charts.lines.plotext_dots import BRAILLE, Dot
from tui_lab.charts.lines.tick_labels import Foot, words_below
from tui_lab.charts.rows import Grid, Style, blend, clean, fit, to_ascii
from tui_lab.state.clock import Clock

STEEP = 2.0  # times the largest value: as far up as other runs stretch an axis
DEEP = 1000.0  # and on a log axis so far down, where a run that has just begun will come
SHADE = 0.18  # of a line's colour in its band; half of it where it stands back
QUIET = 0.6  # of its colour: what a line has behind the one in front
EDGE = 1e-6  # a value this little outside the limits is rounding, not a runaway


@dataclass(frozen=True)
class Line:
    """One run's curve.

    `ys`, and the band `lows`/`highs` where there is one, go with `xs`; the shortest counts.
    A `y` of nan or ±inf is a gap, with a mark where it begins. `faint` holds the raw values
    behind a smoothed line. `colour` is "#rrggbb"; `marker` one character that names the run.
    A `ghost` steps back behind the others: what is not yet, or another run. A `quiet` line stands
    back behind the one in front, of another `network`.
    """

    label: str
    colour: str
    marker: str
    xs: Sequence[float]
    ys: Sequence[float]
    lows: Sequence[float] = ()
    highs: Sequence[float] = ()
    faint: Sequence[float] = ()
    ghost: bool = False
    clock: Clock | None = None
    """When its steps were, where it has a time of its own."""
    network: str = ""
    """The variant that it is of."""
    quiet: bool = False
    dash: Dash = SOLID


@dataclass(frozen=True)
class Guide:
    """A dashed horizontal line with its name, such as "clip threshold 2.0"."""

    y: float
    label: str


@dataclass(frozen=True)
class ChartStyle:
    """Colours of a chart that belong to no run. Without a background, shades are drawn as ░."""

    frame: str = "#808080"
    background: str | None = None
    ascii_only: bool = False
    no_colour: bool = False

    def of_line(self, line: Line) -> Style:
        """The look of a line: that of one which stands back is a part of its colour."""
        if line.quiet and self.background is not None:
            return Style(blend(line.colour, self.background, QUIET))
        return Style(line.colour, bold=not line.quiet and self.background is None)

    def text(self, text: str) -> str:
        """`text` in the characters that may be used."""
        return to_ascii(text) if self.ascii_only else clean(text)

    def faded(self, colour: str, share: float) -> Style:
        """A colour that steps back."""
        if self.background is None:
            return Style(colour, dim=True)
        return Style(blend(colour, self.background, share))


class Plot:
    """The drawing area within a grid: where a value lies, in cells and in dots.

    A cell has 2 × 4 braille dots, or one with plain characters. The gutter on the left holds the
    y labels and the axis, the two rows below the x axis and its labels.
    """

    def __init__(self, grid: Grid, x: Scale, y: Scale, style: ChartStyle) -> None:
        self.grid, self.x, self.y, self.style = grid, x, y, style
        self.height = grid.height - 2
        self.y_ticks = ticks(y, min(max(self.height // 3, 1) + 1, 7))
        self.y_labels = labels(self.y_ticks, y.log)
        self.left = max(6, *map(len, self.y_labels), 0) + 1
        self.width = grid.width - self.left
        self.curves: set[tuple[int, int]] = set()
        """The cells of the grid that a line goes through."""
        across, up = (1, 1) if style.ascii_only else BRAILLE
        self.across, self.up = across, up
        self._last_dot = (self.width * across - 1, self.height * up - 1)

    def dot(self, x: float, y: float) -> Dot | None:
        """The dot of a data point, inside the area for certain; None for a gap.

        The one sanitiser: whatever reaches plotext is a pair of integers from here. Values beyond
        the y limits land on the edge, x outside the limits is not drawn.
        """
        over, up = self.x.share(x), self.y.share(y)
        if over is None or up is None or not -EDGE <= over <= 1 + EDGE:
            return None
        last_x, last_y = self._last_dot
        return round(clamp(over, 0.0, 1.0) * last_x), round(clamp(up, 0.0, 1.0) * last_y)

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Column and row in the grid."""
        dot = self.dot(x, y)
        return dot and (self.left + dot[0] // self.across, self.height - 1 - dot[1] // self.up)

    def column(self, x: float) -> int | None:
        """The grid column of an x, None outside the limits."""
        over = self.x.share(x)
        if over is None or not -EDGE <= over <= 1 + EDGE:
            return None
        return self.left + round(clamp(over, 0.0, 1.0) * self._last_dot[0]) // self.across

    def segments(self, xs: Iterable[float], ys: Iterable[float]) -> list[list[Dot]]:
        """The dots of a line, cut at its gaps and thinned to what can be seen."""
        dots = [self.dot(x, y) for x, y in zip(xs, ys, strict=False)]
        runs = groupby(dots, key=lambda dot: dot is not None)
        return [_thin([d for d in run if d]) for drawn, run in runs if drawn]


def _thin(dots: list[Dot]) -> list[Dot]:
    """At most first, lowest, highest and last of each column; no dot within a level stretch."""
    kept: list[Dot] = []
    for _, column in groupby(dots, key=lambda dot: dot[0]):
        stack = list(column)
        if len(stack) > 4:
            low, high = stack.index(min(stack)), stack.index(max(stack))
            stack = [stack[n] for n in sorted({0, low, high, len(stack) - 1})]
        for dot in stack:
            if len(kept) > 1 and kept[-2][1] == kept[-1][1] == dot[1] and kept[-1][0] <= dot[0]:
                kept[-1] = dot
            elif not kept or kept[-1] != dot:
                kept.append(dot)
    return kept


def y_limits(
    lines: Iterable[Line],
    guides: Iterable[Guide] = (),
    log: bool = False,
    previous: Range | None = None,
    others: Iterable[Line] = (),
) -> Range:
    """Round limits for these lines, by `robust_limits` and `nice_range`; hand back the last ones
    as `previous` to keep the axis still.

    A guide is included unless that would squeeze the lines into less than a third of the height.
    The `others` are of other runs, and count as far as they are in sight of the lines.
    """
    found = _with_others(_limits_of(lines, log), _limits_of(others, log), log)
    near = [g.y for g in guides if math.isfinite(g.y) and (g.y > 0 or not log)]
    if found is None:
        return nice_range(min(near, default=0.1), max(near, default=1.0), log, previous)
    low, high = found
    for y in sorted(near):
        wider = Scale(min(low, y), max(high, y), log)
        share = (wider.share(high) or 0.0) - (wider.share(low) or 0.0)
        if share >= 1 / 3:
            low, high = wider.low, wider.high
    return nice_range(low, high, log, previous)


def _limits_of(lines: Iterable[Line], log: bool) -> Range | None:
    columns = [values for line in lines for values in (line.ys, line.faint, line.lows, line.highs)]
    return robust_limits(columns, log)


def _with_others(own: Range | None, others: Range | None, log: bool) -> Range | None:
    """Limits for both; but an explosion of another run must not flatten this one."""
    if own is None or others is None:
        return own or others
    size = max(map(abs, own))
    furthest = (own[0] / DEEP, own[1] * STEEP) if log else (-STEEP * size, STEEP * size)
    low, high = (clamp(limit, *furthest) for limit in others)
    return min(own[0], low), max(own[1], high)


def draw_frame(plot: Plot, x_label: str = "") -> None:
    """Axes, ticks and labels."""
    grid, style = plot.grid, Style(plot.style.frame)
    for row in range(plot.height):
        grid.put(plot.left - 1, row, "│", style)
    grid.write(plot.left - 1, plot.height, "└" + "─" * plot.width, style)
    used = None
    for value, label in zip(plot.y_ticks, plot.y_labels, strict=True):
        cell = plot.cell(plot.x.low, value)
        if cell is None or cell[1] == used:
            continue
        used = cell[1]
        grid.write(plot.left - 1 - len(label), used, label, style)
        grid.put(plot.left - 1, used, "┤", style)
    _draw_x_ticks(plot, fit(plot.style.text(x_label), plot.width), style)


def _draw_x_ticks(plot: Plot, x_label: str, style: Style) -> None:
    grid = plot.grid
    whole = plot.x.low.is_integer() and plot.x.high.is_integer()
    foot = Foot(plot.left, grid.width, name=x_label)
    for word in words_below(plot.x, foot, plot.column, whole=whole):
        grid.write(word.start, plot.height + 1, word.text, style)
        if word.column is not None:
            grid.put(word.column, plot.height, "┬", style)


def draw_bands(plot: Plot, lines: Iterable[Line]) -> None:
    """Shade between lows and highs, to half a cell."""
    for line in lines:
        halves: dict[tuple[int, int], int] = {}
        edges = zip(line.xs, line.lows, line.highs, strict=False)
        for left, right in pairwise(_edge(plot, *edge) for edge in edges):
            if left and right:
                _cover(plot, left, right, halves)
        share = SHADE / 2 if line.quiet else SHADE
        for (column, row), covered in halves.items():
            _shade(plot, (column, row), covered, line.colour, share)


Edge = tuple[int, float, float]
"""A column of the band, and where its low and its high lie, as shares of the height."""


def _edge(plot: Plot, x: float, low: float, high: float) -> Edge | None:
    """The band at one point; None where there is none."""
    column, below, above = plot.column(x), plot.y.share(low), plot.y.share(high)
    if column is None or below is None or above is None:
        return None
    return column, clamp(below, 0.0, 1.0), clamp(above, 0.0, 1.0)


def _cover(plot: Plot, left: Edge, right: Edge, halves: dict[tuple[int, int], int]) -> None:
    """Mark the half cells of the band between two points: 1 the upper half, 2 the lower."""
    (begin, low, high), (end, next_low, next_high) = left, right
    rows = plot.height * 2
    for column in range(begin, end + 1):
        part = (column - begin) / (end - begin) if end > begin else 1.0
        top = (1 - high - (next_high - high) * part) * rows
        bottom = (1 - low - (next_low - low) * part) * rows
        for half in range(math.ceil(top - 0.5), math.floor(bottom - 0.5) + 1):
            key = (column, half // 2)
            halves[key] = halves.get(key, 0) | 1 << half % 2


def _shade(plot: Plot, cell: tuple[int, int], covered: int, colour: str, share: float) -> None:
    """Tint a covered cell; of an empty one, fill only the half that is covered."""
    grid, background, (column, row) = plot.grid, plot.style.background, cell
    if background is None or plot.style.ascii_only:
        if covered == 3 and grid.is_free(column, row):
            grid.put(column, row, ":" if plot.style.ascii_only else "░", Style(colour, dim=True))
        return
    tint = blend(colour, grid.ground(column, row) or background, share)
    if covered < 3 and grid.is_free(column, row):
        grid.put(column, row, "▀" if covered == 1 else "▄", Style(tint))
    else:
        grid.tint(column, row, tint)
