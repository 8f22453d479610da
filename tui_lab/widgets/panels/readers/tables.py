"""Reading a maximised table: a cursor over its rows, its columns by keys, and a row of it whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lessons.kit import Table
from tui_lab.charts.rows import Rows
from tui_lab.panels.kind import Cells, Room
from tui_lab.panels.tables.lines import Lines, lines_of
from tui_lab.panels.tables.window import Window, held, opened
from tui_lab.widgets.panels.readers.reader import Source

FAR = 1 << 20  # rows; no table has as many


class TableReader:
    """Where a learner reads in a table. It stays while the tables move."""

    def __init__(self, page: Table, source: Source) -> None:
        self.page, self.source = page, source
        self.row, self.left, self.top = 0, 0, 0
        """The row at the cursor, the columns hidden on the left, the first row that is seen."""
        self.is_open = False
        """Whether the row is shown whole."""
        self._first, self._last = 0, 0
        """The first line of the whole row that is seen, and the last that can be."""
        self._room = Room(0, 0)
        """What it was drawn in last."""

    @property
    def lines(self) -> Lines:
        """The table that is shown, its headings first; empty where there is no row to read."""
        shown = self.source.shown()
        if shown is None or self.source.wrong(shown):
            return []
        found = lines_of(self.page, shown.value, self._room)
        return found if len(found) > 1 and found[0] else []

    @property
    def is_there(self) -> bool:
        """Whether there is a row to read."""
        return bool(self.lines)

    @property
    def height(self) -> int:
        """Rows of the picture, below what the panel says above it."""
        return self._room.height

    def window(self) -> Window:
        """What is seen of it."""
        lines = self.lines
        tall = Window(lines, self._room, 0).tall
        self.row, self.top = held(self.row, self.top, len(lines) - 1, tall)
        self.left = min(self.left, max(len(lines[0]) - 2, 0))
        return Window(lines, self._room, self.row, self.left, self.top)

    def words(self) -> str:
        """Which row the cursor is on."""
        count = len(self.lines) - 1
        return f"row {min(self.row + 1, count)} of {count}"

    def picture(self, room: Room) -> Rows:
        """The table with the cursor, or its row whole."""
        self._room = room
        found = self.window()
        if not self.is_open:
            return found.rows()
        rows, self._last = opened(found.lines, self.row, self._first, room)
        self._first = min(self._first, self._last)
        return rows

    def takes(self, name: str, value: Any) -> bool:
        """Whether a key does something here and now."""
        if name == "open":
            return value is not self.is_open
        return name in ("step", "to_end")

    def act(self, name: str, value: Any) -> None:
        """Go on in the table, or open its row."""
        if name == "open":
            self.is_open, self._first = value, 0
        elif name == "to_end":
            self._go(FAR if value else -FAR)
        elif value[0]:
            self._scroll(value[0])
        else:
            self._go(value[1])

    def _go(self, down: int) -> None:
        """To another row; in a row that is open to another line."""
        if self.is_open:
            self._first = min(max(self._first + down, 0), self._last)
        else:
            self.row = min(max(self.row + down, 0), len(self.lines) - 2)

    def _scroll(self, right: int) -> None:
        """To other columns; to the right only while some are hidden there."""
        if self.is_open:
            self.row, self._first = min(max(self.row + right, 0), len(self.lines) - 2), 0
        elif right < 0 or self.window().after:
            self.left = max(self.left + right, 0)

    def point(self, column: int, row: int) -> None:
        """To the row at a character of the picture; the one at the cursor is opened."""
        place = self.top + row - 1
        if self.is_open or not 0 < row <= min(self.window().tall, len(self.lines) - 1 - self.top):
            return
        self.is_open, self._first = place == self.row, 0
        self.row = place

    def told(self) -> Sequence[tuple[str, str]]:
        """The keys that the line at the bottom tells."""
        if not self.is_there:
            return ()
        if self.is_open:
            return [("← →", "row"), ("↑ ↓", "scroll"), ("enter", "the table")]
        found = self.window()
        sideways = [("← →", "columns")] if found.left or found.after else []
        return [("↑ ↓", "row"), ("enter", "whole row"), *sideways]

    def table(self) -> list[Cells]:
        """The row that is open, under its headings."""
        lines = self.lines
        return [tuple(lines[0]), tuple(lines[1 + self.row])] if lines else []
