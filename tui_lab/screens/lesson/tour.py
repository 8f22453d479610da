"""The tour on the screen: each step sets the lab up for itself and brings its panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from lessons.kit import OneOf, TourStep
from tui_lab.screens.choice import Answer, ChoiceScreen
from tui_lab.screens.lesson.consent import NOW_OR_LATER, ask
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.lesson.prediction import predict
from tui_lab.screens.lesson.run import show, toggle
from tui_lab.session.actions import next_run
from tui_lab.widgets.panels.panel import Panel

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

TOUR = "Tour"


def go_on(screen: LessonScreen) -> None:
    """The next step; where the tour is out of sight, only back to it."""
    tour_progress = screen.tour_progress
    if not tour_progress.steps:
        screen.notify("this lesson has no tour")
    elif tour_progress.place is not None and not _is_read(screen):
        tour_progress.to_point_out = True
        _read(screen)
    else:
        tour_progress.go_on()
        _take_step(screen)
        if step := tour_progress.step:
            _offer_run(screen, step)


def go_back(screen: LessonScreen) -> None:
    """The step before: planned, but nothing is asked."""
    if screen.tour_progress.go_back():
        _take_step(screen)
    else:
        has_tour = bool(screen.tour_progress.steps)
        screen.notify("t begins the tour" if has_tour else "this lesson has no tour")


def look(screen: LessonScreen) -> None:
    """Tick the step if the run says so, and show it as it is."""
    if screen.tour_progress.tick_if_done():
        screen.notify("this tour step is done: press t to continue")
    screen.side.tour.show(screen.tour_progress, is_alone=screen.has_class("-narrow"))
    point_out(screen)


def point_out(screen: LessonScreen) -> None:
    """Bring the step's panel to where it can be seen, once, and give it the keys."""
    tour_progress, gallery = screen.tour_progress, screen.gallery
    step, is_typing = tour_progress.step, isinstance(screen.focused, Input)
    if is_typing or not (tour_progress.to_point_out and step and step.panel and gallery.display):
        return
    if panel := gallery.bring(step.panel):
        tour_progress.to_point_out = False
        screen.set_focus(panel)


def answer(screen: LessonScreen) -> None:
    """Offer the choices of the step's question; where the tour is out of sight, go back to it."""
    step = screen.tour_progress.step
    if step is None:
        screen.notify("t goes to a step of the tour: A answers its question")
    elif step.answer is None:
        screen.notify("this question has no answer here: think about it, and press t to continue")
    else:
        _offer_choices(screen, step, step.answer)


def _offer_choices(screen: LessonScreen, step: TourStep, asked: OneOf, hint: str = "") -> None:
    """The question; the hint is shown when it is asked for."""
    choices = list(asked.choices)

    def heard(key: str | None) -> None:
        if key == "h":
            _offer_choices(screen, step, asked, asked.hint)
        elif key is not None:
            _say(screen, choices[int(key) - 1])

    answers = [Answer(str(n), choice) for n, choice in enumerate(choices, 1)]
    answers += [] if hint else [Answer("h", "hint")]
    question = f"{step.asks}\n\nHint: {hint}" if hint else step.asks
    place = (screen.tour_progress.place or 0) + 1
    heading = f"Tour · question of step {place}"
    screen.app.push_screen(ChoiceScreen(heading, question, answers), heard)


def _say(screen: LessonScreen, choice: str) -> None:
    """What came of the answer; a wrong one may be changed."""
    told = screen.tour_progress.answer(choice)
    word = {True: "Right. ", False: "Not right. ", None: ""}[told.is_right]
    again = " A tries again." if told.is_right is False else ""
    if told.is_right is None or not _is_read(screen):
        screen.notify(f"{word}{told.says}{again}", markup=False)
    _read(screen)


def _is_read(screen: LessonScreen) -> bool:
    """Whether the tour can be seen."""
    return screen.tabs.active == TOUR and screen.maximized is None


def _take_step(screen: LessonScreen) -> None:
    """Plan what the step is about, and show its text and its panel."""
    screen.tour_progress.to_point_out = True
    if step := screen.tour_progress.step:
        screen.session.draft.apply_step(step)
        screen.side.knobs.catch_up()
        screen.gallery.catch_up()
    _read(screen)


def _read(screen: LessonScreen) -> None:
    """Show the tour's text, whatever is shown now."""
    if screen.maximized is not None:
        screen.minimize()
    screen.tabs.active = TOUR
    screen.call_after_refresh(_look_again, screen)


def _look_again(screen: LessonScreen) -> None:
    """Its text as it is now; the keys go to a panel, or else to the text."""
    if _is_read(screen):
        look(screen)
        if not isinstance(screen.focused, Panel):
            screen.side.focus_active()


def _offer_run(screen: LessonScreen, step: TourStep) -> None:
    """Start the step's run: unasked where there is none yet, if the step says so."""
    session = screen.session
    if session.run is None:
        if step.starts and not session.is_recording:
            _begin(screen)
    elif session.needs_restart:
        question = "This tour step needs a new run. Start it now?"
        ask(screen, question, NOW_OR_LATER, lambda: _begin_again(screen, step))


def _begin(screen: LessonScreen) -> None:
    """The first run, after what there is to predict; the text stays where it was."""

    def begin() -> None:
        toggle(screen)
        _read(screen)

    if new := screen.predicting.new():
        predict(screen, new, then=begin)
    else:
        begin()


def _begin_again(screen: LessonScreen, step: TourStep) -> None:
    """Another run; the text stays where it was."""
    next_run.restart(screen.session, screen.view, paused=step.paused)
    if not step.paused:
        show(screen)
    screen.gallery.catch_up()
    screen.tour_progress.to_point_out = True
    _read(screen)


KEYS = (
    Key("t", go_on, "Tour", "The tour: begin it, or go to its next step"),
    Key("A", answer, "Answer", "Answer the question of the tour step"),
    Key("T", go_back, "Tour back", "Back to the previous tour step"),
)
