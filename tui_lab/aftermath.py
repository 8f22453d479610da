"""How a run is, truthfully, and the end that a dead worker could not write itself."""

from contextlib import suppress
from dataclasses import dataclass

import lessons
from lessons.kit.conclusion import conclude
from lessons.kit.errors import Trouble
from lessons.kit.events import End, Fault, State
from tui_lab.recorder import Recorder, last_event
from tui_lab.remote import recorded
from tui_lab.report import of_events, write_report
from tui_lab.runs import AlreadyHeldError, RunFolder

GONE = Fault("the worker is gone without a word (killed, out of memory, or a lost machine)")


@dataclass(frozen=True)
class Condition:
    """How a run is: what the lock says, and if nobody holds it, what the stream says."""

    state: str
    """warming · playing · paused · parked · finished · stopped · failed · killed"""
    step: int
    pid: int | None
    """The worker's process, while it lives."""


def condition(run: RunFolder) -> Condition:
    """How this run is now. Never raises: a damaged folder is `failed`."""
    status = run.status()
    step = status.step if status else 0
    if run.alive():
        state = status.state if status and status.state not in OVER else "warming"
        return Condition(state, step, status.pid if status else None)
    return Condition(_state_when_nobody_trains(run), step, None)


OVER = ("finished", "stopped", "failed", "killed", "parked")


def _state_when_nobody_trains(run: RunFolder) -> str:
    match last_event(run.events):
        case End(status=status):
            return status
        case State(state="parked"):
            return "parked"
        case None:
            return "failed"
    return "killed"


def settle(run: RunFolder, fault: Fault = GONE, *, code: int = 70) -> End | None:
    """Give a run whose worker died its end and its report; the end it has, if it has one.

    None if the run never began, is parked, or is held by a worker.
    """
    start, history, end = of_events(recorded(run))
    last = last_event(run.events)
    if isinstance(last, End) or start is None:
        return end
    if isinstance(last, State) and last.state == "parked":
        return None
    with suppress(AlreadyHeldError, OSError, Trouble), run.held():
        killed = conclude(lessons.load(start.lesson), history, "killed", error=fault, code=code)
        end = Recorder(run.events).last_word(killed)
        write_report(run, start, end)
        return end
    return None
