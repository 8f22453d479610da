"""A handout of a run, or of what is planned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit import Lesson, Plan
from lessons.kit.errors import one_line
from lessons.kit.stream.events import Control, Start
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.naming import stem
from tui_lab.runs.stream import recorded
from tui_lab.session.handout.document import Answered, Branching, Handout, Material, write
from tui_lab.session.progress import Progress
from tui_lab.session.session import Session
from tui_lab.session.standing import Setup, matching

MOST_DIGESTED = 2**30
"""Bytes of a file whose digest is taken; a larger one is known by its name."""


def of_run(run: RunFolder, lesson: Lesson, progress: Progress) -> Handout:
    """A run as it was begun, with what was turned and forked since. Raises Trouble."""
    events = recorded(run)
    start = next((event for event in events if isinstance(event, Start)), None)
    turned = [each for each in events if isinstance(each, Control) and each.action == "set"]
    plan = lesson.renewed(run.plan)
    begun = {**plan.config, **(start.config if start else {})}
    begun |= {turn.name: turn.value for turn in turned if turn.step == 0}
    plan = msgspec.structs.replace(plan, config=begun | {"steps": plan.config["steps"]})
    return of_plan(plan, lesson, progress, turned)


def of_session(session: Session, progress: Progress) -> Handout:
    """What is on a screen: its run, or the next one where that was planned otherwise."""
    if session.run is None or session.needs_restart:
        return of_plan(session.plan, session.lesson, progress)
    return of_run(session.run, session.lesson, progress)


def write_free(handout: Handout, session: Session, name: str = "") -> Path:
    """Write it under this name, or under one that is free where we are. Raises Trouble."""
    stem_ = session.run.id if session.run else stem(session.lesson.address)
    free = (Path(f"{stem_}{f'-{n}' if n > 1 else ''}.json") for n in count(1))
    path = Path(name).expanduser() if name else next(p for p in free if not p.exists())
    write(handout, path)
    return path.absolute()


def of_plan(
    plan: Plan, lesson: Lesson, progress: Progress, turned: Iterable[Control] = ()
) -> Handout:
    """A plan, and the knobs that are turned on the way."""
    variants = {name: _without_paths(lesson, each) for name, each in plan.variants.items()}
    return Handout(
        lesson=plan.lesson, title=lesson.title, lesson_hash=lesson.hash, versions=_versions(),
        preset=plan.preset, seeds=plan.seeds, together=plan.together,
        config=_without_paths(lesson, plan.config), variants=variants,
        forks=_forks(lesson, turned), data=_material(plan), edits=plan.edits,
        predictions=_answers(plan, lesson, progress),
    )  # fmt: skip


def _without_paths(lesson: Lesson, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that name a file keep its name: where it lies is nobody else's business."""
    knobs = lesson.params.knobs()
    paths = {n for n, v in settings.items() if n in knobs and knobs[n].names_a_place and v}
    return {n: Path(str(v)).name if n in paths else v for n, v in settings.items()}


def _forks(lesson: Lesson, turned: Iterable[Control]) -> list[Branching]:
    """By their steps; without what moves only what is shown."""
    by_step: dict[int, dict[str, object]] = {}
    for turn in turned:
        if turn.step > 0 and lesson.params.learned_by({turn.name: turn.value}):
            by_step.setdefault(turn.step, {})[turn.name] = turn.value
    return [Branching(step, settings) for step, settings in sorted(by_step.items())]


def _answers(plan: Plan, lesson: Lesson, progress: Progress) -> list[Answered]:
    """What was predicted of these networks."""
    said, setup = progress.of(lesson.id).predicted, Setup.planned(plan)
    found = (
        (p.question, matching(p, said.get(p.question, ()), setup, lesson))
        for p in lesson.predictions
    )
    return [Answered(question, each.choice) for question, each in found if each]


def _versions() -> dict[str, str]:
    found = {}
    for name in ("dl-lab", "torch"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _material(plan: Plan) -> Material | None:
    if plan.data is None:
        return None
    path = Path(plan.data)
    return Material(one_line(path.name), digest_of(path))


def digest_of(path: Path) -> str:
    """What a file says, in 64 digits; "" for a folder, and for what cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_DIGESTED:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
