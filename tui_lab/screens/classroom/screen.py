"""A class on the screen: students with their claims and exercises, and one of them in words."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import OptionList, Static

from lessons.kit.errors import Trouble
from tui_lab.charts.rows import fit
from tui_lab.classroom.board import Board
from tui_lab.classroom.row import Row
from tui_lab.screens.classroom.keymap import ACTS, KEYS, MATTER, open_run
from tui_lab.screens.classroom.writing import WritingScreen
from tui_lab.screens.trusting import asking_first
from tui_lab.session.begin import session_of_recording
from tui_lab.widgets.classroom.details import Details
from tui_lab.widgets.classroom.table import MARKS, STATUS, ClassTable
from tui_lab.widgets.ends import ends_of_line
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.lists.filter_line import FilterLine

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp

LOOK_EVERY = 1.0  # seconds: somebody may be grading meanwhile


class ClassScreen(Screen[None]):
    """The table above, the student under the cursor below."""

    DEFAULT_CSS = """
    ClassScreen #header { height: 1; width: 1fr; background: $panel; text-wrap: nowrap; }
    ClassScreen #head { height: 1; width: 1fr; color: $muted; text-style: bold; text-wrap: nowrap; }
    ClassScreen #upper { height: 1fr; }
    ClassScreen #students { height: 1fr; max-height: 100%; width: 1fr; }
    ClassScreen #lower {
        height: 40%; border-top: solid $panel; scrollbar-size-vertical: 1;
        &:focus { background-tint: transparent; }
    }
    ClassScreen.-tiny #lower, ClassScreen.-tiny KeyLine { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key.binding for key in KEYS]

    app: LabApp

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board
        self.header, self.head = Static("", id="header"), Static("", id="head", markup=False)
        self.table, self.details = ClassTable(board), Details(board)
        self.lower = VerticalScroll(self.details, id="lower")
        self.filter = FilterLine("an id, a name, a status", self.filter_by, self.table)
        self.key_line = KeyLine(*MATTER)

    def compose(self) -> ComposeResult:
        """Header, table, student, keys."""
        yield self.header
        yield Vertical(self.head, self.table, id="upper")
        yield self.lower
        yield self.key_line
        yield self.filter

    def on_mount(self) -> None:
        """Look at the folder once a second."""
        self.set_interval(LOOK_EVERY, self.look)
        self.table.focus()
        self.catch_up()

    def on_resize(self, event: Resize) -> None:
        """On a tiny terminal the table alone."""
        self.set_class(event.size.width < 44 or event.size.height < 14, "-tiny")
        self.call_later(self.catch_up)

    def look(self) -> None:
        """Read what is new."""
        if self.is_active and self.board.poll():
            self.catch_up()

    def catch_up(self) -> None:
        """Show what is there."""
        self.table.catch_up(self.size.width)
        self.head.update(Content(self.table.heading))
        self.header.update(self._title())
        self.details.show(self.table.chosen)

    def _title(self) -> Content:
        board, width = self.board, self.size.width
        found = f"  filter: {board.words}" if board.words else ""
        right = f"{board.counts()}  by {board.order}{found} "
        left = f" {board.course.name} · {board.asked.title or board.asked.name}"
        left = fit(left, min(max(width - 20, 0), 32))
        right = fit(right, max(width - cell_len(left) - 2, 0))
        return ends_of_line(left, right, width)

    def filter_by(self, words: str) -> None:
        """Only students with these words."""
        if words != self.board.words:
            self.board.words = words
            self.catch_up()

    def action_do(self, name: str, *values: object) -> None:
        """What a key is for."""
        ACTS[name](self, *values)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a student."""
        open_run(self)

    def on_option_list_option_highlighted(self) -> None:
        """Another student is under the cursor."""
        self.details.show(self.table.chosen)
        self.lower.scroll_home(animate=False)

    @work(exclusive=True)
    async def open_recording(self, row: Row) -> None:
        """Take the events out of the hand-in beside the screen, and show them."""
        try:
            path = await asyncio.to_thread(self.board.recording_of, row)
        except Trouble as trouble:
            self.notify(f"{row.student}: {trouble.message}", severity="error", markup=False)
            return
        asking_first(self, lambda: self.app.show(session_of_recording(path)))

    @work(exclusive=True)
    async def open_writing(self, row: Row) -> None:
        """The same with what the student wrote."""
        try:
            texts = await asyncio.to_thread(self.board.writing_of, row)
        except Trouble as trouble:
            self.notify(f"{row.student}: {trouble.message}", severity="error", markup=False)
            return
        if texts:
            self.app.push_screen(WritingScreen(row.student, texts))
        else:
            self.notify(f"{row.student} has written nothing", markup=False)

    @property
    def signs(self) -> Content:
        """What the signs mean, for the help."""
        states = "  ".join(f"{sign.glyph} {sign.word}" for sign in STATUS.values())
        verdicts = dict.fromkeys(f"{sign.glyph} {sign.word}" for sign in MARKS.values())
        marks = "  ".join([*verdicts, "· not judged", "≡ equal to another student's"])
        return Content.assemble(
            ("Students  ", "bold $primary"), f"{states}  ✗ something else", "\n",
            ("Claims  ", "bold $primary"), marks,
        )  # fmt: skip
