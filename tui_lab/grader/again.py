"""A run trained again from its plan and seed, and whether its curves are those that were recorded.

With the same torch and processor they are equal to the last bit. Elsewhere sums are added in
another order: the first steps agree to four digits, and each tenth of the curve in its median.
"""

from __future__ import annotations

import math
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import torch

from lessons.kit import History, Lesson, Plan
from lessons.kit.claims.history import Column
from lessons.kit.engine.race import Race
from tui_lab.runs.thinning import FULL_DETAIL

FIRST, FIRST_OFF = 10, 1e-3
"""Steps that agree on any machine, and how far they may be off: a share of the curve's range."""
TENTHS, TENTH_OFF = 10, 0.1
"""Parts whose medians are compared on another machine, and how far they may be off."""


@dataclass(frozen=True)
class Again:
    """A run that was trained again, as far as there was time."""

    history: History
    done: int
    """Steps that every network trained."""
    is_whole: bool
    cpu: float


def trained_again(lesson: Lesson, plan: Plan, seconds: float) -> Again:
    """Train it, but for no more than these seconds of CPU."""
    torch.set_num_threads(plan.threads)
    began = time.process_time()
    race, history = Race(lesson, plan), History()
    history.take_event(race.start())
    while not race.over and time.process_time() - began < seconds:
        happened = race.tick()
        for event in (*race.collect(), *happened):
            history.take_event(event)
    done = min((track.done for track in history.tracks.values()), default=0)
    return Again(history, done, race.over, time.process_time() - began)


@dataclass(frozen=True)
class Difference:
    """Where two runs part."""

    what: str
    step: int
    recorded: float
    again: float

    def __str__(self) -> str:
        values = f"{self.recorded:.6g} handed in, {self.again:.6g} again"
        return f"{self.what}, step {self.step}: {values}"


def first_difference(recorded: History, again: Again) -> Difference | None:
    """The first recorded value that is another one, to the last bit; None where none is."""
    found = (
        Difference(what, step, value, other)
        for what, mine, theirs in _pairs(recorded, again.history)
        for step, value, other in _values(mine, theirs, again)
        if not _same(value, other)
    )
    return min(found, key=lambda each: each.step, default=None)


def far_difference(recorded: History, again: Again, watched: Sequence[str]) -> Difference | None:
    """The first place where they differ by more than another machine explains."""
    for what, mine, theirs in _pairs(recorded, again.history):
        if what.rpartition(" ")[2] not in watched:
            continue
        triples = list(_values(mine, theirs, again))
        if found := _far(what, triples):
            return found
    return None


def _far(what: str, triples: Sequence[tuple[int, float, float]]) -> Difference | None:
    finite = [each for each in triples if math.isfinite(each[1]) and math.isfinite(each[2])]
    if len(finite) < 0.9 * len(triples):  # one of them broke, and the other did not
        step, value, other = next(each for each in triples if each not in finite)
        if math.isfinite(value) != math.isfinite(other):
            return Difference(what, step, value, other)
    if not finite:
        return None
    values = [value for _, value, _ in finite]
    size = max(max(values) - min(values), 1e-3 * max(map(abs, values)), 1e-12)
    for step, value, other in finite[:FIRST]:
        if abs(value - other) > FIRST_OFF * size + 1e-4 * abs(value):
            return Difference(what, step, value, other)
    return _far_tenth(what, finite, size)


def _far_tenth(
    what: str, finite: Sequence[tuple[int, float, float]], size: float
) -> Difference | None:
    length = max(len(finite) // TENTHS, 1)
    for first in range(0, len(finite), length):
        part = finite[first : first + length]
        one, other = median(v for _, v, _ in part), median(v for _, _, v in part)
        if abs(one - other) > TENTH_OFF * size:
            return Difference(f"median of {what}", part[0][0], one, other)
    return None


def _pairs(recorded: History, again: History) -> Iterator[tuple[str, Column, Column]]:
    """Each scalar that was handed in, with the same trained again."""
    empty = Column()
    for (variant, seed), track in recorded.tracks.items():
        theirs = again.tracks.get((variant, seed))
        for name, column in track.columns.items():
            yield f"{variant} {name}", column, theirs.columns.get(name, empty) if theirs else empty


def _values(mine: Column, theirs: Column, again: Again) -> Iterator[tuple[int, float, float]]:
    """Step, value handed in, value again: as far as it was trained again."""
    end = bisect_right(mine.steps, again.done) if not again.is_whole else len(mine.steps)
    for step, value in zip(mine.steps[:end], mine.values[:end], strict=True):
        place = bisect_left(theirs.steps, step)
        is_there = place < len(theirs.steps) and theirs.steps[place] == step
        if not math.isfinite(value) and step > FULL_DETAIL:
            continue  # it stands for a stretch of steps, of which one was not finite
        yield step, value, theirs.values[place] if is_there else math.nan


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))
