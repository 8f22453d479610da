"""One case on the screen: what can be done on the left, the page of it on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import OptionList

from lessons.kit.clinic.case import FIXED
from tui_lab.charts.lines.plotext_dots import preload
from tui_lab.clinic.kept import CURED
from tui_lab.screens.clinic import keymap
from tui_lab.screens.clinic.hints import ON_DESK, keys_on
from tui_lab.screens.clinic.keymap import ACTS, KEYS
from tui_lab.screens.painting import PaintingScreen
from tui_lab.session.clinic.consultation import Consultation, Work
from tui_lab.session.clinic.files import Files
from tui_lab.session.view import View
from tui_lab.widgets.clinic.desk import END, RUN, Desk
from tui_lab.widgets.clinic.header import CaseHeader
from tui_lab.widgets.clinic.stage import Stage
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.lists.filter_line import FilterLine
from tui_lab.widgets.side.knobs import Knobs

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp

LOOKS = 3  # panels that are painted, one after the other, `fps` times a second
LOOK_EVERY = 0.25  # seconds


class CaseScreen(PaintingScreen):
    """A case. Everything it shows is read from the consultation."""

    DEFAULT_CSS = """
    CaseScreen #body { layout: horizontal; height: 1fr; width: 1fr; }
    CaseScreen Desk { width: 38; padding: 0 1; }
    CaseScreen.-narrow Desk { width: 31; padding: 0; }
    CaseScreen.-alone Desk, CaseScreen.-tiny Desk { display: none; }
    CaseScreen.-tiny KeyLine { display: none; }
    CaseScreen ToastHolder { align-horizontal: left; }
    CaseScreen Toast { width: 56; max-width: 100%; padding: 0 1; }
    CaseScreen.-maximized-view CaseHeader { dock: top; }
    """
    ALLOW_IN_MAXIMIZED_VIEW = "#header, #keys"
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [key.binding for key in KEYS]

    app: LabApp

    def __init__(self, case: Consultation) -> None:
        super().__init__()
        self.case, self.session = case, case.session
        self.view = View(case.session)
        bench = case.bench
        self.files = Files(case.kept.texts, f"{bench.case.short} · {bench.case.lesson_name}")
        self.header, self.key_line = CaseHeader(case), KeyLine(*ON_DESK)
        self.desk, self.stage = Desk(case), Stage(case, self.view)
        self.gallery, self.faults = self.stage.gallery, self.stage.faults
        what = "words of a fault: loss · gradient · evaluation"
        self.filter = FilterLine(what, self.filter_by, self.faults)
        self.body = self
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """Header; desk, and the page of what is under its cursor; keys."""
        yield self.header
        with Horizontal(id="body"):
            yield self.desk
            yield self.stage
        yield self.key_line
        yield self.filter

    def on_mount(self) -> None:
        """Train the case, if it was not; look at it now and then."""
        self.app.sessions.append(self.session)
        self.paint_panels(LOOKS)
        self.set_interval(LOOK_EVERY, self.catch_up_slowly)
        self.set_timer(0.2, preload)
        self.catch_up_slowly()
        self.desk.focus()
        self.desk.go_to(END if self.case.is_over else RUN)
        if work := self.case.run():
            self.work_on(work)

    def on_unmount(self) -> None:
        """End what is being done: the rest is kept."""
        self.case.stop()
        if self.session in self.app.sessions:
            self.app.sessions.remove(self.session)

    def on_resize(self, event: Resize) -> None:
        """On a tiny terminal the page alone."""
        width, height = event.size
        self.set_class(width < 100, "-narrow")
        self.set_class(width < 56 or height < 12, "-tiny")
        self._shown = None
        self.call_later(self.catch_up_slowly)

    # looking

    def catch_up(self) -> None:
        """What costs little."""
        if self.is_active:
            self.header.catch_up()
            self.tell_keys()

    def catch_up_slowly(self) -> None:
        """What is new: rows, page, charts."""
        if not self.is_active:
            return
        self.catch_up()
        cured = bool(self.session.tracks[CURED].store.step)
        now = self.case.version, self.desk.chosen, self.size, self.faults.words, cured
        if now != self._shown:
            self._shown = now
            self.desk.catch_up(29 if self.has_class("-narrow") else 36)
            self.stage.show_page(self.desk.chosen)
        self.gallery.catch_up()
        self.stage.knobs.catch_up()

    def tell_keys(self) -> None:
        """Which keys matter: it depends on what has the focus."""
        self.key_line.put(keys_on(self))

    watch_focused = watch_maximized = catch_up

    def open_page(self, row: str) -> None:
        """Put the cursor on a row, and show its page."""
        if self.maximized is not None:
            self.minimize()
        self.desk.go_to(row)
        self.stage.show_page(row)

    def show_panels(self) -> None:
        """The charts, from whatever page."""
        if not self.gallery.display:
            self.open_page(RUN)

    def enter_page(self) -> None:
        """Give the keys to the page that is shown."""
        self.stage.enter()

    # doing

    def work_on(self, found: Work) -> None:
        """Begin a piece of work, and show it."""
        self.case.begin(found)
        self.catch_up_slowly()
        self._do(found)

    @work(thread=True)
    def _do(self, found: Work) -> None:
        self.case.do(found)

    def gave_up(self, answer: str | None) -> None:
        """Show the fault."""
        if answer == "y":
            self.case.reveal()
            self.catch_up_slowly()

    def filter_by(self, words: str) -> None:
        """Only faults with these words."""
        self.faults.words = words
        self.catch_up_slowly()

    def action_do(self, name: str, *values: object) -> None:
        """What a key is for."""
        ACTS[name](self, *values)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another row is under the cursor: its page."""
        if event.option_list is self.desk:
            self.catch_up_slowly()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a row, or on a fault."""
        if event.option_list is self.desk:
            keymap.act(self)
        elif event.option_list is self.faults and not self.case.is_over:
            self.case.name(self.faults.chosen)
            self.catch_up_slowly()

    def on_knobs_changed(self, event: Knobs.Changed) -> None:
        """A setting of the cure was turned; not those that no cure may turn."""
        if event.setting in FIXED:
            self.session.draft.undo()
            self.notify(f"{event.setting} is fixed: cure the run, not its length")
        self.case.turned()
