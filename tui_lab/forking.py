"""A new run that begins where another one was: the same past, other knobs from there on."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit.errors import BadEnvironment, BadUsage, reason
from lessons.kit.events import Checkpointed, Control, End, Event, Forked, Start, State, to_json
from lessons.kit.params import Params
from lessons.kit.plan import Plan
from lessons.kit.stored import NETWORKS, require_whole, seal
from tui_lab.files import replace_file
from tui_lab.remote import recorded
from tui_lab.runs import RunFolder, all_runs, create
from tui_lab.storage import fix_for
from tui_lab.trust import lesson_of, require_run


def fork(
    run: RunFolder | None, at: int | None, settings: Mapping[str, Any]
) -> tuple[RunFolder, int]:
    """A run that goes on from the last checkpoint up to a step, with these settings turned.

    Gives the new run, which nobody trains yet, and the step where it leaves the old one.
    Raises BadUsage for a setting that is fixed while training, and where nothing was kept.
    """
    if run is None:
        raise BadUsage("there is no run to fork", "train one first")
    values = checked(lesson_of(run).params, {"steps": run.plan.steps, **settings})
    run = run if at is None else whose(run, at + 1)
    plan, checkpoint = run.plan, nearest_checkpoint(run, at)
    require_run(run, plan)  # its train.py would become that of a run of ours
    step = int(checkpoint.name)
    if values["steps"] <= step:
        raise BadUsage(
            f"the fork begins at step {step}",
            f"give it more steps than that, such as steps={2 * step}, or fork an earlier one",
        )
    child = create(_plan_of(plan, values))
    try:
        _copy(checkpoint, child, values, plan)
        _write(child, [*_past(run, checkpoint.name, child, step), *_turns(values, step)])
    except OSError as error:
        child.remove()
        raise BadEnvironment(
            f"the fork cannot be written ({reason(error)})", fix_for(error, child.path)
        ) from None
    return child, step


def whose(run: RunFolder, step: int) -> RunFolder:
    """The run that trained this step: of a fork's past the one that it left, if that is there.

    A fork keeps one checkpoint of its past, and has other settings from there on.
    """
    start = next(recorded(run), None)
    left = start.forked if isinstance(start, Start) else None
    if left is None or step > left.step:
        return run
    parent = next((other for other in all_runs() if other.id == left.run), None)
    return whose(parent, step) if parent else run


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


def nearest_checkpoint(run: RunFolder, at: int | None) -> Path:
    """The last whole checkpoint up to a step. Raises BadUsage where there is none."""
    folders = run.checkpoint_folders()
    for folder in folders:
        if 0 < int(folder.name) <= (at if at is not None else int(folder.name)):
            with suppress(BadEnvironment):
                require_whole(folder)
                return folder
    if folders:
        first = min(int(folder.name) for folder in folders)
        raise BadUsage(
            f"run {run.id} kept nothing up to step {at}", f"its first checkpoint is at step {first}"
        )
    raise BadUsage(f"run {run.id} has no checkpoint yet", "let it train a little longer")


def _plan_of(plan: Plan, values: Mapping[str, Any]) -> Plan:
    """The plan with the new settings, where no variant has its own."""
    return msgspec.structs.replace(plan, config={**plan.config, **values}, preset=None)


def _copy(checkpoint: Path, child: RunFolder, values: Mapping[str, Any], plan: Plan) -> None:
    """The checkpoint with every network's settings turned, by the rule of a live run."""
    target = child.checkpoints / checkpoint.name
    child.checkpoints.mkdir(mode=0o700, exist_ok=True)
    shutil.copytree(checkpoint, target)
    file = target / NETWORKS
    networks = json.loads(file.read_text(encoding="utf-8"))
    for name, value in values.items():
        free = [n for n in networks if name not in plan.variants.get(n["variant"], {})]
        for network in free or networks:
            network["settings"][name] = value
    replace_file(file, json.dumps(networks).encode())
    seal(target)


def _past(run: RunFolder, checkpoint: str, child: RunFolder, step: int) -> list[Event]:
    """Everything that the old run recorded up to its checkpoint; the start names the new one.

    How that run was, playing or over, is not how this one is.
    """
    events = list(recorded(run))
    saved = [
        n for n, event in enumerate(events)
        if isinstance(event, Checkpointed) and event.folder == checkpoint
    ]  # fmt: skip
    if not saved or not isinstance(events[0], Start):
        raise BadEnvironment(f"the recording of {run.id} does not tell of its checkpoint")
    plan = child.plan
    start = msgspec.structs.replace(
        events[0], run=child.id, steps=plan.steps, forked=Forked(run.id, step),
        config={**events[0].config, "steps": plan.steps},
    )  # fmt: skip
    past = events[1 : saved[-1] + 1]
    return [start, *(event for event in past if not isinstance(event, State | End))]


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
