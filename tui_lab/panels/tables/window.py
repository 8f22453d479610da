"""A table that is read: which columns and rows of it are seen, and the row at the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rich.cells import cell_len

from tui_lab.charts.axes import clamp
from tui_lab.charts.rows import Grid, Rows, Style
from tui_lab.panels.kind import Room
from tui_lab.panels.tables.lines import GAP, Lines, whole, widths_in, write_line

MARK = "›"
LEFT = 2  # columns before the rows, for the mark
AROUND = 2  # rows that are no rows of the table: the headings, and what is hidden


@dataclass(frozen=True)
class Window:
    """A part of a table in a room. The first column names the rows, and always stays."""

    lines: Lines
    room: Room
    row: int
    """The row at the cursor, counted below the headings."""
    left: int = 0
    """How many columns are hidden behind the first."""
    top: int = 0
    """The first row that is seen."""

    @cached_property
    def places(self) -> list[int]:
        """The columns from left to right, as far as they have room."""
        count = len(self.lines[0])
        every = [0, *range(1 + self.left, count)] if count else []
        return every[: len(self._widths(every))]

    def _widths(self, places: list[int]) -> list[int]:
        picked = [[line[place] for place in places] for line in self.lines]
        return widths_in(picked, self.room.width - LEFT)

    @property
    def after(self) -> int:
        """How many columns are hidden on the right."""
        return len(self.lines[0]) - self.left - len(self.places)

    @property
    def tall(self) -> int:
        """How many rows of the table there is room for."""
        return max(self.room.height - AROUND, 1)

    def rows(self) -> Rows:
        """The headings, the rows with a mark at the cursor, and what is hidden on either side."""
        grid, widths = Grid(self.room.width, self.room.height), self._widths(self.places)
        seen = [0, *range(1 + self.top, min(1 + self.top + self.tall, len(self.lines)))]
        for y, place in enumerate(seen):
            line, is_here = self.lines[place], place == 1 + self.row
            cells = [(line[at], wide) for at, wide in zip(self.places, widths, strict=True)]
            write_line(grid, y, cells, self.room, left=LEFT, is_heading=y == 0, is_bold=is_here)
            if is_here:
                grid.write(0, y, self.room.text(MARK), Style(bold=True))
        if self.room.height > AROUND:
            words = self.room.cut(self.hidden(), self.room.width)
            grid.write(0, self.room.height - 1, words, Style(self.room.frame))
        return grid.rows()

    def hidden(self) -> str:
        """Such as `‹ 1 more · 2 more › · rows 4 to 9 of 30`."""
        count, last = len(self.lines) - 1, min(self.top + self.tall, len(self.lines) - 1)
        said = (
            f"‹ {self.left} more" if self.left else "",
            f"{self.after} more ›" if self.after else "",
            f"rows {self.top + 1} to {last} of {count}" if count > self.tall else "",
        )
        return self.room.text(" · ".join(filter(None, said)))


def held(row: int, top: int, count: int, tall: int) -> tuple[int, int]:
    """The row that there is, and the first that is seen so that this one is too."""
    row = int(clamp(row, 0, max(count - 1, 0)))
    top = int(clamp(top, row - tall + 1, row))
    return row, int(clamp(top, 0, max(count - tall, 0)))


def opened(lines: Lines, row: int, first: int, room: Room) -> tuple[Rows, int]:
    """A row of the table whole from one of its lines on, and the last line it can begin with."""
    every = whole(lines[0], lines[1 + row], room)
    last = max(len(every) - room.height, 0)
    first = int(clamp(first, 0, last))
    names = max((cell_len(name) for name, _ in every), default=0)
    names = min(names, max(room.width // 3, 1))
    grid = Grid(room.width, room.height)
    for y, (name, words) in enumerate(every[first : first + room.height]):
        grid.write(0, y, room.cut(name, names), Style(room.frame, bold=True))
        grid.write(names + (GAP if names else 0), y, words)
    if first < last:
        more = room.text("…")
        grid.write(room.width - cell_len(more), room.height - 1, more, Style(room.frame))
    return grid.rows(), last
