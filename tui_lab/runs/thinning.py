"""Thinning: full detail at first, then one value for 2 steps, for 4, for 8, ….

Each doubling of a run adds the same 4,096 values, with the extremes of what each stands for:
no spike is lost, and a file stays small however long the training.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import filterfalse

from lessons.kit.stream.columns import Numbers, batch, decoded, steps_of
from lessons.kit.stream.events import Steps
from lessons.kit.stream.numbers import least, most

Floats = list[float]
FULL_DETAIL = 8192
"""Steps recorded one by one. A power of two, so that buckets end on round numbers."""


def bucket_width(step: int) -> int:
    """Steps that share one value, around this step."""
    return 1 << ((step - 1) // FULL_DETAIL).bit_length()


def bucket_end(step: int) -> int:
    """The last of the steps that share a value with this one."""
    width = bucket_width(step)
    return -(-step // width) * width


@dataclass
class Bucket:
    """A stretch of steps as one value: the last, or what was not finite, with the extremes."""

    step: int = 0
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    count: int = 0

    def add_values(self, last: int, values: Floats, lows: Floats, highs: Floats) -> None:
        """Take the next steps, all at once; this is the last of them."""
        if self.count == 0 or math.isfinite(self.value):
            self.value = next(filterfalse(math.isfinite, values), values[-1])
        self.low, self.high = least((self.low, *lows)), most((self.high, *highs))
        self.step, self.count = last, self.count + len(values)


@dataclass
class Thinner:
    """Turns the batches of a run into those that are recorded."""

    open: dict[tuple[str, int], dict[str, Bucket]] = field(default_factory=dict)
    """The bucket each scalar of each network is filling."""

    def thin_steps(self, event: Steps) -> list[Steps]:
        """The batch as it is to be recorded; what is not a full bucket yet waits."""
        if steps_of(event)[-1] <= FULL_DETAIL:
            return [event]
        found = decoded(event)
        buckets = self.open.setdefault((event.variant, event.seed), {})
        closed = {
            name: _fill(buckets, name, found.steps, numbers)
            for name, numbers in found.scalars.items()
        }
        return _batches(event.variant, event.seed, closed)

    def flush(self) -> list[Steps]:
        """Everything that still waits, as at a checkpoint or the end."""
        waiting, self.open = self.open, {}
        return [
            one
            for (variant, seed), buckets in waiting.items()
            for one in _batches(variant, seed, {n: [b] for n, b in buckets.items() if b.count})
        ]


def _fill(
    buckets: dict[str, Bucket], name: str, steps: Sequence[int], numbers: Numbers
) -> list[Bucket]:
    """Put a column into buckets; those that became full."""
    full: list[Bucket] = []
    here = 0
    while here < len(steps):
        end = bucket_end(steps[here])
        then = bisect_right(steps, end, here)
        bucket = buckets.setdefault(name, Bucket())
        columns = (each[here:then] for each in (numbers.values, numbers.low, numbers.high))
        bucket.add_values(steps[then - 1], *columns)
        if steps[then - 1] == end:
            full.append(buckets.pop(name))
        here = then
    return full


def _batches(variant: str, seed: int, closed: dict[str, list[Bucket]]) -> list[Steps]:
    """One event for each set of scalars whose buckets end at the same steps."""
    together: dict[tuple[int, ...], list[str]] = {}
    for name, buckets in closed.items():
        if buckets:
            together.setdefault(tuple(bucket.step for bucket in buckets), []).append(name)
    return [
        batch(
            variant, seed, steps,
            {n: [b.value for b in closed[n]] for n in names},
            {n: [b.low for b in closed[n]] for n in names},
            {n: [b.high for b in closed[n]] for n in names},
        )
        for steps, names in together.items()
    ]  # fmt: skip
