"""From what was asked to a plan: every part of a sweep checked before anything is trained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lessons.kit import BadUsage, Lesson, Plan
from lessons.kit.errors import unknown
from lessons.kit.search.space import Space
from tui_lab.sweeps.objective import Objective, read_objective
from tui_lab.sweeps.plan import PRUNERS, SweepPlan, count_trials, first_knobs, require_free
from tui_lab.sweeps.search import all_points
from tui_lab.sweeps.space import read_space, require_apart

MOST_AT_ONCE = 4096
PLACES = ("here", "slurm", "slurm:local", "ray")


@dataclass(frozen=True)
class Wish:
    """What the command line says of a sweep beside the run that each trial is."""

    over: tuple[str, ...]
    objective: str | None = None
    maximize: bool | None = None
    trials: int | None = None
    search: str = "tpe"
    prune: str = "none"
    at_once: int | None = None
    confirm: bool = True
    place: str = "here"
    job: tuple[str, ...] = ()


def sweep_plan(
    lesson: Lesson, wish: Wish, variants: tuple[str, ...], settings: dict[str, Any], **rest: Any
) -> SweepPlan:
    """The plan of a sweep. `rest` is what `Lesson.plan` takes. Raises Trouble."""
    if wish.prune not in PRUNERS:
        raise unknown("way to prune", wish.prune, PRUNERS)
    space = read_space(lesson.params, wish.over)
    require_apart(space, lesson.params.renamed(settings))
    trials = count_trials(space, wish.search, wish.trials)
    base, objective = _base(lesson, wish, space, variants, settings, **rest)
    require_free(lesson, base, space, objective)
    points = all_points(space, wish.search, trials, base.seeds[0])
    return SweepPlan(
        base=base, space=space, objective=objective, trials=trials, search=wish.search,
        prune=wish.prune, seed=base.seeds[0], at_once=_at_once(wish.at_once), confirm=wish.confirm,
        place=require_place(wish.place), job=_job(wish.job), points=points,
    )  # fmt: skip


def _base(
    lesson: Lesson, wish: Wish, space: Space, variants: tuple[str, ...],
    settings: dict[str, Any], **rest: Any,
) -> tuple[Plan, Objective]:  # fmt: skip
    """The run of every trial, and what it is judged by.

    Where no variant is chosen, only the one that counts is trained: the others cost their time.
    """
    fixed = lesson.plan(variants, settings=settings, **rest)
    text = wish.objective or f"{lesson.watched[0]}.last"
    objective = read_objective(lesson, text, list(fixed.variants), wish.maximize)
    racing = variants or (objective.variant,)
    base = lesson.plan(racing, settings=settings, **rest)
    if not (set(space) & set(base.variants[objective.variant])):
        lesson.plan(racing, settings=settings | dict(first_knobs(space)), **rest)
    return base, objective


def _at_once(asked: int | None) -> int:
    if asked is None:
        return 0
    if not 1 <= asked <= MOST_AT_ONCE:
        fix = f"use a number from 1 to {MOST_AT_ONCE}"
        raise BadUsage(f"{asked} trials cannot train at once", fix)
    return asked


def require_place(place: str) -> str:
    """The place, if there is such a kind. Raises BadUsage."""
    if place in PLACES or place.startswith("ray://"):
        return place
    raise unknown("place to train", place, [*PLACES, "ray://HOST"])


def _job(texts: tuple[str, ...]) -> dict[str, str]:
    """`partition=gpu` as a name and a value. Raises BadUsage."""
    pairs = [text.partition("=") for text in texts]
    for (name, equals, _), text in zip(pairs, texts, strict=True):
        if not (equals and name.isidentifier()):
            raise BadUsage(f"--job {text!r} has no name", "write --job NAME=VALUE")
    return {name: value for name, _, value in pairs}
