"""The lessons to choose from: by cursor, by number, or by words that are searched for."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList, Static

from tui_lab.widgets.lists.lessons import LessonList
from tui_lab.widgets.lists.typed_number import TypedNumber

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widgets import Input

    from tui_lab.app.lab import LabApp

PAUSE = 0.7  # seconds after which the digits so far are the number


class LessonChooser(Vertical):
    """A heading, the line of a search while there is one, and the lessons."""

    DEFAULT_CSS = """
    LessonChooser { height: auto; width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "show_all", "All lessons", show=False, tooltip="Show all lessons again"),
    ]

    app: LabApp

    @dataclass
    class Chosen(Message):
        """A lesson is to be opened."""

        name: str

    @dataclass
    class Mode(Message):
        """What the keys mean from now on."""

        digits: str
        """The number that is being typed; "" for none."""
        is_searching: bool

    def __init__(self) -> None:
        super().__init__(id="lessons-part", classes="part")
        self.lessons = LessonList()
        self._typed = TypedNumber()
        self._pause: Timer | None = None
        self._heading = Static("LESSONS", classes="heading", markup=False)
        self._rows = 1

    def compose(self) -> ComposeResult:
        """Without a line: that is made when somebody searches."""
        yield self._heading
        yield self.lessons

    def fit(self, room: int, rows: int) -> None:
        """As many columns, and rows for the list at most."""
        self._rows = rows
        self.lessons.fill(room, rows)
        self._limit()

    def _limit(self) -> None:
        """The line of the search takes a row from the list: the last lesson is to be seen."""
        self.lessons.styles.max_height = max(self._rows - self.is_searching, 1)

    @property
    def is_searching(self) -> bool:
        """Whether there is a line to search in."""
        return bool(self.query("#search"))

    def _say_mode(self) -> None:
        self.post_message(self.Mode(self._typed.digits, self.is_searching))

    def press(self, digit: str) -> None:
        """Open the lesson with this number, once no further digit can belong to it."""
        self.app.opened_by_digits = 0.0
        is_whole = self._typed.press(digit, self.lessons.numbers)
        self._wait(not is_whole)
        if is_whole:
            self._open_unasked()
        else:
            self.lessons.point_at(f"lesson{self._typed.digits}")

    def _wait(self, is_waiting: bool) -> None:
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._open_unasked) if is_waiting else None
        self._say_mode()

    def _open_unasked(self) -> None:
        """Open it before anybody types enter; one that comes yet is not for the lesson."""
        self.app.opened_by_digits = monotonic()
        self.open_typed()

    def open_typed(self) -> bool:
        """Open the lesson whose number was typed; whether one was."""
        number = self._typed.take()
        self._wait(False)
        if number in self.lessons.numbers:
            self.post_message(self.Chosen(f"lesson{number}"))
        elif number is not None:
            self.app.notify(f"there is no lesson {number}", severity="warning", markup=False)
        return number is not None

    def cancel(self) -> bool:
        """Forget the digits; whether there were any."""
        was_typed = self._typed.take() is not None
        self._wait(False)
        return was_typed

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: what was typed goes before what the cursor is on."""
        event.stop()
        if not self.open_typed():
            self.post_message(self.Chosen(event.option_id or ""))

    async def search(self) -> None:
        """Type words, and only the lessons that have them stay."""
        from tui_lab.widgets.lists.search_line import SearchLine  # 10 ms that the menu need not pay

        for line in self.query(SearchLine):
            line.focus()
            return
        line = SearchLine(self.lessons)
        await self.mount(line, before=self.lessons)
        line.focus()
        self._set_search()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another letter."""
        self.lessons.search(event.value)

    async def on_input_submitted(self) -> None:
        """Open what was found."""
        if (one := self.lessons.under_cursor()) is not None:
            await self.action_show_all()
            self.post_message(self.Chosen(one.id))

    async def on_search_line_left(self) -> None:
        """Esc in the line."""
        await self.action_show_all()

    async def action_show_all(self) -> None:
        """End the search; the cursor stays where it is."""
        if not self.cancel():
            self.lessons.search("")
            self.lessons.focus()
            await self.query("#search").remove()
            self._set_search()

    def _set_search(self) -> None:
        self._heading.update("SEARCH" if self.is_searching else "LESSONS")
        self._limit()
        self._say_mode()
