"""What was recorded of a run, as the claims and the report read it. No torch, no clock."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from lessons.kit.stream.columns import Decoded, decoded
from lessons.kit.stream.events import Control, Event, NetworkEnd, Results, Resumed, Start, Steps
from lessons.kit.stream.numbers import finite, least, most


@dataclass
class Column:
    """One scalar of one network: its steps and values, and the extremes of each bucket."""

    steps: array[int] = field(default_factory=lambda: array("q"))
    values: array[float] = field(default_factory=lambda: array("d"))
    low: array[float] = field(default_factory=lambda: array("d"))
    high: array[float] = field(default_factory=lambda: array("d"))

    def forget_after(self, step: int) -> None:
        """Drop what was recorded after this step."""
        keep = bisect_right(self.steps, step)
        for column in (self.steps, self.values, self.low, self.high):
            del column[keep:]


@dataclass
class Track:
    """Everything recorded of one network."""

    columns: dict[str, Column] = field(default_factory=dict)
    end: NetworkEnd | None = None

    @property
    def done(self) -> int:
        """The last step recorded; 0 before the first."""
        return max((c.steps[-1] for c in self.columns.values() if c.steps), default=0)

    def take(self, batch: Decoded) -> None:
        """Add a batch of steps."""
        steps = array("q", batch.steps)
        for name, numbers in batch.scalars.items():
            column = self.columns.setdefault(name, Column())
            values = array("d", numbers.values)
            column.steps.extend(steps)
            column.values.extend(values)
            column.low.extend(_packed(numbers.low, numbers.values, values))
            column.high.extend(_packed(numbers.high, numbers.values, values))

    def forget_after(self, step: int) -> None:
        """Drop everything recorded after this step, as a resumed run does."""
        for column in self.columns.values():
            column.forget_after(step)
        self.end = None


class History:
    """The scalars of every network of a run, by variant and seed."""

    def __init__(self) -> None:
        self.planned = 0
        """Steps that each network is to train."""
        self.variants: list[str] = []
        self.seeds: list[int] = []
        self.config: dict[str, Any] = {}
        """The settings as they are now: the start's, with every live knob turned since."""
        self.turned: list[Control] = []
        """Every live knob that was turned, in order."""
        self.changes: list[str] = []
        """What was not as before, each time that it was resumed."""
        self.watched: tuple[str, ...] = ("loss",)
        """The scalars that must stay numbers."""
        self.own_data = True
        """Whether it trains on what comes with the lesson, and not on the learner's."""
        self.tracks: dict[tuple[str, int], Track] = {}

    def take_event(self, event: Event) -> None:
        """Fold one event in. Events that say nothing about scalars change nothing."""
        match event:
            case Steps():
                self.take_steps(decoded(event))
            case NetworkEnd():
                self.track(event.variant, event.seed).end = event
            case Resumed():
                self.changes += event.notes
                for position in event.at:
                    self.track(position.variant, position.seed).forget_after(position.step)
            case Control(action="set"):
                self.config[event.name] = event.value
                self.turned.append(event)
            case Start():
                self.planned, self.seeds = event.steps, list(event.seeds)
                self.variants, self.config = list(event.variants), dict(event.config)
                self.own_data, self.watched = event.own_data, event.watched

    def take_steps(self, batch: Decoded) -> None:
        """Fold in a batch of steps that somebody has decoded already."""
        self.track(batch.variant, batch.seed).take(batch)

    def only(self, seed: int) -> History:
        """The same run as if it had trained this seed alone; the columns are shared."""
        one = copy(self)
        one.seeds = [seed]
        return one

    def track(self, variant: str, seed: int) -> Track:
        """What was recorded of one network."""
        return self.tracks.setdefault((variant, seed), Track())

    def of(self, variant: str) -> list[Track]:
        """The tracks of a variant, one for each seed."""
        return [self.track(variant, seed) for seed in self.seeds]

    def done(self, variant: str) -> int:
        """The steps that every seed of this variant has trained."""
        return min((track.done for track in self.of(variant)), default=0)

    def finished(self, variant: str) -> bool:
        """Whether every seed has ended, or trained all its steps."""
        tracks = self.of(variant)
        return bool(tracks) and all(t.end is not None or t.done >= self.planned for t in tracks)

    def all(self, variant: str, metric: str) -> list[Sequence[float]]:
        """Every recorded value, one sequence for each seed; nan and infinity are kept."""
        return [column.values for column in self._columns(variant, metric)]

    def first(self, variant: str, metric: str) -> list[float]:
        """The first value, one for each seed."""
        return [_end(column.values, 0) for column in self._columns(variant, metric)]

    def last(self, variant: str, metric: str) -> list[float]:
        """The latest value, one for each seed; nan where there is none."""
        return [_end(column.values, -1) for column in self._columns(variant, metric)]

    def lowest(self, variant: str, metric: str) -> list[float]:
        """The smallest finite value, one for each seed."""
        return [least(column.low) for column in self._columns(variant, metric)]

    def highest(self, variant: str, metric: str) -> list[float]:
        """The largest finite value, one for each seed."""
        return [most(column.high) for column in self._columns(variant, metric)]

    def broke(self, variant: str, metric: str | None = None) -> list[int | None]:
        """The first step whose value was not finite, one for each seed; None where none was.

        Without a metric, the first at which any of the watched scalars was not.
        """
        names = self.watched if metric is None else (metric,)
        found = [[first_break(track, name) for name in names] for track in self.of(variant)]
        return [min((s for s in steps if s is not None), default=None) for steps in found]

    def _columns(self, variant: str, metric: str) -> list[Column]:
        empty = Column()
        return [track.columns.get(metric, empty) for track in self.of(variant)]


def _packed(numbers: list[float], values: list[float], packed: array[float]) -> array[float]:
    """Numbers as an array; where they are the values themselves, the one that is packed."""
    return packed if numbers is values else array("d", numbers)


def first_break(track: Track, metric: str) -> int | None:
    """The first recorded step at which this scalar was nan or infinite."""
    column = track.columns.get(metric, Column())
    pairs = zip(column.steps, column.values, strict=True)
    return next((step for step, value in pairs if not math.isfinite(value)), None)


def _end(values: Sequence[float], index: int) -> float:
    return values[index] if values else math.nan


def results(history: History) -> Results:
    """The figures of the report. Nothing here depends on the clock: equal runs compare equal."""
    return {
        variant: {
            str(seed): {
                name: summary(column)
                for name, column in history.track(variant, seed).columns.items()
            }
            for seed in history.seeds
        }
        for variant in history.variants
    }


def summary(column: Column) -> dict[str, float | None]:
    """First, last, least and most of a scalar; null where the number is not finite."""
    values = column.values
    return {
        "first": finite(_end(values, 0)),
        "last": finite(_end(values, -1)),
        "min": finite(least(column.low)),
        "max": finite(most(column.high)),
    }
