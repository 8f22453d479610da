"""A Heatmap panel: maximised, a cursor says each weight, and a key how its row was computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click

from lessons.kit import Heatmap
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import Row, Rows, Style
from tui_lab.panels.kind import Cells, Room, Shown
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
from tui_lab.session.view import View
from tui_lab.widgets.panels.shown import ShownPanel

FAR = 1 << 20  # columns or rows; no map has as many


class MapPanel(ShownPanel):
    """A map or several, a cursor over their cells, and the arithmetic of the cursor's row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "cell(-1, 0)", "Cell left", show=False,
                tooltip="In a maximised map: the cell to the left, and on into the map before"),
        Binding("right,l", "cell(1, 0)", "Cell right", show=False,
                tooltip="In a maximised map: the cell to the right, and on into the next map"),
        Binding("up,k", "cell(0, -1)", "Cell above", show=False,
                tooltip="In a maximised map: the cell above, and on into the map above"),
        Binding("down,j", "cell(0, 1)", "Cell below", show=False,
                tooltip="In a maximised map: the cell below, and on into the map below"),
        Binding("home", "end(False)", "First column", show=False,
                tooltip="In a maximised map: the first cell of the row"),
        Binding("end", "end(True)", "Last column", show=False,
                tooltip="In a maximised map: the last cell of the row"),
        Binding("n", "turn(1)", "Next map", show=False,
                tooltip="When several maps are maximised: the same cell of the next one"),
        Binding("N", "turn(-1)", "Map before", show=False,
                tooltip="When several maps are maximised: the same cell of the one before"),
        Binding("plus,equals_sign", "enlarge(True)", "One map", show=False, key_display="+",
                tooltip="When several maps are maximised: the one with the cursor alone"),
        Binding("minus", "enlarge(False)", "All maps", show=False, key_display="-",
                tooltip="When several maps are maximised: all of them again"),
        Binding("enter", "reckon", "Arithmetic", show=False,
                tooltip="In a maximised map: how the row at the cursor was computed, and back"),
        Binding("escape", "leave", "The map", show=False,
                tooltip="In the arithmetic of a row: back to the map"),
    ]  # fmt: skip

    def __init__(self, page: Heatmap, view: View, kind: Shown[Heatmap]) -> None:
        super().__init__(page, view, kind)
        self.heatmap = page
        self.cursor = Cursor()
        """Where it was put; of a smaller map the nearest cell is meant."""
        self.is_alone = False
        """Whether one of several maps has all the room."""
        self._is_reckoning = False
        self._first = 0
        """The first line of the arithmetic that is shown."""
        self._read: tuple[PictureEvent, list[Map]] | None = None
        self._base: tuple[PictureEvent, Board, Rows] | None = None
        """The maximised maps without the cursor: of a picture, in a room."""

    @property
    def is_reckoning(self) -> bool:
        """Whether the arithmetic of a row is shown."""
        return self._is_reckoning and self.screen.maximized is self

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """What the keys do here and now."""
        if not self.here():
            return ()
        back = ("enter", "the map" if self._is_reckoning else "arithmetic")
        several = [("n", "next map"), ("+ -", "one, all")] if len(self.maps()) > 1 else []
        return [("arrows", "cell"), back, *several]

    # what there is

    def maps(self) -> list[Map]:
        """The maps of the picture that is shown; none where there is nothing to move over."""
        shown = self.shown()
        if shown is None or self.wrong(shown):
            return []
        if self._read is None or self._read[0] is not shown:
            self._read = shown, maps_of(self.heatmap, shown.value)
        return self._read[1]

    def here(self) -> Cursor | None:
        """The cell at the cursor, of those that there are now."""
        return held(self.cursor, [each.shape for each in self.maps()])

    def reckoned(self) -> Arithmetic | None:
        """The arithmetic of the row at the cursor."""
        here = self.here()
        return here and arithmetic(self.maps()[here.place], here.row)

    def table(self) -> list[Cells]:
        """The same for a CSV file and for the clipboard, with the name of its row before it."""
        here, found = self.here(), self.reckoned()
        if here is None or found is None:
            return []
        return [(self._named(here),), *found.table()]

    # what is drawn

    def captions(self, width: int) -> list[Row]:
        """Maximised, first what is at the cursor: a cell, or a row and how to read it."""
        here = self.here() if self.screen.maximized is self else None
        if here is None:
            return super().captions(width)
        words = words_of(self.maps()[here.place], here.row, here.column)
        if self._is_reckoning:
            words = self._named(here)
        said = ((self.words.cut(words, width), Style(bold=True)),)
        return [said, *super().captions(width)]

    def picture(self, width: int, height: int) -> Rows:
        """Maximised with the cursor, or with the arithmetic of its row."""
        shown, here = self.shown(), None
        if self.screen.maximized is self:
            here = self.here()
        else:
            self._is_reckoning = False
        if shown is None or here is None:
            return super().picture(width, height)
        room = self.room(shown, width, height)
        if self._is_reckoning:
            return self._arithmetic(here, room)
        board = self._board(here, room)
        if self._base is None or self._base[0] is not shown or self._base[1] is not board:
            self._base = shown, board, board.rows()
        mark = board.mark(here)
        return marked(self._base[2], mark, room) if mark else self._base[2]

    def _arithmetic(self, here: Cursor, room: Room) -> Rows:
        found = self.reckoned()
        if found is None:
            return room.say("nothing yet")
        note = [] if found.sums else [((room.cut(NO_WORKINGS, room.width), Style(room.frame)),)]
        room = room.sized(room.width, room.height - len(note))
        self._first = scrolled(self._first, here.column, lines_in(found, room), found)
        return [*note, *drawn(found, room, here.column, self._first)]

    def _board(self, here: Cursor, room: Room) -> Board:
        """As the last one where it has the map: which page it is does not hang on the cell."""
        alone = self.is_alone and len(self.maps()) > 1
        board = Board(self.heatmap, self.maps(), room, here.place, alone)
        last = self._base and self._base[1]
        return last if last and last.is_like(board) else board

    def _named(self, here: Cursor) -> str:
        each = self.maps()[here.place]
        label = each.axes.y_label or ("" if each.axes.rows else "row")
        row = f"{label} {row_of(each, here.row)} {each.axes.x_label}".strip()
        return f"{each.name} · {row}" if each.name else row

    # keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The cursor is for maximised maps; elsewhere the arrows go from panel to panel."""
        if action not in ("cell", "end", "turn", "enlarge", "reckon", "leave"):
            return True
        if self.screen.maximized is not self or not self.here():
            return False
        if action in ("turn", "enlarge"):
            return len(self.maps()) > 1
        return self._is_reckoning if action == "leave" else True

    def action_cell(self, right: int, down: int) -> None:
        """One cell on."""
        if here := self.here():
            shapes = [each.shape for each in self.maps()]
            self._go(moved(here, shapes, right, down, self._across()))

    def action_end(self, last: bool) -> None:
        """To the first or the last cell of the row."""
        if here := self.here():
            self._go(here._replace(column=FAR if last else 0))

    def action_turn(self, by: int) -> None:
        """The same cell of another map."""
        if here := self.here():
            self._go(turned(here, [each.shape for each in self.maps()], by))

    def action_enlarge(self, alone: bool) -> None:
        """One map alone, or all of them."""
        self.is_alone = alone
        self.catch_up()

    def action_reckon(self) -> None:
        """The arithmetic of the row, or the map again."""
        self._is_reckoning = not self._is_reckoning
        self.catch_up()

    def action_leave(self) -> None:
        """The map again."""
        self.action_reckon()

    def on_click(self, event: Click) -> None:
        """Put the cursor where the mouse is."""
        offset, base = event.get_content_offset(self), self._base
        if offset is None or base is None or self.screen.maximized is not self:
            return
        if self._is_reckoning:
            return
        top = self.size.height - base[1].room.height  # of the map, below its captions
        if place := base[1].cursor_at(offset.x, offset.y - top):
            self._go(place)

    def _across(self) -> int:
        return self._base[1].across if self._base else 1

    def _go(self, cursor: Cursor) -> None:
        self.cursor = held(cursor, [each.shape for each in self.maps()]) or cursor
        self.catch_up()
