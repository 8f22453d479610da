"""One step of a recorded run trained again, in a process that touches nothing of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import IO

import msgspec

from lessons.kit.data.brought import Data
from lessons.kit.engine.apart.taking import take_apart
from lessons.kit.engine.inspection import inspect_step
from lessons.kit.engine.race import Race
from lessons.kit.page.plan import Plan
from lessons.kit.stream.apart import Apart
from lessons.kit.stream.events import Start
from lessons.kit.stream.explanation import Explanation
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.runs.begun import as_begun, only, turned
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.stream import recorded
from tui_lab.system.files import by_step
from tui_lab.worker.reading import data_of

Racing = Callable[[Plan, Sequence[Path], Data], Race]
"""Makes the race of a plan from the checkpoints that there are."""


def inspected(run: RunFolder, asked: ExplainRequest, racing: Racing) -> Explanation:
    """Train up to a step again, from the checkpoint before it, and tell how it was."""
    network = _race_before(run, asked, racing).networks[0]
    found = inspect_step(network, asked.step, turned(run))
    return msgspec.structs.replace(found, together=_is_together(run, asked.variant))


def taken_apart(run: RunFolder, asked: ExplainRequest, racing: Racing) -> Iterator[Apart]:
    """Train up to a step again, take it apart, and then those that follow."""
    race = _race_before(run, asked, racing)
    for step in count(asked.step):
        network = race.networks[0]
        found = take_apart(network, step, turned(run))
        yield msgspec.structs.replace(found, together=_is_together(run, asked.variant))
        # a network of its own for each step: looking has left no trace in the one that follows
        race = Race(race.lesson, race.plan, [network.save()], data=race.data)


def tell_apart(found: Iterator[Apart], wishes: IO[bytes], voice: IO[bytes]) -> None:
    """A line for the first step, and one for each line that asks for the next."""
    for each in found:
        voice.write(msgspec.json.encode(each) + b"\n")
        if not wishes.readline():
            return


def _race_before(run: RunFolder, asked: ExplainRequest, racing: Racing) -> Race:
    """The one network, as the last checkpoint before this step has it."""
    plan = only(as_begun(run, asked.step), asked)
    kept = [*run.checkpoint_folders(), *by_step(run.inherited)]
    folders = [folder for folder in kept if int(folder.name) < asked.step]
    return racing(plan, folders, data_of(run, plan))


def _is_together(run: RunFolder, variant: str) -> bool:
    """Whether the seeds of this variant were trained in one loop."""
    start = next(recorded(run), None)
    return isinstance(start, Start) and variant in start.together
