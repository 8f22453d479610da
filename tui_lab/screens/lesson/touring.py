"""What a learner does on a lesson's tour: go on, go back; each step sets the lab up for itself."""

from __future__ import annotations

from functools import cached_property, partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from lessons.kit import TourStep
from tui_lab.screens.lesson.copying import Copying
from tui_lab.screens.lesson.transport import AGAIN
from tui_lab.screens.lesson.turning import NOW_OR_LATER
from tui_lab.session.tour import TourProgress
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.side.side import Side
from tui_lab.widgets.tab_line import TabLine

TOUR = "Tour"


class Touring(Copying):
    """The part of a lesson's screen that leads through it."""

    side: Side
    tabs: TabLine
    to_point_out = False
    """Whether the step's panel has still to be brought."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "tour", "Tour", tooltip="The tour: begin it, go on to its next step"),
        Binding("T", "tour_back", "Tour back", tooltip="Back to the tour's step before"),
    ]

    @cached_property
    def walk(self) -> TourProgress:
        """Where the learner is."""
        return TourProgress(self.session, self.app.progress)

    def action_tour(self) -> None:
        """The next step; where the tour is out of sight, only back to it."""
        if not self.walk.steps:
            self.notify("this lesson has no tour")
        elif self.walk.place is not None and not self.is_read:
            self.to_point_out = True
            self.read_tour()
        else:
            self.walk.go_on()
            self.take_step()

    def action_tour_back(self) -> None:
        """The step before: planned, but nothing is asked."""
        if self.walk.go_back():
            self.take_step(asks=False)
        else:
            has_tour = bool(self.walk.steps)
            self.notify("t begins the tour" if has_tour else "this lesson has no tour")

    @property
    def is_read(self) -> bool:
        """Whether the tour can be seen."""
        return self.tabs.active == TOUR and self.maximized is None

    def take_step(self, asks: bool = True) -> None:
        """Plan what the step is about, show its text and its panel, and offer to start."""
        step = self.walk.step
        self.to_point_out = True
        if step:
            self.session.draft.apply_step(step)
            self.side.knobs.catch_up()
            self.gallery.catch_up()
        self.read_tour()
        if step and asks:
            self.offer_run(step)

    def read_tour(self) -> None:
        """Show the tour's text, whatever is shown now."""
        if self.maximized is not None:
            self.minimize()
        self.tabs.active = TOUR
        self.call_after_refresh(self.tour_is_shown)

    def tour_is_shown(self) -> None:
        """Its text as it is now; the keys go to a panel, or else to the text."""
        if self.is_read:
            self.look_after_tour()
            if not isinstance(self.focused, Panel):
                self.side.focus_active()

    def offer_run(self, step: TourStep) -> None:
        """Start the step's run: unasked where there is none yet, if the step says so."""
        session = self.session
        if session.run is None:
            if step.starts and not session.is_recording:
                self.begin_run()
        elif session.needs_restart:
            question = "This step of the tour is about a new run. Start it now?"
            self.ask(AGAIN, question, NOW_OR_LATER, self.begin_again)

    def begin_run(self) -> None:
        """The first run, after what there is to predict; the text stays where it was."""

        def begin() -> None:
            self.toggle()
            self.read_tour()

        if new := self.predicting.new():
            self.predict(new, then=begin)
        else:
            begin()

    def begin_again(self) -> None:
        """Another run; the text stays where it was."""
        step = self.walk.step
        if step and step.paused:
            self.restart_paused()
        else:
            self.restart()
        self.gallery.catch_up()
        self.to_point_out = True
        self.read_tour()

    def restart_paused(self) -> None:
        """Before the first step; what differs only in its settings stays behind it, faint."""
        self.begin_beside(partial(self.session.restart, paused=True))

    def on_tab_line_chosen(self) -> None:
        """In a narrow screen the panel waits until the panels are looked at."""
        self.call_after_refresh(self.point_out)

    def point_out(self) -> None:
        """Bring the step's panel to where it can be seen, once, and give it the keys."""
        step, is_typing = self.walk.step, isinstance(self.focused, Input)
        if is_typing or not (self.to_point_out and step and step.panel and self.gallery.display):
            return
        if panel := self.gallery.bring(step.panel):
            self.to_point_out = False
            self.set_focus(panel)

    def look_after_tour(self) -> None:
        """Tick the step if the run says so, and show it as it is."""
        if self.walk.look():
            self.notify("this step of the tour is done: t goes on")
        self.side.tour.show(self.walk, is_alone=self.has_class("-narrow"))
        self.point_out()
