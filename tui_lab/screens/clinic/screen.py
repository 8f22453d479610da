"""The clinic on the screen: its cases, what is told of one, and a draw by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import OptionList, Static

from lessons.kit.errors import Trouble, visible
from tui_lab.clinic.client import Attendant
from tui_lab.clinic.visit import Bench
from tui_lab.screens.clinic.choosing import ACTS, KEYS, MATTER, open_case
from tui_lab.session.clinic.board import CaseBoard, valid_seed
from tui_lab.session.clinic.consultation import Consultation
from tui_lab.widgets.clinic.cases import SIGNS, CaseList
from tui_lab.widgets.ends import ends_of_line
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.lists.filter_line import FilterLine
from tui_lab.widgets.side.value_line import ValueLine

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp


class ClinicScreen(Screen[None]):
    """The list above, what is told of the case under the cursor below."""

    DEFAULT_CSS = """
    ClinicScreen #header { height: 1; width: 1fr; background: $panel; text-wrap: nowrap; }
    ClinicScreen #told { height: 6; border-top: solid $panel; padding: 0 1; }
    ClinicScreen.-tiny #told, ClinicScreen.-tiny KeyLine { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key.binding for key in KEYS]

    app: LabApp

    def __init__(self, board: CaseBoard, attendant: Attendant | None = None) -> None:
        super().__init__()
        self.board, self.attendant = board, attendant or Attendant()
        self.header, self.told = Static("", id="header"), Static("", id="told", markup=False)
        self.cases, self.key_line = CaseList(board), KeyLine(*MATTER)
        what = "a lesson, a word of what is told, new, open, solved"
        self.filter = FilterLine(what, self.filter_by, self.cases)
        self.line = ValueLine(back=self.cases)

    def compose(self) -> ComposeResult:
        """Header, cases, what is told, keys."""
        yield self.header
        yield self.cases
        yield self.line
        yield self.told
        yield self.key_line
        yield self.filter

    def on_mount(self) -> None:
        """Load torch while the list is read."""
        self.cases.focus()
        self.catch_up()
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """Open the case that was asked for, if one was."""
        name, self.board.first = self.board.first, ""
        if name:
            self.open_case(name)
        try:
            self.attendant.begin()
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)

    def on_unmount(self) -> None:
        """Leave no process behind."""
        self.attendant.close()

    def on_resize(self, event: Resize) -> None:
        """On a tiny terminal the list alone."""
        self.set_class(event.size.width < 44 or event.size.height < 14, "-tiny")
        self.call_later(self.catch_up)

    def on_screen_resume(self) -> None:
        """Back from a case: it may be solved."""
        self.catch_up()

    def catch_up(self) -> None:
        """Show what is there."""
        width = self.size.width
        self.cases.catch_up(width)
        left = f" Clinic · {self.board.counts}"
        found = f"filter: {self.board.words}  " if self.board.words else ""
        right = f"{found}seed {self.board.seed} "
        self.header.update(ends_of_line(left, right, width))
        self.tell()

    def tell(self) -> None:
        """What is told of the case under the cursor."""
        row = self.cases.chosen
        if row is None:
            self.told.update("")
            return
        self.told.update(Content.assemble(
            (row.case.complaint, "bold"),
            "\n", (visible(f"{row.case.lesson}: {row.title}"), "$muted"),
            "\n", (row.rules, f"${SIGNS[row.state].colour}"),
        ))  # fmt: skip

    def consultation(self, name: str) -> Consultation:
        """A case on the bench. Raises Trouble."""
        return Consultation(Bench.of(name, self.board.seed, self.attendant))

    def open_case(self, name: str) -> None:
        """Go to a case. Its charts are loaded here."""
        from tui_lab.screens.clinic.case import CaseScreen

        try:
            self.app.push_screen(CaseScreen(self.consultation(name)))
            self.cases.go_to(name)
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)

    def filter_by(self, words: str) -> None:
        """Only cases with these words."""
        if words != self.board.words:
            self.board.words = words
            self.catch_up()

    def on_value_line_typed(self, event: ValueLine.Typed) -> None:
        """Another seed, if it is one."""
        try:
            self.board.seed = valid_seed(event.text)
            self.line.close()
            self.catch_up()
        except Trouble as trouble:
            self.notify(str(trouble), severity="warning", markup=False)

    def action_do(self, name: str, *values: object) -> None:
        """What a key is for."""
        ACTS[name](self, *values)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a case."""
        open_case(self)

    def on_option_list_option_highlighted(self) -> None:
        """Another case is under the cursor."""
        self.tell()

    @property
    def signs(self) -> Content:
        """What the signs mean, for the help."""
        cases = "  ".join(f"{sign.glyph} {sign.word}" for sign in SIGNS.values())
        return Content.assemble(("Cases  ", "bold $primary"), cases)
