"""How a run is, truthfully, and the end that a dead worker could not write itself.

Where somebody saw the worker go, the run is `killed`; where nobody did, it is `lost`.
"""

import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from lessons.kit.claims.conclusion import INTERRUPTED, conclude
from lessons.kit.errors import THE_LOG, Trouble
from lessons.kit.stream.events import End, Fault, State
from tui_lab.client.deaths import FIX, FROM_OUTSIDE, code_of, how_it_died, last_words
from tui_lab.client.remote import Remote
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.hold import age_of, host_of, silent_for
from tui_lab.runs.recorder import Recorder, last_event, last_step
from tui_lab.runs.report import of_events, write_report
from tui_lab.runs.reproduce import with_reproduction
from tui_lab.runs.stream import recorded
from tui_lab.system.words import in_time
from tui_lab.trust.permission import lesson_of

GONE = Fault(
    "the worker is gone and left no message (killed, out of memory, or the machine was lost)", FIX
)
BY_HAND = Fault("a person killed it", FIX)
DELETED = Fault("the folder of this run was deleted", "r starts a new run")
SILENT = 30.0  # seconds without a word from which it is worth one
PATIENCE = 2.0  # seconds; somebody else may be giving the run its end just now


@dataclass(frozen=True)
class Condition:
    """How a run is: what lock and claim say, and if nobody holds it, what the stream says."""

    state: str
    """warming · playing · paused · parked, one of `store.OVER`, or unknown"""
    step: int
    pid: int | None
    """The worker's process, while it lives."""
    silent: float = 0.0
    """Seconds for which a worker that lives has said nothing: a long step, or it is stopped."""
    host: str = ""
    """The other machine that has it; "" where it is this one, or none."""
    pace: float = 0.0
    """Steps a second that slow motion holds it to; 0 is as fast as it can."""
    ranks: Sequence[int] = ()
    """The other processes that share its batches."""


def located(fault: Fault, run: RunFolder | None) -> Fault:
    """The same, with the path of the run's log where it is spoken of."""
    path = str(run.log) if run else THE_LOG
    return msgspec.structs.replace(fault, fix=fault.fix.replace(THE_LOG, path))


def is_deleted(run: RunFolder | None) -> bool:
    """Whether there was a run, and its folder is gone."""
    return run is not None and not run.path.is_dir()


def over(run: RunFolder | None, state: str) -> str:
    """Why a run does not go on, and what can be done."""
    gone = f"{DELETED.message}: {DELETED.fix}"
    return gone if is_deleted(run) else f"this run has {state}: r starts it again"


def is_on_the_way(run: RunFolder | None) -> bool:
    """Whether this is a fork that comes to where it begins: its worker obeys already."""
    status = run.status() if run and run.file.past else None
    return status is not None and status.state == "warming" and bool(status.doing)


def failure(fault: Fault, run: RunFolder | None) -> str:
    """What failed, in a sentence on the screen."""
    if fault.traceback:
        return f"{fault.message}; enter among the notes shows the traceback"
    return str(located(fault, run))


def in_words(state: str, silent: float, host: str = "") -> str:
    """Such as `playing`, `playing on box2`, or `playing, silent for 2 min 5 s`."""
    where = f"{state} on {host}" if host else state
    return where if silent < SILENT else f"{where}, no message for {in_time(silent)}"


def condition(run: RunFolder) -> Condition:
    """How this run is now. Never raises: a damaged folder is `failed`."""
    status = run.status()
    if run.alive():
        # its first word comes a moment after it takes the lock
        if status is None:
            return Condition("warming", 0, None)
        if host := host_of(run.path):
            silent = age_of(run.path / "status.json")
            return Condition(status.state, status.step, status.pid, silent, host, status.pace)
        silent = max(time.time() - status.beat, 0.0)  # a clock that was set back is no silence
        told = status.state, status.step, status.pid, silent
        return Condition(*told, pace=status.pace, ranks=status.ranks)
    state = _state_when_nobody_trains(run, begun=status is not None)
    step = last_step(run.events)
    if state == "lost" and (host := host_of(run.path)):
        return Condition("unknown", step, None, silent_for(run.path), host)
    return Condition(state, step, None)


def _state_when_nobody_trains(run: RunFolder, *, begun: bool) -> str:
    match last_event(run.events):
        case End(status=status):
            return status
        case State(state="parked"):
            return "parked"
        case None if not begun:
            return "failed"
    return "lost"


def settle(
    run: RunFolder, fault: Fault = GONE, *, code: int = FROM_OUTSIDE, status: str = "lost"
) -> End | None:
    """Give a run whose worker died its end and its report; the end it has, if it has one.

    The end is given back also where it cannot be written. None if the run never began, is
    parked, or is held by a worker; or where it is another machine's, which may only be asleep.
    """
    if host_of(run.path):
        return None
    with suppress(OSError), run.held(patience=PATIENCE):
        return _settled(run, fault, code, status)
    return None


def _settled(run: RunFolder, fault: Fault, code: int, status: str) -> End | None:
    start, history, before = of_events(recorded(run))
    last = last_event(run.events)
    if isinstance(last, End) or start is None:
        return before
    if isinstance(last, State) and last.state == "parked":
        return None
    try:
        lesson = lesson_of(run)
    except Trouble:
        return None
    end = conclude(lesson, history, status, error=fault, code=code)
    with suppress(Trouble):  # its run.json is damaged
        end = with_reproduction(end, lesson, run.plan, start, history)
    with suppress(OSError):
        end = Recorder(run.events).last_word(end)
        write_report(run, start, end)
    return end


def close_dead(remote: Remote) -> End:
    """Give the run of a worker that left without one an end, where it had begun; and tell it."""
    if remote.host:
        return End(status="lost", exit=FROM_OUTSIDE, error=_unheard(remote))
    died_with = remote.worker.returncode if remote.worker else None
    words = last_words(remote.worker)
    fault = words.error if words else how_it_died(died_with, remote.run.status())
    status = words.status if words else "lost" if died_with is None else "killed"
    code = words.exit if words else code_of(died_with)
    if is_deleted(remote.run):
        return End(status=status, exit=code, error=DELETED)
    settle(remote.run, fault, code=code, status=status)
    return End(status=status, exit=code, error=fault)


def _unheard(remote: Remote) -> Fault:
    silent = in_time(silent_for(remote.run.path))
    return Fault(
        f"no message came from its worker on {remote.host} for {silent}",
        "if that machine is gone, `dl-lab resume` takes over the run",
    )


def kill_run(remote: Remote) -> bool:
    """End a worker at once, and write down that it was us; False where it is another machine's.

    What was recorded stays.
    """
    if remote.host:
        return False
    if remote.alive():
        remote.signal(signal.SIGKILL)
        if remote.worker:
            with suppress(subprocess.TimeoutExpired):
                remote.worker.wait(PATIENCE)
        settle(remote.run, BY_HAND, code=INTERRUPTED, status="killed")
    return True
