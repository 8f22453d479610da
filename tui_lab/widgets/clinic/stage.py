"""The right side of a case: charts, a text, the faults, or the settings; one of them at a time."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui_lab.clinic.kept import CURED, HEALTHY, SICK
from tui_lab.session.clinic.charts import panels_of
from tui_lab.session.clinic.consultation import Consultation
from tui_lab.session.view import View
from tui_lab.widgets.clinic.desk import CURE, KNOBS, NAME, RUN
from tui_lab.widgets.clinic.faults import FaultList
from tui_lab.widgets.clinic.page import CasePage
from tui_lab.widgets.clinic.words import page_of, title_of
from tui_lab.widgets.panels.gallery import Gallery
from tui_lab.widgets.side.knobs import Knobs

THEN = "a change is part of your cure: p trains it, z takes it back"


class Stage(Vertical):
    """What belongs to the row under the cursor of the desk."""

    DEFAULT_CSS = """
    Stage { width: 1fr; border-left: solid $panel; }
    Stage > #title { height: 1; color: $muted; text-style: bold; padding: 0 1; }
    Stage > #above { height: auto; padding: 0 1; }
    """

    def __init__(self, case: Consultation, view: View) -> None:
        super().__init__(id="stage")
        self.case, self.view = case, view
        self.title_line = Static("", id="title", markup=False)
        self.above = Static("", id="above", markup=False)
        self.page, self.faults, self.knobs = CasePage(), FaultList(case), Knobs(case.session, THEN)
        self.gallery = Gallery(panels_of(case.bench.lesson), view)
        self.row = RUN
        """The row whose page is shown."""

    def compose(self) -> ComposeResult:
        """A title, what is to be said above, and one of four."""
        yield self.title_line
        yield self.above
        yield self.page
        yield self.gallery
        yield self.faults
        yield self.knobs

    def show_page(self, row: str) -> None:
        """What belongs to this row."""
        is_new, self.row = row != self.row, row
        is_cured = row == CURE and bool(self.case.session.tracks[CURED].store.step)
        self._choose_run(CURED if is_cured else SICK)
        words, table = page_of(self.case, row)
        self.title_line.update(title_of(row, is_over=self.case.is_over))
        self._say_above(words if is_cured else self._told(row), "50%" if is_cured else "40%")
        self.gallery.display = row == RUN or is_cured
        self.faults.display, self.knobs.display = row == NAME, row == KNOBS
        self.page.display = not (self.gallery.display or row in (NAME, KNOBS))
        self.page.show(words, table, afresh=is_new)
        if row == NAME:
            self.faults.catch_up()

    def _told(self, row: str) -> Content:
        """What stands above charts and faults."""
        case = self.case
        if row == RUN:
            trouble = (f"\n{case.trouble}", "bold $error") if case.trouble else ""
            return Content.assemble(case.bench.case.complaint, trouble)
        return Content("\n".join(case.notes.told) if row == NAME else "")

    def _say_above(self, words: Content, most: str) -> None:
        self.above.update(words)
        self.above.display = bool(words.plain)
        self.above.styles.max_height = most

    def _choose_run(self, which: str) -> None:
        session = self.case.session
        session.show(which)
        self.view.ghosts = session.ghosts(healthy=HEALTHY in self.case.answers)
        self.view.changed()

    def enter(self) -> None:
        """Give the keys to what is shown."""
        pages: list[tuple[bool, Widget]] = [
            (self.page.display, self.page), (self.faults.display, self.faults),
            (self.knobs.display, self.knobs.list),
            *((self.gallery.display, panel) for panel in self.gallery.shown[:1]),
        ]  # fmt: skip
        for is_shown, takes_keys in pages:
            if is_shown:
                self.screen.set_focus(takes_keys)  # not `focus()`, which comes after the next keys
                return
