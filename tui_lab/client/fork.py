"""A new run that begins where another one was: the same past, other knobs from there on.

Where somebody points there is rarely a checkpoint. The new run takes the one before it along, and
its worker trains from there to the step again, as it was, before the new settings are turned.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit.engine.stored import require_whole
from lessons.kit.errors import BadEnvironment, BadUsage, reason
from lessons.kit.page.params import Params
from lessons.kit.page.plan import Plan
from lessons.kit.stream.columns import steps_of
from lessons.kit.stream.events import Control, Event, Forked, Start, Steps, to_json
from tui_lab.client.final_state import DELETED, is_deleted
from tui_lab.runs.begun import begun_with, whose
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.past import Past, past_of
from tui_lab.runs.places import create
from tui_lab.runs.storage import fix_for
from tui_lab.runs.stream import recorded
from tui_lab.system.files import by_step
from tui_lab.trust.permission import lesson_of, require_run


@dataclass(frozen=True)
class Branch:
    """Where a fork leaves a run, and from where it is trained again to get there."""

    run: RunFolder
    step: int
    checkpoint: Path | None
    """The last one up to the step; None is the start."""

    @property
    def saved(self) -> int:
        """The step of the checkpoint; 0 is the start."""
        return int(self.checkpoint.name) if self.checkpoint else 0

    def __str__(self) -> str:
        """Such as `fork at 165: trains 28 to 165 again from the checkpoint at 27`."""
        if self.saved == self.step:
            return f"fork at {self.step}, from an existing checkpoint"
        origin = f"the checkpoint at {self.saved}" if self.saved else "the start"
        first = self.saved + 1
        steps = f"{first} to {self.step}" if first < self.step else f"step {first}"
        return f"fork at {self.step}: trains {steps} again from {origin}"


def branch_of(run: RunFolder | None, at: int | None) -> Branch:
    """Where a fork would leave a run: after this step, or after its last one.

    Raises BadUsage for a step that was not trained.
    """
    if run is None:
        raise BadUsage("there is no run to fork", "train one first")
    if is_deleted(run):
        raise BadUsage(DELETED.message, DELETED.fix)
    last = _last_step(run)
    step = last if at is None else at
    if not 0 < step <= last:
        fix = f"its last step is {last}" if last else "let it train longer"
        raise BadUsage(f"run {run.id} has no step {step}", fix)
    run = run if at is None else whose(run, step + 1)
    return Branch(run, step, _checkpoint_before(run, step))


def fork(
    run: RunFolder | None, at: int | None, settings: Mapping[str, Any]
) -> tuple[RunFolder, Branch]:
    """A run that goes on from a step of another, by default its last, with these settings turned.

    Gives the new run, which nobody trains yet, and where it leaves the old one.
    Raises BadUsage for a setting that is fixed while training, and for a step there is not.
    """
    if run is None:
        raise BadUsage("there is no run to fork", "train one first")
    branch = branch_of(run, at)
    values = checked(lesson_of(run).params, {"steps": run.plan.steps, **settings})
    plan = branch.run.plan
    require_run(branch.run, plan)  # its edited files would become those of a run of ours
    if values["steps"] <= branch.step:
        raise BadUsage(
            f"the fork begins at step {branch.step}",
            f"set more steps, such as steps={2 * branch.step}, or fork at an earlier step",
        )
    events = list(recorded(branch.run))
    child = create(_plan_of(plan, values), past=_past(branch, events, values))
    try:
        _take_along(branch, child)
        _write(child, [*_stream(branch, events, child), *_turns(values, branch.step)])
    except OSError as error:
        child.remove()
        raise BadEnvironment(
            f"the fork cannot be written ({reason(error)})", fix_for(error, child.path)
        ) from None
    return child, branch


def checked(params: type[Params], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as values. Raises BadUsage for one that would change the network itself."""
    values = {}
    for name, value in settings.items():
        if name != "steps" and not params.knob(name).live:
            raise BadUsage(
                f"{name} is fixed once training has begun", "start a new run with it instead"
            )
        values[name] = params.check(name, value)
    return values


def _last_step(run: RunFolder) -> int:
    steps = (steps_of(event) for event in recorded(run) if isinstance(event, Steps))
    return max((each[-1] for each in steps), default=0)


def _checkpoint_before(run: RunFolder, step: int) -> Path | None:
    """The last whole checkpoint up to a step; None where training has to begin again."""
    for folder in [*run.checkpoint_folders(), *by_step(run.inherited)]:
        if 0 < int(folder.name) <= step:
            with suppress(BadEnvironment):
                require_whole(folder)
                return folder
    return None


def _plan_of(plan: Plan, values: Mapping[str, Any]) -> Plan:
    """The plan with the new settings, where no variant has its own."""
    return msgspec.structs.replace(plan, config={**plan.config, **values}, preset=None)


def _past(branch: Branch, events: Iterable[Event], values: Mapping[str, Any]) -> Past:
    """What the fork trains again: with the settings of then, each knob turned where it was."""
    turned = [
        event for event in events
        if isinstance(event, Control) and event.action == "set"
        if branch.saved <= event.step <= branch.step
    ]  # fmt: skip
    return Past(branch.step, begun_with(branch.run, branch.step), turned, dict(values))


def _take_along(branch: Branch, child: RunFolder) -> None:
    """Give the fork its checkpoint; where the disk can, as other names of the same files."""
    if branch.checkpoint is None:
        return
    child.inherited.mkdir(mode=0o700, exist_ok=True)
    target = child.inherited / branch.checkpoint.name
    try:
        shutil.copytree(branch.checkpoint, target, copy_function=os.link)
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(branch.checkpoint, target)


def _stream(branch: Branch, events: list[Event], child: RunFolder) -> Iterator[Event]:
    """Everything that the old run recorded up to the step; the start names the new one."""
    first = next(iter(events), None)
    if not isinstance(first, Start):
        raise BadEnvironment(f"the recording of {branch.run.id} does not say how it began")
    plan = child.plan
    yield msgspec.structs.replace(
        first, run=child.id, steps=plan.steps, forked=Forked(branch.run.id, branch.step),
        config={**first.config, "steps": plan.steps},
    )  # fmt: skip
    yield from past_of(events, branch.step)


def _turns(values: Mapping[str, Any], step: int) -> list[Event]:
    return [
        Control(action="set", step=step, name=name, value=value)
        for name, value in values.items()
        if name != "steps"
    ]


def _write(child: RunFolder, events: Iterable[Event]) -> None:
    """The stream of the new run up to where it begins, in one piece."""
    lines, last = [], 0.0
    for seq, event in enumerate(events):
        last = max(last, event.t)
        lines.append(to_json(msgspec.structs.replace(event, seq=seq, t=last)) + b"\n")
    handle = os.open(child.events, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.writelines(lines)
