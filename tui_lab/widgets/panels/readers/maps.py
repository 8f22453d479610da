"""Reading a maximised map: a cursor says each weight, and a key how its row was computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from lessons.kit import Heatmap
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import Rows, Style
from tui_lab.panels.kind import Cells, Room
from tui_lab.panels.maps.arithmetic import (
    NO_WORKINGS,
    Arithmetic,
    arithmetic,
    drawn,
    lines_in,
    scrolled,
)
from tui_lab.panels.maps.cursor import Cursor, held, moved, row_of, turned, words_of
from tui_lab.panels.maps.marks import marked
from tui_lab.panels.maps.one import Map, maps_of
from tui_lab.panels.maps.tiles import Board
from tui_lab.widgets.panels.readers.reader import Source

FAR = 1 << 20  # columns; no map has as many


class MapReader:
    """Where a learner reads in the maps of a panel. It stays while the pictures move."""

    def __init__(self, page: Heatmap, source: Source) -> None:
        self.page, self.source = page, source
        self.cursor = Cursor()
        """Where it was put; of a smaller map the nearest cell is meant."""
        self.is_alone = False
        """Whether one of several maps has all the room."""
        self.is_open = False
        """Whether the arithmetic of a row is shown."""
        self._first = 0
        """The first line of the arithmetic that is shown."""
        self._read: tuple[PictureEvent, list[Map]] | None = None
        self._drawn: tuple[Board, Rows] | None = None
        """The maps without the cursor, as they were drawn last."""

    @property
    def is_there(self) -> bool:
        """Whether there is a cell to read."""
        return self.here() is not None

    def takes(self, name: str, value: Any) -> bool:
        """Whether a key does something here and now."""
        if not self.is_there:
            return False
        if name in ("turn", "enlarge"):
            return len(self.maps()) > 1
        return value is not self.is_open if name == "open" else True

    def act(self, name: str, value: Any) -> None:
        """Go on in the map, or to the arithmetic of its row."""
        if here := self.here():
            ACTS[name](self, here, value)

    def point(self, column: int, row: int) -> None:
        """Put the cursor on the cell at a character of the picture."""
        board = None if self.is_open or self._drawn is None else self._drawn[0]
        self.cursor = (board and board.cursor_at(column, row)) or self.cursor

    def told(self) -> Sequence[tuple[str, str]]:
        """The keys that the line at the bottom tells."""
        if not self.is_there:
            return ()
        back = ("enter", "the map" if self.is_open else "arithmetic")
        several = [("n", "next map"), ("+ -", "one, all")] if len(self.maps()) > 1 else []
        return [("arrows", "cell"), back, *several]

    def table(self) -> list[Cells]:
        """The arithmetic, with the name of its row before it."""
        found = self.arithmetic()
        return [(self.words(),), *found.table()] if found else []

    def maps(self) -> list[Map]:
        """The maps of the picture that is shown; none where there is nothing to read."""
        shown = self.source.shown()
        if shown is None or self.source.wrong(shown):
            return []
        if self._read is None or self._read[0] is not shown:
            self._read = shown, maps_of(self.page, shown.value)
        return self._read[1]

    def here(self) -> Cursor | None:
        """The cell at the cursor, of those that there are now."""
        return held(self.cursor, [each.shape for each in self.maps()])

    def words(self) -> str:
        """What is at the cursor: a cell, or in the arithmetic a row."""
        here = self.here()
        if here is None:
            return ""
        each = self.maps()[here.place]
        return _named(each, here.row) if self.is_open else words_of(each, *here[1:])

    def arithmetic(self) -> Arithmetic | None:
        """That of the row at the cursor."""
        here = self.here()
        return here and arithmetic(self.maps()[here.place], here.row)

    def picture(self, room: Room) -> Rows:
        """The maps with the cursor, or the arithmetic of its row."""
        here, found = self.here(), self.arithmetic() if self.is_open else None
        if here is None:
            return room.say("nothing yet")
        if found:
            return self._table(found, here, room)
        board = Board(self.page, self.maps(), room, here.place, self.is_alone)
        if self._drawn is None or not self._drawn[0].is_like(board):
            self._drawn = board, board.rows()
        board, rows = self._drawn
        mark = board.mark(here)
        return marked(rows, mark, room) if mark else rows

    def _table(self, found: Arithmetic, here: Cursor, room: Room) -> Rows:
        note = [] if found.sums else [((room.cut(NO_WORKINGS, room.width), Style(room.frame)),)]
        room = room.sized(room.width, max(room.height - len(note), 0))
        self._first = scrolled(self._first, here.column, lines_in(found, room), found)
        return [*note, *drawn(found, room, here.column, self._first)]

    @property
    def height(self) -> int:
        """Rows of the picture, below what the panel says above it."""
        return self._drawn[0].room.height if self._drawn else 0

    @property
    def across(self) -> int:
        """How many maps lie side by side."""
        return self._drawn[0].across if self._drawn else 1


def step(reader: MapReader, here: Cursor, by: tuple[int, int]) -> None:
    """One cell on: to the right, and down."""
    reader.cursor = moved(here, _shapes(reader), *by, reader.across)


def to_end(reader: MapReader, here: Cursor, last: bool) -> None:
    """To the first or the last cell of the row."""
    reader.cursor = held(here._replace(column=FAR if last else 0), _shapes(reader)) or here


def turn(reader: MapReader, here: Cursor, by: int) -> None:
    """The same cell of another map."""
    reader.cursor = turned(here, _shapes(reader), by)


def enlarge(reader: MapReader, here: Cursor, alone: bool) -> None:
    """One map alone, or all of them."""
    reader.is_alone = alone


def _open(reader: MapReader, here: Cursor, on: bool) -> None:
    reader.is_open = on


ACTS: Mapping[str, Callable[[MapReader, Cursor, Any], None]] = MappingProxyType(
    {"step": step, "to_end": to_end, "turn": turn, "enlarge": enlarge, "open": _open}
)
"""What the keys are for: functions of the reader, its cell, and the key's value."""


def _shapes(reader: MapReader) -> list[tuple[int, int]]:
    return [each.shape for each in reader.maps()]


def _named(each: Map, row: int) -> str:
    """A row by its name, and by that of its map."""
    axes, name = each.axes, row_of(each, row)
    is_said = axes.rows and axes.columns and axes.x_label and not axes.y_label
    said = f"{name} {axes.x_label}" if is_said else f"{axes.y_label or 'row'} {name}"
    return f"{each.name} · {said}" if each.name else said
