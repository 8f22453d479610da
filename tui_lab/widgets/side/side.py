"""The column beside the panels: story, knobs, claims, notes, tour and machine, one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from lessons.kit import Judged
from tui_lab.practice.desk import has_exercises
from tui_lab.session.standing import Standing
from tui_lab.session.view import View
from tui_lab.widgets.reading import Story
from tui_lab.widgets.side.claims import Claims, tally
from tui_lab.widgets.side.host import MachinePane
from tui_lab.widgets.side.knobs import Knobs
from tui_lab.widgets.side.notes import Notes
from tui_lab.widgets.side.practice import Practice
from tui_lab.widgets.side.tour import Tour
from tui_lab.widgets.tab_line import TabLine

PANES = ("Story", "Knobs", "Claims", "Notes", "Tour", "Host")
CHARTS, RESULTS, PRACTICE = "Charts", "Results", "Practice"
DIGITS = {tab: str(n) for n, tab in enumerate((CHARTS, *PANES, RESULTS, PRACTICE))}
"""What chooses each tab, in every layout; those around the panes are tabs in a narrow one only."""


class Side(Vertical):
    """Tabs, and the pane of the active one."""

    DEFAULT_CSS = """
    Side { width: 40; height: 1fr; }
    Side > TabLine { margin: 0 0 1 0; }
    """

    def __init__(self, view: View, story: str) -> None:
        super().__init__(id="side")
        session = view.session
        practises = has_exercises(session.lesson)
        self.names = (*PANES, PRACTICE) if practises else PANES
        """The tabs that there are: a lesson without exercises has none for them."""
        self.tabs = TabLine(self.names, DIGITS)
        self.tabs.most_rows = 2
        self.story, self.knobs = Story(story), Knobs(session)
        self.claims, self.notes = Claims(session), Notes(view)
        self.tour, self.machine = Tour(), MachinePane(session)
        panes = (self.story, self.knobs, self.claims, self.notes, self.tour, self.machine)
        self.panes: dict[str, Widget] = dict(zip(PANES, panes, strict=True))
        if practises:
            self.panes[PRACTICE] = Practice(session.lesson)

    def compose(self) -> ComposeResult:
        """The tabs, and every pane; one is shown."""
        yield self.tabs
        yield from self.panes.values()

    def on_practice_counted(self, event: Practice.Counted) -> None:
        """How many exercises are passed, beside the name of their tab."""
        self.tabs.note(PRACTICE, event.tally)

    def show_active(self) -> None:
        """Show the active tab's pane; none, if the tab is for something else."""
        for name, pane in self.panes.items():
            pane.display = name == self.tabs.active

    def focus_active(self) -> None:
        """Give the keys to what is shown."""
        pane = self.panes.get(self.tabs.active)
        if pane:
            pane.focus()
        else:
            self.screen.set_focus(None)

    def catch_up(self, claims: Sequence[Judged], standings: dict[str, Standing]) -> None:
        """Show what is new."""
        self.tabs.note("Claims", tally(claims))
        self.claims.show(claims, standings)
        self.notes.catch_up()
        self.knobs.catch_up()
        self.machine.catch_up()
