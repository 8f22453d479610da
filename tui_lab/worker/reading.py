"""The data of a run: read once, in the worker, and before torch: a refusal need not wait for it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from lessons.kit.data.brought import Data, Progress, silent
from lessons.kit.errors import BadEnvironment
from lessons.kit.page.plan import Plan
from lessons.kit.stream.events import Start
from tui_lab.protocol.status import Status
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.recorder import last_step
from tui_lab.runs.stream import recorded
from tui_lab.system.time_limit import TimeLimit
from tui_lab.trust.permission import load, require_run
from tui_lab.worker.memory_limit import kept_to

TELL_EVERY = 0.25  # seconds between two words about the reading of the data


@dataclass(frozen=True)
class Reading:
    """What was read for a run, and what goes on from there."""

    data: Data
    limit: TimeLimit
    """The time that the run may take, of which the reading was a part."""
    tell: Progress
    """Says what keeps the run from its first step."""


def read(run: RunFolder, socket: str) -> Reading:
    """Read the data of a run that is to be trained, and say how far that is. Raises Trouble."""
    limit = TimeLimit(run.plan.max_seconds)
    tell = limit.watch(_telling(run, socket))
    data = data_of(run, run.plan, tell)
    announce(run, socket)  # read: what follows is the loading of torch
    return Reading(data, limit, tell)


def announce(run: RunFolder, socket: str, doing: str = "") -> None:
    """Say that we are here before the first step: commands wait, and `ps` tells the truth."""
    step = last_step(run.events)
    run.write_status(Status.of_this_process("warming", step, socket, doing))


def data_of(run: RunFolder, plan: Plan, progress: Progress = silent) -> Data:
    """What this run, or another plan on its data, trains on.

    Raises Trouble for data that cannot be trained on, or that have changed since the run began.
    """
    require_run(run, plan)  # the viewer has asked already; but this is where the code is run
    lesson = load(plan.lesson, plan.origin)
    on_a_cpu = plan.device in ("auto", "cpu")  # elsewhere the limit is of the device's memory
    try:
        with kept_to(plan.max_memory if on_a_cpu else None, plan.devices):
            data = lesson.data_of(plan, progress)
    except MemoryError:
        what = "there is not enough memory to read the data"
        raise BadEnvironment(what, "bring less data, or allow more memory") from None
    start = next(recorded(run), None)
    if isinstance(start, Start) and start.data.get("digest") != data.summary.get("digest"):
        source = data.summary.get("source")
        raise BadEnvironment(f"{source} has changed since this run began", "start a new run")
    return data


def _telling(run: RunFolder, socket: str) -> Progress:
    """Says in the status how far the reading of the data is, so that viewers can show it."""
    told = time.monotonic()

    def tell(what: str, share: float) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            announce(run, socket, f"{what}: {share:.0%}")

    return tell
