"""What a trial is judged by: one figure of one scalar of one network, over its seeds."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from statistics import fmean, stdev

import msgspec

from lessons.kit import BadUsage, Bars, History, Lesson, Series
from lessons.kit.claims.history import Column, Track
from lessons.kit.errors import one_line, unknown
from lessons.kit.stream.numbers import finite, least, most

FIGURES = ("first", "last", "min", "max", "best")
UP = re.compile(
    r"(^|_)(acc|accuracy|accuracies|agreement|analogy|auc|bleu|correct|f1|precision|recall|"
    r"retrieval|r2|right|score|solved|elbo|iwae|modes|alike)(_|$|\d)"
)
"""Scalars with such a part in their name are better the higher they are; all others, the lower."""


class Objective(msgspec.Struct, frozen=True):
    """Such as `norm.loss.last`, the lower the better."""

    variant: str
    scalar: str
    figure: str
    """first · last · min · max · best"""
    maximize: bool

    def __str__(self) -> str:
        return f"{self.variant}.{self.scalar}.{self.figure}"

    @property
    def worst(self) -> float:
        """What a trial that diverged counts as in the search."""
        return -math.inf if self.maximize else math.inf

    def is_better(self, one: float, other: float) -> bool:
        """Whether the first figure is better than the second."""
        return one > other if self.maximize else one < other


class Score(msgspec.Struct, frozen=True):
    """What a trial came to: the mean over its seeds, and each of them."""

    by_seed: dict[str, float | None]
    """None where that network diverged, or never said it."""
    diverged: bool = False

    @property
    def mean(self) -> float | None:
        """None unless every seed has a figure."""
        known = self._known()
        return fmean(known) if known and len(known) == len(self.by_seed) else None

    @property
    def spread(self) -> float | None:
        """The standard deviation over the seeds; None for a single one."""
        known = self._known()
        return stdev(known) if self.mean is not None and len(known) > 1 else None

    def _known(self) -> list[float]:
        return [value for value in self.by_seed.values() if value is not None]


def read_objective(
    lesson: Lesson, text: str, racing: Sequence[str], maximize: bool | None
) -> Objective:
    """`loss.last`, `VARIANT.loss.min` or `loss`. Raises BadUsage for what no scalar has."""
    variant, scalar, figure = _parts(text, racing, lesson)
    known = scalars_of(lesson)
    if scalar not in known:
        raise unknown("scalar that the lesson shows", scalar, known)
    up = maximize if maximize is not None else figure == "max" or is_better_high(scalar)
    return Objective(variant, scalar, figure, up)


def _parts(text: str, racing: Sequence[str], lesson: Lesson) -> tuple[str, str, str]:
    parts = text.split(".")
    if not all(parts) or len(parts) > 3:
        fix = "write --for loss.last, or --for VARIANT.loss.last"
        raise BadUsage(f"--for {one_line(text)!r} names no scalar", fix)
    figure = "last"
    is_variant = parts[0] in (*racing, *lesson.variants)
    if len(parts) == 3 or (len(parts) == 2 and (parts[1] in FIGURES or not is_variant)):
        figure = parts.pop()
        if figure not in FIGURES:
            raise unknown("figure of a scalar", figure, FIGURES)
    if len(parts) == 1:
        return _default(lesson, racing), parts[0], figure
    if parts[0] not in racing:
        raise unknown("variant in this sweep", parts[0], racing)
    return parts[0], parts[1], figure


def _default(lesson: Lesson, racing: Sequence[str]) -> str:
    """The lesson's favourite, else the first that is not there to show how it diverges."""
    sound = [name for name in racing if name not in lesson.may_diverge]
    return lesson.favourite if lesson.favourite in racing else [*sound, *racing][0]


def scalars_of(lesson: Lesson) -> list[str]:
    """The scalars that a page shows or watches."""
    shown = [panel.of for panel in lesson.panels if isinstance(panel, Series)]
    shown += [(panel.of,) for panel in lesson.panels if isinstance(panel, Bars)]
    return list(dict.fromkeys([*lesson.watched, *(name for names in shown for name in names)]))


def is_better_high(scalar: str) -> bool:
    """Whether a scalar of this name is better the higher it is."""
    return UP.search(scalar) is not None and "loss" not in scalar and "minus" not in scalar


def score(objective: Objective, history: History, seeds: Iterable[int]) -> Score:
    """What the networks that count came to."""
    tracks = {str(seed): history.track(objective.variant, seed) for seed in seeds}
    found = {seed: finite(_figure(objective, track)) for seed, track in tracks.items()}
    diverged = any(_has_diverged(objective, track) for track in tracks.values())
    return Score(found, diverged)


def score_by(
    objective: Objective, history: History, seeds: Iterable[int], step: int
) -> float | None:
    """The same as it stood after this step, the worst where it diverged.

    None where a seed is not there yet, or has not said it by then.
    """
    values = []
    for seed in seeds:
        track = history.track(objective.variant, seed)
        if _has_diverged(objective, track):
            return objective.worst
        if track.done < step or (value := _figure(objective, track, step)) is None:
            return None
        values.append(value)
    return fmean(values) if all(map(math.isfinite, values)) else objective.worst


def _figure(objective: Objective, track: Track, step: int | None = None) -> float | None:
    """One figure of one network; None where there is none."""
    column = track.columns.get(objective.scalar, Column())
    end = len(column.steps) if step is None else bisect_right(column.steps, step)
    if not end:
        return None
    match objective.figure:
        case "first":
            return column.values[0]
        case "last":
            return column.values[end - 1]
        case "min":
            return least(column.low[:end])
        case "max":
            return most(column.high[:end])
    return most(column.high[:end]) if objective.maximize else least(column.low[:end])


def _has_diverged(objective: Objective, track: Track) -> bool:
    if track.end is not None and track.end.how == "diverged":
        return True
    value = _figure(objective, track)
    return value is not None and not math.isfinite(value)
