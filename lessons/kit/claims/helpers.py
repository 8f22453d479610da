"""What claims are made of: has it trained long enough, what came out, and is it beyond a bar."""

import math
from collections.abc import Callable, Sequence
from statistics import fmean, median

from lessons.kit.claims.claim import Verdict
from lessons.kit.claims.history import History

AT_LEAST, AT_MOST = "≥", "≤"
"""On which side of its bar a measured value is good."""


def ended(h: History, *variants: str, steps: int = 1, broken: bool = True) -> bool:
    """Whether these have trained to their end, and at least this many steps.

    A network that broke has nothing more to say: it counts as ended from there on, unless
    `broken` is False: then it too must have trained that many.
    """

    def is_enough(variant: str) -> bool:
        return h.done(variant) >= steps or (broken and any(h.broke(variant)))

    return all(h.finished(v) and is_enough(v) for v in variants)


def tail_mean(values: Sequence[float], steps: int = 10) -> float:
    """The mean of the last values; infinite where one of them is not finite, or none is there."""
    tail = list(values[-steps:])
    return fmean(tail) if tail and all(map(math.isfinite, tail)) else math.inf


def tail_means(h: History, variant: str, metric: str = "", steps: int = 10) -> list[float]:
    """`tail_mean` of a scalar, one for each seed; without a name, of the first watched one."""
    return [tail_mean(values, steps) for values in h.all(variant, metric or h.watched[0])]


def over_seeds(
    h: History, variant: str, metric: str, how: Callable[[Sequence[float]], float] = median
) -> float:
    """The last value of a scalar, taken over the seeds: their median, or as `how` says."""
    return how(h.last(variant, metric))


def at_least(measured: float, bar: float, why: str) -> Verdict:
    """Holds where the measured value is the bar or above it; nan is neither, and fails."""
    return Verdict(measured >= bar, measured, bar, why, AT_LEAST)


def at_most(measured: float, bar: float, why: str) -> Verdict:
    """Holds where the measured value is the bar or below it; nan is neither, and fails."""
    return Verdict(measured <= bar, measured, bar, why, AT_MOST)
