"""Where the cells of a heatmap lie, and what is written around them: numbers or names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from tui_lab.charts.axes import Range, Scale, clamp, labels, ticks
from tui_lab.charts.lines.plotext_dots import BRAILLE, Dot
from tui_lab.charts.lines.tick_labels import Foot, words_below
from tui_lab.charts.rows import Grid, Style, fit, to_ascii
from tui_lab.charts.shades import Values

Around = tuple[int, int]
"""Columns on the left of a map, and rows below it."""
READABLE = 7  # columns that tell names apart; in less they are not cut to fit
LETTERS = 4  # of a name that stands upright; of less nothing can be read, and some names go along
LEAST_KEY = 22  # columns of a key of colours with its two numbers
HIGH, EMPTY = 2, 2  # half lines of a high row; lines that look like a hole
ROOM = 12  # rows; in less, names that stand upright would leave no map


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
    rows: Sequence[str] = ()
    """Names of the rows, from the top; instead of numbers."""
    columns: Sequence[str] = ()
    measure: str = ""
    """What the colours mean, as it stands beside their key."""

    def in_ascii(self) -> Axes:
        """In plain characters, first of all: a wide one replaced later leaves its column empty."""
        return replace(
            self,
            x_label=to_ascii(self.x_label),
            y_label=to_ascii(self.y_label),
            rows=tuple(map(to_ascii, self.rows)),
            columns=tuple(map(to_ascii, self.columns)),
            measure=to_ascii(self.measure),
        )


class Area:
    """The part of the grid that holds the map, and its coordinates."""

    def __init__(
        self, grid: Grid, left: int, size: tuple[int, int], axes: tuple[Scale, Scale, bool]
    ) -> None:
        self.grid, self.left = grid, left
        self.width, self.height = max(size[0], 0), max(size[1], 0)
        self.x, self.y, self.downwards = axes

    @classmethod
    def within(
        cls, grid: Grid, values: Values, axes: Axes, *, small: bool, legend: bool = True,
        halves: bool = True,
    ) -> Area:  # fmt: skip
        """As much of the grid as the words around leave; of named cells all equally wide.

        A named row may be one line and a half high, where half-blocks draw it.
        """
        scales = scales_of(values, axes)
        left, below = (0, 0) if small else around(grid, axes, scales[1], legend)
        width, height = grid.width - left, grid.height - below
        if axes.columns and 0 < (count := max(map(len, values), default=0)) <= width:
            width -= width % count
        if axes.rows and 0 < len(values) <= height:
            height = even(height, len(values), halves=halves)
        return cls(grid, left, (width, height), scales)

    def column(self, x: float) -> int | None:
        """The column of an x; None outside the limits."""
        cell = self.cell(x, self.y.low)
        return cell[0] if cell and cell[2] not in ("→", "←") else None

    def cell(self, x: float, y: float) -> tuple[int, int, str] | None:
        """Column, row, and the arrow for a point that had to be held back at the edge."""
        across, up = self.x.share(x), self.y.share(y)
        if across is None or up is None or self.width < 1 or self.height < 1:
            return None
        up = 1 - up if self.downwards else up
        arrow = "→" if across > 1 else "←" if across < 0 else ""
        arrow = "↑" if up > 1 else "↓" if up < 0 else arrow
        column = min(_floor(clamp(across, 0.0, 1.0) * self.width), self.width - 1)
        row = min(_floor((1 - clamp(up, 0.0, 1.0)) * self.height), self.height - 1)
        return self.left + column, row, arrow

    def dot(self, x: float, y: float) -> Dot | None:
        """The dot of braille of a point, (0, 0) at the bottom left; at the edge for one beyond."""
        across, up = self.x.share(x), self.y.share(y)
        if across is None or up is None or self.width < 1 or self.height < 1:
            return None
        share = clamp(across, 0.0, 1.0), clamp(1 - up if self.downwards else up, 0.0, 1.0)
        size = self.width * BRAILLE[0], self.height * BRAILLE[1]
        column, row = (min(_floor(s * many), many - 1) for s, many in zip(share, size, strict=True))
        return column, row


def even(lines: int, rows: int, *, halves: bool) -> int:
    """The most of these lines that the rows share evenly; with `halves`, in half lines.

    Where that would leave lines empty and rows are high, some are half a line higher than others.
    """
    if not halves:
        return lines - lines % rows
    each = 2 * lines // rows
    shared = (each - each * rows % 2) * rows // 2
    return lines if each >= HIGH and lines - shared >= EMPTY else shared


def _floor(place: float) -> int:
    """Down to a whole number, but for rounding: (1 - 0.9) * 10 is just below 1."""
    return int(place + 1e-9)


def scales_of(values: Values, axes: Axes) -> tuple[Scale, Scale, bool]:
    """The limits of x and y, and whether y grows downwards; without ranges they count."""
    x = axes.x_range or (-0.5, max(1, *map(len, values), 1) - 0.5)
    y = axes.y_range or (max(len(values), 1) - 0.5, -0.5)
    return Scale(*x), Scale(*y), y[0] > y[1]


def around(grid: Grid, axes: Axes, y: Scale, legend: bool) -> Around:
    """The room that the words around a map take."""
    left = _left(grid, axes, y)
    of_axes = bool(axes.x_label or axes.y_label) and not (legend and beside_key(grid, axes, left))
    below = (lines_of_names(grid, axes) + of_axes if axes.columns else 1) + legend
    return left, below


def _left(grid: Grid, axes: Axes, y: Scale) -> int:
    names = axes.rows or labels(_y_ticks(grid, axes, y))
    widest = max(map(cell_len, names), default=0)
    name_width = cell_len(axes.y_label) + 1
    name_width = name_width if name_width <= min(grid.width // 5, 10) else 0
    if axes.rows:
        return max(name_width, min(widest, max(grid.width // 3, 4))) + 1
    return max(4, name_width, widest) + 1


def beside_key(grid: Grid, axes: Axes, left: int) -> int:
    """Columns of the last row for what named columns are, where the key of the colours leaves
    room for it; 0 where the axes' names need a row of their own."""
    needed = cell_len(axes.x_label) + 2
    key = LEAST_KEY + (cell_len(axes.measure) + 2 if axes.measure else 0)
    has_room = cell_len(axes.y_label) < left and needed + key <= grid.width - left
    return needed if axes.columns and axes.x_label and has_room else 0


def _y_ticks(grid: Grid, axes: Axes, y: Scale) -> list[float]:
    return ticks(y, max((grid.height - 2) // 3, 3), whole=axes.y_range is None)


def lines_of_names(grid: Grid, axes: Axes) -> int:
    """Rows for the columns' names beside the one for the axis: more where they stand upright."""
    if not axes.columns:
        return 0
    longest = max(map(cell_len, axes.columns))
    left = min(max(map(cell_len, axes.rows), default=4), grid.width // 3) + 1
    wide = (grid.width - left) // len(axes.columns)
    upright = min(longest, grid.height // 5)
    if longest < wide or wide >= 5 or grid.height < ROOM or upright < min(longest, LETTERS):
        return 1
    return upright


def measure(label: str, *, log: bool) -> str:
    """What the colours of a map mean, and whether they are in decades."""
    return f"{label}{' (log)' if log else ''}".strip()


def draw_axes(area: Area, axes: Axes, style: Style, *, is_last: bool = False) -> None:
    """Names or numbers on the left and below, and what they are: `is_last`, in the last row."""
    below = area.height + lines_of_names(area.grid, axes)
    row = area.grid.height - 1 if is_last else min(below, area.grid.height - 1)
    if axes.rows:
        _name_rows(area, axes, row, style)
    else:
        _draw_y_axis(area, axes, row, style)
    if axes.columns:
        _name_columns(area, axes, row, style)
    else:
        first = max(area.left, cell_len(axes.y_label) + 2 if axes.y_label else 0)
        _draw_x_axis(area, axes.x_label, axes.x_range is None, first, style)


def _name_rows(area: Area, axes: Axes, below: int, style: Style) -> None:
    """Each name beside its row, cut where it is long; where rows are too thin, some of them."""
    used = -1
    for place, name in enumerate(axes.rows):
        cell = area.cell(area.x.low, place)
        if cell and not cell[2] and cell[1] > used:
            used, word = cell[1], fit(name, area.left - 1)
            area.grid.write(area.left - 1 - cell_len(word), used, word, style)
    _name_y_axis(area, axes, "↓", below, style)


def _name_y_axis(area: Area, axes: Axes, arrow: str, below: int, style: Style) -> None:
    """Below the map: beside the name of x where that has a row of its own, else before numbers."""
    if not axes.y_label:
        return
    grid = area.grid
    row, most = area.height, area.left - 2
    if not axes.columns:
        most = grid.width // 2
    else:
        row = below
        most = grid.width - cell_len(axes.x_label) - 3
    grid.write(0, row, fit(axes.y_label, max(most, 1)) + arrow, style)


def _name_columns(area: Area, axes: Axes, below: int, style: Style) -> None:
    """Each name below its column: along, cut, or upright, as there is room."""
    lines, wide = lines_of_names(area.grid, axes), area.width // len(axes.columns)
    free = area.left
    for place, name in enumerate(axes.columns):
        cell = area.cell(place, area.y.low)
        if cell is None or cell[2]:
            continue
        if lines > 1:
            for row, character in enumerate(fit(name, lines)):
                area.grid.write(cell[0], area.height + row, character, style)
            continue
        most = wide - 1 if wide > READABLE else max(area.grid.width // 6, wide - 1, 1)
        word = fit(name, most)  # in a narrow column whole, and some names left out
        start = max(min(cell[0] - cell_len(word) // 2, area.grid.width - cell_len(word)), free)
        if start + cell_len(word) <= area.grid.width and start <= cell[0]:
            free = area.grid.write(start, area.height, word, style) + 1
    if axes.x_label:
        word = fit(axes.x_label, area.grid.width - 1) + "→"
        area.grid.write(area.grid.width - cell_len(word), below, word, style)


def _draw_y_axis(area: Area, axes: Axes, below: int, style: Style) -> None:
    used, values = -1, _y_ticks(area.grid, axes, area.y)
    for value, label in zip(values, labels(values), strict=True):
        cell = area.cell(area.x.low, value)
        if cell and cell[1] != used and not cell[2]:
            used = cell[1]
            area.grid.write(area.left - 1 - len(label), used, label, style)
            area.grid.put(area.left - 1, used, "┤", style)
    _name_y_axis(area, axes, "↓" if area.downwards else "↑", below, style)


def _draw_x_axis(area: Area, name: str, whole: bool, first: int, style: Style) -> None:
    """Its name in full as far as the row goes: numbers make room for it."""
    grid = area.grid
    name = fit(name, grid.width - first - 1) + "→" if name else ""
    foot = Foot(area.left, grid.width, first=first, name=name)
    for word in words_below(area.x, foot, area.column, whole=whole):
        grid.write(word.start, area.height, word.text, style)
