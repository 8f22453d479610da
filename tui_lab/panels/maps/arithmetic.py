"""How one row of a map came about, as a table: a line for each column, and a last one of sums."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rich.cells import cell_len

from tui_lab.charts.rows import Grid, Rows, Style, fit
from tui_lab.panels.kind import Cells, Room
from tui_lab.panels.maps.cursor import column_of
from tui_lab.panels.maps.one import Map
from tui_lab.panels.maps.workings import of_row
from tui_lab.system.words import number

WIDEST_NAME = 24
LEAST_NAME = 6
GAP = 2  # columns between two of the table
NO_WORKINGS = "the lesson sends no steps for this map: its values alone"


@dataclass(frozen=True)
class Arithmetic:
    """The numbers of one row of a map."""

    headings: list[str]
    names: list[str]
    """What each column of the map is called: a line for each."""
    lines: list[list[float | None]]
    sums: list[float | None]
    """The sum of the cells, and the mix; None where a sum says nothing. Empty without workings."""
    cells_at: int
    """Which of the numbers are the cells of the map."""

    @property
    def largest(self) -> int | None:
        """The line of the row's largest cell; None where all of them are blank."""
        found = {n: line[self.cells_at] for n, line in enumerate(self.lines)}
        told = {n: value for n, value in found.items() if value is not None}
        return max(told, key=lambda n: told[n] or 0.0) if told else None

    def table(self) -> list[Cells]:
        """For a CSV file and for the clipboard."""
        rows = zip(self.names, self.lines, strict=True)
        last = [(SUMS, *self.sums)] if self.sums else []
        return [self.headings, *((name, *line) for name, line in rows), *last]


SUMS = "sum · mix"


def arithmetic(each: Map, row: int) -> Arithmetic:
    """The numbers of a row that there is: of its steps, its cells and what they mix."""
    cells = list(each.cells[row])
    found = of_row(each.workings, each.sent_row(row))
    names = [column_of(each, column) for column in range(len(cells))]
    if found is None:
        lines: list[list[float | None]] = [[value] for value in cells]
        return Arithmetic([each.axes.x_label or "column", "value"], names, lines, [], 0)
    count = len(found.values[0]) if found.values else len(found.mixed)
    values = found.values or [[]] * len(cells)
    lines = [
        [*(step[n] for step in found.steps.values()), value, *values[n]]
        for n, value in enumerate(cells)
    ]
    headings = ["", *found.steps, found.cells, *(f"v{n + 1}" for n in range(count))]
    if not found.values:
        lines = [[*line, *[None] * count] for line in lines]
    total = math.fsum(value for value in cells if value is not None)
    mixed: list[float | None] = [*found.mixed] or [None] * count
    sums = [*[None] * len(found.steps), total, *mixed]
    return Arithmetic(headings, names, lines, sums, len(found.steps))


def drawn(found: Arithmetic, room: Room, line: int, first: int) -> Rows:
    """The table from its line `first` on, with one marked; headings and sums are always there."""
    grid, said = Grid(room.width, room.height), _said(found, room)
    widths = _widths(said, room.width)
    _write(grid, 0, said[0], widths, Style(room.frame, bold=True))
    body = said[1 : len(said) - bool(found.sums)]
    for y, n in enumerate(range(first, min(first + lines_in(found, room), len(body))), 1):
        style = Style(bold=n == found.largest)
        _write(grid, y, body[n], widths, style)
        if n == line:
            grid.put(0, y, ">" if room.ascii_only else "▸", Style(bold=True))
        if n == found.largest:
            end = _end_of_cells(found, widths)
            grid.put(end, y, "<" if room.ascii_only else "◂", Style(bold=True))
    if found.sums and room.height > 2:
        _write(grid, room.height - 1 if len(body) + 2 > room.height else len(body) + 1,
               said[-1], widths, Style(room.frame, bold=True))  # fmt: skip
    return grid.rows()


def lines_in(found: Arithmetic, room: Room) -> int:
    """How many lines of the body there is room for."""
    return max(room.height - 1 - bool(found.sums), 1)


def scrolled(first: int, line: int, count: int, found: Arithmetic) -> int:
    """The first line that is shown, so that a line is: moved no more than that takes."""
    first = min(max(first, line - count + 1), line)
    return max(min(first, len(found.lines) - count), 0)


def _said(found: Arithmetic, room: Room) -> list[list[str]]:
    rows = [found.headings]
    for name, line in zip(found.names, found.lines, strict=True):
        numbers = [_number(n, value, found.cells_at) for n, value in enumerate(line)]
        rows.append([name, *numbers])
    if found.sums:
        sums = ["" if value is None else number(value) for value in found.sums]
        rows.append([SUMS, *sums])
    return [[room.text(words) for words in row] for row in rows]


def _number(place: int, value: float | None, cells_at: int) -> str:
    """A score of -inf gets no weight: it is masked. What the cells cannot hold is blank."""
    if value is None:
        return "blank" if place == cells_at else ""
    return "masked" if value == -math.inf and place < cells_at else number(value)


def _widths(rows: list[list[str]], width: int) -> list[int]:
    """The names, cut where they are long, and as many columns of numbers as there is room for."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    numbers = [wide + GAP for wide in widths[1:]]
    name = min(max(widths[0], LEAST_NAME), WIDEST_NAME)
    while numbers and 2 + name + sum(numbers) > width:
        if name > LEAST_NAME:
            name -= 1
        else:
            numbers.pop()
    return [name, *numbers]


def _end_of_cells(found: Arithmetic, widths: list[int]) -> int:
    return 2 + sum(widths[: found.cells_at + 2])


def _write(grid: Grid, y: int, row: list[str], widths: list[int], style: Style) -> None:
    name, *numbers = widths
    grid.write(2, y, fit(row[0], name), style)
    column = 2 + name
    for words, wide in zip(row[1:], numbers, strict=False):
        column += wide
        grid.write(column - cell_len(words), y, words, style)
