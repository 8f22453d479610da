"""Reading a maximised map: a cursor says each weight, and a key how its row was computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from textual.binding import Binding

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
from tui_lab.panels.maps.one import Map, maps_of
from tui_lab.panels.maps.tiles import Board, marked

FAR = 1 << 20  # columns; no map has as many


def _key(keys: str, act: str, words: str, tooltip: str, display: str | None = None) -> Binding:
    return Binding(keys, f"read({act})", words, show=False, tooltip=tooltip, key_display=display)


KEYS = (
    _key("left,h", "'step', (-1, 0)", "Cell left",
         "In a maximised map: the cell to the left, and on into the map before"),
    _key("right,l", "'step', (1, 0)", "Cell right",
         "In a maximised map: the cell to the right, and on into the next map"),
    _key("up,k", "'step', (0, -1)", "Cell above",
         "In a maximised map: the cell above, and on into the map above"),
    _key("down,j", "'step', (0, 1)", "Cell below",
         "In a maximised map: the cell below, and on into the map below"),
    _key("home", "'to_end', False", "First column",
         "In a maximised map: the first cell of the row"),
    _key("end", "'to_end', True", "Last column", "In a maximised map: the last cell of the row"),
    _key("n", "'turn', 1", "Next map",
         "When several maps are maximised: the same cell of the next one"),
    _key("N", "'turn', -1", "Map before",
         "When several maps are maximised: the same cell of the one before"),
    _key("plus,equals_sign", "'enlarge', True", "One map",
         "When several maps are maximised: the one with the cursor alone", "+"),
    _key("minus", "'enlarge', False", "All maps",
         "When several maps are maximised: all of them again", "-"),
    _key("enter", "'reckon', True", "Arithmetic",
         "In a maximised map: how the row at the cursor was computed"),
    _key("enter,escape", "'reckon', False", "The map",
         "In the arithmetic of a row: back to the map"),
)  # fmt: skip
"""Of a widget that hands `read` to what `ACTS` names; `takes` says when."""


class Source(Protocol):
    """What is read: the picture that a panel shows, if it can be drawn."""

    def shown(self) -> PictureEvent | None:
        """The picture."""

    def wrong(self, picture: PictureEvent) -> str:
        """Why it cannot be drawn; "" where it can."""


class MapReader:
    """Where a learner reads in the maps of a panel. It stays while the pictures move."""

    def __init__(self, page: Heatmap, source: Source) -> None:
        self.page, self.source = page, source
        self.cursor = Cursor()
        """Where it was put; of a smaller map the nearest cell is meant."""
        self.is_alone = False
        """Whether one of several maps has all the room."""
        self.is_reckoning = False
        """Whether the arithmetic of a row is shown."""
        self._first = 0
        """The first line of the arithmetic that is shown."""
        self._read: tuple[PictureEvent, list[Map]] | None = None
        self._drawn: tuple[Board, Rows] | None = None
        """The maps without the cursor, as they were drawn last."""

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
        return _named(each, here.row) if self.is_reckoning else words_of(each, *here[1:])

    def arithmetic(self) -> Arithmetic | None:
        """That of the row at the cursor."""
        here = self.here()
        return here and arithmetic(self.maps()[here.place], here.row)

    def picture(self, room: Room) -> Rows:
        """The maps with the cursor, or the arithmetic of its row."""
        here, found = self.here(), self.arithmetic() if self.is_reckoning else None
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

    def cell_at(self, column: int, row: int) -> Cursor | None:
        """The cell at a character of the picture; None where there is none."""
        board = None if self.is_reckoning or self._drawn is None else self._drawn[0]
        return None if board is None else board.cursor_at(column, row)

    @property
    def height(self) -> int:
        """Rows of the picture, below what the panel says above it."""
        return self._drawn[0].room.height if self._drawn else 0

    @property
    def across(self) -> int:
        """How many maps lie side by side."""
        return self._drawn[0].across if self._drawn else 1


def rows_of_table(reader: MapReader) -> list[Cells]:
    """The arithmetic for a CSV file and for the clipboard, with the name of its row before it."""
    found = reader.arithmetic()
    return [(reader.words(),), *found.table()] if found else []


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


def reckon(reader: MapReader, here: Cursor, on: bool) -> None:
    """The arithmetic of the row, or the map again."""
    reader.is_reckoning = on


ACTS: Mapping[str, Callable[[MapReader, Cursor, Any], None]] = MappingProxyType(
    {act.__name__: act for act in (step, to_end, turn, enlarge, reckon)}
)
"""What the keys are for: functions of the reader, its cell, and the key's value."""


def takes(reader: MapReader, name: str, value: Any) -> bool:
    """Whether a key does something here and now."""
    if reader.here() is None:
        return False
    if name in ("turn", "enlarge"):
        return len(reader.maps()) > 1
    return value is not reader.is_reckoning if name == "reckon" else True


def told(reader: MapReader) -> Sequence[tuple[str, str]]:
    """The keys that the line at the bottom tells."""
    if reader.here() is None:
        return ()
    back = ("enter", "the map" if reader.is_reckoning else "arithmetic")
    several = [("n", "next map"), ("+ -", "one, all")] if len(reader.maps()) > 1 else []
    return [("arrows", "cell"), back, *several]


def _shapes(reader: MapReader) -> list[tuple[int, int]]:
    return [each.shape for each in reader.maps()]


def _named(each: Map, row: int) -> str:
    """A row by its name, and by that of its map."""
    axes, name = each.axes, row_of(each, row)
    is_said = axes.rows and axes.columns and axes.x_label and not axes.y_label
    said = f"{name} {axes.x_label}" if is_said else f"{axes.y_label or 'row'} {name}"
    return f"{each.name} · {said}" if each.name else said
