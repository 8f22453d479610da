"""Play, step and restart the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.client.final_state import is_deleted
from tui_lab.screens.lesson.consent import NOW_OR_LATER, YES_OR_NO, ask
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.lesson.prediction import predict
from tui_lab.screens.lesson.time.pacing import play_back
from tui_lab.session.actions import next_run, transport

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

OLD = 30.0  # seconds of training that are not thrown away without asking


def play(screen: LessonScreen) -> None:
    """Play or pause; before the first run, ask what the learner expects."""
    session = screen.session
    is_first = session.run is None and not session.is_recording
    if is_first and session.draft.lacks:
        screen.notify(session.draft.lacks, severity="error", markup=False)
    elif is_first and (new := screen.predicting.new()):
        predict(screen, new, then=lambda: toggle(screen))
    else:
        toggle(screen)


def toggle(screen: LessonScreen) -> None:
    """Play or pause, and show it; a run that is at its end is played back."""
    session = screen.session
    if screen.playback.can_begin and not session.can_go_on and not is_deleted(session.run):
        play_back(screen)
        return
    transport.toggle(session)
    show(screen)


def step(screen: LessonScreen, count: int) -> None:
    """Some steps, then pause."""
    transport.step(screen.session, count)
    show(screen)


def restart(screen: LessonScreen, new_seed: bool) -> None:
    """Start again; ask first if that would end a long run."""
    session = screen.session
    if session.has_worker and session.seconds > OLD:
        seeds = "a new seed" if new_seed else "the same seed"
        question = f"Stop this run and start with {seeds}?"
        ask(screen, question, YES_OR_NO, lambda: begin_again(screen, new_seed))
    else:
        begin_again(screen, new_seed)


def begin_again(screen: LessonScreen, new_seed: bool = False) -> None:
    """Start again, unasked, and show it."""
    next_run.restart(screen.session, screen.view, new_seed=new_seed)
    show(screen)


def offer_restart(screen: LessonScreen, what: str, live: bool) -> None:
    """For what is fixed while training: start again with it now, or later with r."""
    session = screen.session
    if session.run is None or (live and session.has_worker) or not session.needs_restart:
        return
    question = f"{what} takes effect in a new run. Start it now?"
    ask(screen, question, NOW_OR_LATER, lambda: begin_again(screen))


def show(screen: LessonScreen) -> None:
    """Show the run as it is now, in its panels."""
    screen.body.show_panels()
    screen.catch_up()


KEYS = (
    Key("space", play, "Play", "Start, pause, go on; play back a run that has ended"),
    Key("s", step, "Step", "Train one step, then pause", (1,)),
    Key("S", step, "10 steps", "Train ten steps, then pause", (10,)),
    Key("r", restart, "Restart", "Start again with the same seed", (False,)),
    Key("R", restart, "New seed", "Start again with a new seed", (True,)),
)
