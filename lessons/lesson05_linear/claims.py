"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11, each seed on its own.
"""

import math
from collections.abc import Callable
from typing import Any

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended

RATES = (0.1, 0.3, 0.5, 0.9, 0.98, 0.999)
SWEEP: dict[str, dict[str, Any]] = {f"rate-{rate:g}": {"lr": rate} for rate in RATES}
ARRIVED = 1e-6
"""The distance from the least squares, in lengths of them, that counts as there."""
FAR = -7
"""Powers of ten to which the steps must have shrunk any distance before one can be there."""
LOST = 6
"""Powers of ten by which the steps must have stretched the distance before one can be lost."""
Judge = Callable[[History], Verdict | None]


def grown(h: History, variant: str) -> list[float]:
    """By how many powers of ten each seed's steps stretch the longest distance, by theory."""
    return [
        sum(math.log10(factor) if factor > 0 else -20.0 for factor in factors)
        for factors in h.all(variant, "largest_factor")
    ]


def always(h: History, variant: str, holds: Callable[[float], bool]) -> bool:
    """Whether every learning rate, in limits, that the variant had was such."""
    return all(holds(rate) for rates in h.all(variant, "in_limits") for rate in rates)


def worst(h: History, metric: str) -> float | None:
    """The largest value of a scalar, of all networks at all steps."""
    found = [v for variant in h.variants for v in h.highest(variant, metric) if not math.isnan(v)]
    return max(found, default=None)


def over(h: History) -> bool:
    """Whether every network has ended."""
    return bool(h.variants) and ended(h, *h.variants)


def same_by_hand(h: History) -> Verdict | None:
    """The largest relative error of the gradient by hand, against autograd.

    Measured: 0 on every preset: both are the same sums of the same products.
    """
    error = worst(h, "byhand_error")
    if error is None:
        return None
    return at_most(error, 1e-12, f"by hand and by autograd differ by {error:.1e} at most")


def same_by_differences(h: History) -> Verdict | None:
    """The largest relative error of central differences, against autograd.

    Measured: 3.5e-14 [3.0e-14, 4.3e-14]; on diabetes 1.1e-13 [8.7e-14, 1.3e-13].
    """
    error = worst(h, "differences_error")
    if error is None:
        return None
    return at_most(error, 1e-7, f"differences and autograd differ by {error:.1e} at most")


def arrives(variant: str) -> Judge:
    """The claim's function for a network below the limit: where it ends, seed by seed."""

    def judge(h: History) -> Verdict | None:
        """The largest distance from the least squares at the end.

        Measured: yours 2.1e-8 [3.7e-9, 5.9e-8]; inside 1.5e-9 [7.3e-10, 2.5e-9],
        and on diabetes 1.65e-8 [1.63e-8, 1.66e-8].
        """
        if not ended(h, variant):
            return None
        if not always(h, variant, lambda rate: rate < 1):
            return Verdict(None, None, ARRIVED, f"{variant} was not below the limit all the time")
        if (slowest := max(grown(h, variant))) > FAR:
            why = f"{variant} has too few steps to be there{needed(h.done(variant), slowest)}"
            return Verdict(None, None, ARRIVED, why)
        error = max(h.last(variant, "error"))
        return at_most(error, ARRIVED, f"{variant} ends at a distance of {error:.1e}")

    return judge


def needed(steps: int, shrunk: float) -> str:
    """How many steps would be enough, where so many have shrunk the distance by these powers."""
    return f": by theory it needs {math.ceil(steps * FAR / shrunk):,}" if shrunk < 0 else ""


def leaves(variant: str) -> Judge:
    """The claim's function for a network above the limit: how far it goes, seed by seed."""

    def judge(h: History) -> Verdict | None:
        """By how many powers of ten the loss grows; the seed with the least.

        Measured: above 41.3 [41.3, 41.3]; over-the-edge 17.2 [17.2, 17.2], and on
        diabetes 84.8 [84.8, 84.8]; centimetres 308, the largest number, in all 12.
        """
        if not ended(h, variant):
            return None
        if not always(h, variant, lambda rate: rate > 1):
            return Verdict(None, None, 6.0, f"{variant} was not above the limit all the time")
        if min(grown(h, variant)) < LOST and None in h.broke(variant):
            return Verdict(None, None, 6.0, f"{variant} has too few steps to be lost")
        powers = min(risen(h, variant))
        return at_least(powers, 6.0, f"the loss of {variant} grows by {powers:.0f} powers of ten")

    return judge


def risen(h: History, variant: str) -> list[float]:
    """By how many powers of ten each seed's loss is larger than at first; 308 where it broke."""
    ends = zip(h.broke(variant), h.first(variant, "loss"), h.last(variant, "loss"), strict=True)
    return [
        308.0 if broke else math.log10(last / first) if first > 0 and last > 0 else -math.inf
        for broke, first, last in ends
    ]


def at_swings(h: History) -> Verdict | None:
    """By which share the distance in the steepest direction is another at the end.

    Measured: 7.5e-14 [7.1e-14, 8.3e-14].
    """
    if not ended(h, "at", steps=100):
        return None
    if not always(h, "at", lambda rate: abs(rate - 1) < 1e-12):
        return Verdict(None, None, 1e-6, "at was not at the limit all the time")
    pairs = zip(h.first("at", "steepest"), h.last("at", "steepest"), strict=True)
    change = max(abs(last / first - 1) if first else math.inf for first, last in pairs)
    why = f"at the limit the swing changes by {change:.1e} in {h.done('at')} steps"
    return at_most(change, 1e-6, why)


def crawls(h: History) -> Verdict | None:
    """Which share of the distance in the flattest direction is left at the end; the least.

    Measured: 0.224 in all 12: by the formula it is (1 − 0.01 · 0.299)⁵⁰⁰.
    """
    if not ended(h, "tutorial", steps=100):
        return None
    pairs = zip(h.first("tutorial", "flattest"), h.last("tutorial", "flattest"), strict=True)
    left = min(last / first if first else math.nan for first, last in pairs)
    why = f"after {h.done('tutorial')} steps {left:.0%} of the flattest distance is left"
    return at_least(left, 0.1, why)


def by_formula(h: History) -> Verdict | None:
    """How far any direction's factor is from 1 − lr·λ, at any step.

    Measured: 5.3e-10 [4.3e-10, 6.2e-10]; it is the rounding of what is measured last.
    """
    error = worst(h, "stray")
    if error is None:
        return None
    why = f"what a step leaves of a direction is 1 − lr·λ to {error:.1e}"
    return at_most(error, 1e-6, why)


def best_near(h: History) -> Verdict | None:
    """How many times closer 0.98 of the limit comes than a half of it.

    Measured: 175 [49, 195].
    """
    if not over(h):
        return None
    closer = times_closer(h, "rate-0.98", "rate-0.5")
    why = f"0.98 of the limit ends {closer:.0f} times closer than a half of it"
    return at_least(closer, 3.0, why)


def edge_loses(h: History) -> Verdict | None:
    """How many times closer 0.98 of the limit comes than 0.999 of it.

    Measured: 56,000 [27,000, 111,000].
    """
    if not over(h):
        return None
    closer = times_closer(h, "rate-0.98", "rate-0.999")
    why = f"0.98 of the limit ends {closer:.0f} times closer than 0.999 of it"
    return at_least(closer, 10.0, why)


def times_closer(h: History, near: str, far: str) -> float:
    """How many times as close one network ends as the other; the seed with the least."""
    pairs = zip(h.last(near, "error"), h.last(far, "error"), strict=True)
    return min((b / a if a else math.inf for a, b in pairs), default=math.nan)


def arrived_at(h: History, variant: str) -> float:
    """The first step with a distance of 1e-6 or less; of several seeds the last to come."""
    found = []
    for errors in h.all(variant, "error"):
        there = (step for step, error in enumerate(errors, 1) if error <= ARRIVED)
        found.append(next(there, math.inf))
    return max(found, default=math.inf)


def scaling_helps(h: History) -> Verdict | None:
    """How many times as many steps the raw points take as the standardised ones.

    Measured: 6.2 [5.2, 6.7].
    """
    if not over(h):
        return None
    raw, scaled = arrived_at(h, "raw"), arrived_at(h, "standardised")
    if math.isinf(raw) or math.isinf(scaled):
        return Verdict(None, None, 2.5, "one of the two is not there yet")
    why = f"there after {scaled:.0f} steps with standardised x, and after {raw:.0f} without"
    return at_least(raw / scaled, 2.5, why)


CLAIMS = [
    Claim("hand-is-autograd", "The gradient by hand is the one that autograd finds", same_by_hand,
          unit="1"),
    Claim("hand-is-differences", "Central differences find it too", same_by_differences, unit="1"),
    Claim("below-arrives", "Below 2/λ_max gradient descent ends at the least squares",
          arrives("yours"), needs=("yours",), unit="1"),
    Claim("at-swings", "At 2/λ_max the path swings for ever", at_swings, needs=("at",), unit="1"),
    Claim("above-leaves", "5 % above 2/λ_max it leaves for good", leaves("above"), needs=("above",),
          unit="powers of ten"),
    Claim("inside-arrives", "1 % below 2/λ_max it ends at the least squares", arrives("inside"),
          needs=("inside",), unit="1"),
    Claim("over-the-edge-leaves", "1 % above 2/λ_max it leaves for good", leaves("over-the-edge"),
          needs=("over-the-edge",), unit="powers of ten"),
    Claim("centimetres-leave", "lr 0.01 is above the limit once x is in centimetres",
          leaves("centimetres"), needs=("centimetres",), unit="powers of ten"),
    Claim("tutorial-crawls", "lr 0.01 works and is slow: the flattest direction is not there",
          crawls, needs=("tutorial",), own_data=True, when={"dataset": "line"},
          unit="of the distance"),
    Claim("by-formula", "A step leaves 1 − lr·λ of each eigen-direction, exactly", by_formula,
          unit="1"),
    Claim("best-near-the-limit", "The best learning rate is near the limit, not far below it",
          best_near, needs=tuple(SWEEP), own_data=True, when={"dataset": "line"}, unit="times"),
    Claim("not-on-the-edge", "A hair below the limit is worse again", edge_loses,
          needs=tuple(SWEEP), own_data=True, when={"dataset": "line"}, unit="times"),
    Claim("standardising-helps", "With a standardised x no direction is slow", scaling_helps,
          needs=("raw", "standardised"), own_data=True, unit="times"),
]  # fmt: skip
