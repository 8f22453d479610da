"""The door for a lesson that reads another run: which network it is, and what it learned from.

A page names the run by a setting, and reads it in its `data`. Nothing here imports torch:

    run: str = text_knob(is_run=True, help="A run of lessons 4, 6 or 11")

    def read_data(path, hp, progress):
        found = trained_run(hp.as_dict()["run"], of=("lesson4", "lesson6", "lesson11"))
        data = found.data(progress)                 # what that run learned from, read again
        return Data(Opener(found, data), {**data.summary, **found.summary})

The loop opens it, and gets its network with its inputs and labels (`lessons.kit.engine.trained`):

    trained = found.open(data, run.device)          # a Trained: model, train, test, classes, …
    scores = trained.model(*trained.test.inputs)    # (N, C)

`dl-lab run lesson19 --set run=lesson6-k7f2:relu-8:1` names the run, a variant and a seed. Without
these two it is the lesson's favourite, and the first seed. A lesson whose runs can be read has a
file `trained.py` with `trained(hp, run, state) -> Trained`; see that of lesson 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from lessons.kit.data.brought import Data, Progress, silent
from lessons.kit.data.run_address import is_run, parted
from lessons.kit.engine.stored import Stored, fingerprint, stored_networks
from lessons.kit.errors import BadEnvironment, BadUsage, Trouble, said, unknown, visible
from lessons.kit.page.lesson import Lesson
from lessons.kit.page.plan import Plan
from lessons.kit.stream.events import Start, from_json

if TYPE_CHECKING:
    import torch

    from lessons.kit.engine.trained import Trained

CHECKPOINTS = ("checkpoints", "inherited")
"""Folders of checkpoints in a run: its own, and of a fork those of the run that it left."""


class _RunFile(msgspec.Struct):
    """What is read of run.json."""

    run: str
    plan: Plan


@dataclass(frozen=True)
class TrainedRun:
    """One network of a run that somebody trained, found and checked, but not loaded yet."""

    folder: Path
    name: str
    """The run's, such as lesson6-k7f2."""
    lesson: Lesson
    plan: Plan
    variant: str
    seed: int
    step: int
    """After which its weights were kept."""
    checkpoint: Path
    notes: list[str] = field(default_factory=list)
    """What a person should know of it, such as that it has not finished."""

    @property
    def summary(self) -> dict[str, Any]:
        """What the report of the run that reads it says: for `Data.summary`.

        Its `digest` is that of the checkpoint: a run that reads it cannot be resumed on another.
        """
        said_of_it = f"{self.name}, {self.variant}, seed {self.seed}, after step {self.step:,}"
        return {
            "source": f"the network of run {said_of_it}",
            "read_run": self.name, "read_lesson": self.lesson.id, "read_variant": self.variant,
            "read_seed": self.seed, "read_step": self.step,
            "digest": fingerprint(self.checkpoint),
        }  # fmt: skip

    def data(self, progress: Progress = silent) -> Data:
        """What that run learned from, read again. Raises Trouble, also if it has changed since."""
        data = self.lesson.data_of(self.plan, progress)
        start = _start_of(self.folder)
        if start and start.data.get("digest") != data.summary.get("digest"):
            what = f"the data of run {self.name} have changed since it was trained"
            raise BadEnvironment(what, f"train it again: dl-lab run {self.lesson.id}")
        return data

    def open(self, data: Data, device: torch.device) -> Trained:
        """Its network with these data of its own, in eval mode. This imports torch.

        Raises BadEnvironment where its weights do not fit the lesson as it is now.
        """
        from lessons.kit.engine.trained import opened

        return opened(self, data, device)


def trained_run(address: str, of: Sequence[str]) -> TrainedRun:
    """The network that `RUN:VARIANT:SEED` names, of one of these lessons. No torch.

    Raises BadUsage for a run, variant or seed that is not there, and for a run of another lesson;
    BadEnvironment for one that kept no network, or that diverged, or that trained edited files.
    """
    path, variant, seed = parted(address)
    if not is_run(path):
        raise BadUsage(f"no run called {visible(path)!r}", "dl-lab ps lists your runs")
    folder = Path(path).expanduser().absolute()
    plan = _plan_of(folder)
    lesson = _lesson_of(folder.name, plan, of)
    plan = lesson.renewed(plan)
    variant = variant or lesson.default_variant(plan.variants)
    _require_named(plan, variant, seed)
    seed = plan.seeds[0] if seed is None else seed
    checkpoint, kept = _kept(folder, variant, seed)
    if kept.ended in ("diverged", "failed"):
        what = f"{variant}, seed {seed}, of run {folder.name} {kept.ended} at step {kept.step}"
        raise BadEnvironment(what, f"choose another: run={folder.name}:VARIANT:SEED")
    notes = _notes(folder.name, lesson, plan, kept, _start_of(folder))
    return TrainedRun(
        folder, folder.name, lesson, plan, variant, seed, kept.step, checkpoint, notes
    )


def _plan_of(folder: Path) -> Plan:
    try:
        return msgspec.json.decode((folder / "run.json").read_bytes(), type=_RunFile).plan
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        what = f"run {visible(folder.name)} has no readable run.json ({said(error)})"
        raise BadEnvironment(what, "choose another run: dl-lab ps lists them") from None


def _lesson_of(name: str, plan: Plan, of: Sequence[str]) -> Lesson:
    """The lesson of this plan, which is one of ours: no code from outside is run here."""
    if plan.lesson not in of:
        what = f"run {visible(name)} is of {visible(plan.lesson)}, which is not read here"
        raise BadUsage(what, f"give a run of {', '.join(of[:-1])} or {of[-1]}")
    if plan.edits:
        what = f"run {visible(name)} trained edited files of {plan.lesson}"
        raise BadUsage(what, "give a run of the lesson as it is")
    found: Lesson = import_module("lessons").load(plan.lesson)  # by name: the kit knows no lesson
    return found


def _require_named(plan: Plan, variant: str, seed: int | None) -> None:
    if variant not in plan.variants:
        raise unknown("variant", variant, plan.variants)
    if seed is not None and seed not in plan.seeds:
        raise unknown("seed", str(seed), map(str, plan.seeds))


def _kept(folder: Path, variant: str, seed: int) -> tuple[Path, Stored]:
    """The newest whole checkpoint, and what it keeps of this network."""
    name = folder.name
    found = [each for at in CHECKPOINTS for each in _by_step(folder / at)]
    damage = ""
    for checkpoint in found:
        try:
            networks = stored_networks(checkpoint)
        except BadEnvironment as trouble:
            damage = damage or f" ({trouble.message})"
            continue
        for each in networks:
            if (each.variant, each.seed) == (variant, seed) and each.state:
                return checkpoint, each
    what = f"run {visible(name)} kept no network {variant}, seed {seed}{damage}"
    raise BadEnvironment(what, _way_out(folder))


def _way_out(folder: Path) -> str:
    """How to get a network that a run has not kept: a finished run has no steps left."""
    name = visible(folder.name)
    if (folder / "report.json").is_file():
        return "train such a run again, and name the new one"
    return f"while it trains, dl-lab stop {name} saves it; else dl-lab resume {name}"


def _by_step(folder: Path) -> list[Path]:
    """Its checkpoints, the newest first."""
    try:
        found = [each for each in folder.iterdir() if each.name.isdigit() and each.is_dir()]
    except OSError:
        return []
    return sorted(found, key=lambda each: int(each.name), reverse=True)


def _start_of(folder: Path) -> Start | None:
    """The first line of its stream; None where it cannot be read."""
    try:
        with (folder / "events.jsonl").open("rb") as stream:
            first = from_json(stream.readline())
    except (OSError, ValueError, msgspec.MsgspecError, Trouble):
        return None
    return first if isinstance(first, Start) else None


def _notes(name: str, lesson: Lesson, plan: Plan, kept: Stored, start: Start | None) -> list[str]:
    notes = []
    if kept.step < plan.steps:
        notes.append(f"run {name} has trained {kept.step:,} of {plan.steps:,} steps so far")
    if start and start.lesson_hash and start.lesson_hash != lesson.hash:
        notes.append(f"run {name} was trained by another version of {lesson.id}")
    return notes
