"""A curve in fixed memory: however many points come in, at most 512 bins go out.

Each bin keeps the extremes, so that no spike is lost, and the sum, so that means are exact.
When all are full, neighbours are merged in pairs. A batch is folded in a bin at a time: 0.1 µs a
point once a bin is many steps.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from lessons.kit.stream.columns import Numbers

BINS = 512


@dataclass
class Bin:
    """What is known of a stretch of steps."""

    step: int
    """The first step in it."""
    low: float = math.inf
    high: float = -math.inf
    total: float = 0.0
    count: int = 0
    """Finite values in it."""

    @property
    def mean(self) -> float:
        """The mean of the finite values; nan where there are none."""
        return self.total / self.count if self.count else math.nan

    def add_value(self, value: float, low: float, high: float) -> None:
        """Take one value, and the extremes it stands for. Non-finite ones are gaps."""
        if not math.isfinite(value):
            return
        self.low = min(self.low, low)
        self.high = max(self.high, high)
        self.total += value
        self.count += 1

    def take(self, values: Sequence[float], low: Sequence[float], high: Sequence[float]) -> None:
        """Take the values of several steps, as `add` takes them one after the other."""
        total = sum(values, self.total)
        if not math.isfinite(total + sum(low) + sum(high)):
            for value, least, most in zip(values, low, high, strict=True):
                self.add_value(value, *_within(value, least, most))
            return
        self.low, self.high = min(self.low, min(low)), max(self.high, max(high))
        self.total, self.count = total, self.count + len(values)

    def merge(self, later: "Bin") -> "Bin":
        """This bin and the next one as one."""
        low, high = min(self.low, later.low), max(self.high, later.high)
        return Bin(self.step, low, high, self.total + later.total, self.count + later.count)


@dataclass
class Binned:
    """One scalar of one network, as a chart needs it."""

    width: int = 1
    """Steps in a bin; a power of two."""
    bins: list[Bin] = field(default_factory=list)
    last_step: int = 0
    last: float = math.nan
    """The latest value, finite or not."""
    broke_at: int | None = None
    """The first step whose value was not finite."""

    def add_point(
        self, step: int, value: float, low: float = math.nan, high: float = math.nan
    ) -> None:
        """Append a value; steps only grow. `low` and `high` default to the value."""
        self.extend((step,), Numbers([value], [low], [high]))

    def extend(self, steps: Sequence[int], numbers: Numbers) -> None:
        """Append a batch, all that goes into one bin at once."""
        if not steps:
            return
        self._look_for_a_break(steps, numbers.values)
        self.last_step, self.last = steps[-1], numbers.values[-1]
        while (max(steps) - 1) // self.width >= BINS:
            self._halve()
        here = 0
        while here < len(steps):
            one = self._bin_of(steps[here])
            then = max(bisect_left(steps, one.step + self.width, here), here + 1)
            one.take(*(each[here:then] for each in (numbers.values, numbers.low, numbers.high)))
            here = then

    def _look_for_a_break(self, steps: Sequence[int], values: Sequence[float]) -> None:
        if self.broke_at is None and not math.isfinite(sum(values)):
            rows = zip(steps, values, strict=True)
            self.broke_at = next((step for step, one in rows if not math.isfinite(one)), None)

    def _bin_of(self, step: int) -> Bin:
        """The last bin, or a new one where this step is beyond it."""
        place = (step - 1) // self.width
        if not self.bins or (self.bins[-1].step - 1) // self.width < place:
            self.bins.append(Bin(place * self.width + 1))
        return self.bins[-1]

    def _halve(self) -> None:
        """Merge neighbours in pairs: half the bins, each twice as wide."""
        self.width *= 2
        merged: list[Bin] = []
        for one in self.bins:
            if merged and (merged[-1].step - 1) // self.width == (one.step - 1) // self.width:
                merged[-1] = merged[-1].merge(one)
            else:
                one.step = (one.step - 1) // self.width * self.width + 1
                merged.append(one)
        self.bins = merged

    def value_at(self, step: int | None) -> float:
        """The latest value; or, of the bin that holds a step, the mean; nan before the first."""
        if step is None or step >= self.last_step:
            return self.last
        place = bisect_right(self.bins, step, key=lambda one: one.step)
        return self.bins[place - 1].mean if place else math.nan

    def running_mean(self) -> list[float]:
        """At each bin, the mean of everything up to and including it."""
        means, total, count = [], 0.0, 0
        for one in self.bins:
            total, count = total + one.total, count + one.count
            means.append(total / count if count else math.nan)
        return means


def _within(value: float, low: float, high: float) -> tuple[float, float]:
    """The extremes of a value; itself where nothing is known of them."""
    return low if math.isfinite(low) else value, high if math.isfinite(high) else value
