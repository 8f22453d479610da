"""What this lesson claims of a run, judged from what was recorded.

Which networks a claim speaks of is decided by their learning rate, in limits 2/λ_max, for a
learner may turn it. Beside each bar stands what was measured before it was set, as median [least,
most] over seeds 0 to 11, each seed on its own.
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
FAR = 1e-7
"""What the steps must have left of any distance, by theory, before a network can be there."""
Track = tuple[str, int]
"""A variant, and the place of a seed."""


def networks(h: History, belongs: Callable[[list[float]], bool]) -> list[Track]:
    """The networks whose learning rates, one for each step and in limits, are such."""
    return [
        (variant, place)
        for variant in h.variants
        for place, rates in enumerate(h.all(variant, "in_limits"))
        if rates and belongs(list(rates))
    ]


def grown(h: History, track: Track) -> float:
    """By how many powers of ten the steps stretch the longest distance, by theory."""
    variant, place = track
    factors = h.all(variant, "largest_factor")[place]
    return sum(math.log10(factor) if factor > 0 else -20.0 for factor in factors)


def worst(h: History, metric: str) -> float | None:
    """The largest value of a scalar, of all networks at all steps."""
    found = [v for variant in h.variants for v in h.highest(variant, metric) if not math.isnan(v)]
    return max(found, default=None)


def over(h: History) -> bool:
    """Whether every network has ended."""
    return bool(h.variants) and ended(h, *h.variants)


def same_by_hand(h: History) -> Verdict | None:
    """The largest relative error of the gradient by hand, against autograd."""
    error = worst(h, "byhand_error")
    if error is None:
        return None
    return at_most(error, 1e-12, f"by hand and by autograd differ by {error:.1e} at most")


def same_by_differences(h: History) -> Verdict | None:
    """The largest relative error of central differences, against autograd."""
    error = worst(h, "differences_error")
    if error is None:
        return None
    return at_most(error, 1e-7, f"differences and autograd differ by {error:.1e} at most")


def below_arrives(h: History) -> Verdict | None:
    """The largest distance from the least squares at the end, below the limit."""
    if not over(h):
        return None
    below = networks(h, lambda rates: max(rates) < 1)
    far = [track for track in below if grown(h, track) <= math.log10(FAR)]
    if not far:
        why = "no network below the limit has trained long enough to be there, by theory"
        return Verdict(None, None, ARRIVED, why)
    error = max(h.last(variant, "error")[place] for variant, place in far)
    return at_most(error, ARRIVED, f"below the limit the distance ends at {error:.1e}")


def above_leaves(h: History) -> Verdict | None:
    """By how many powers of ten the loss grows above the limit; the least of all networks."""
    if not over(h):
        return None
    above = networks(h, lambda rates: min(rates) > 1)
    far = [track for track in above if grown(h, track) >= 6 or broke(h, track)]
    if not far:
        why = "no network above the limit has trained long enough to be lost, by theory"
        return Verdict(None, None, 6.0, why)
    powers = min(risen(h, track) for track in far)
    why = f"above the limit the loss grows by {powers:.0f} powers of ten at least"
    return at_least(powers, 6.0, why)


def broke(h: History, track: Track) -> bool:
    """Whether its loss was beyond the largest number."""
    variant, place = track
    return h.broke(variant)[place] is not None


def risen(h: History, track: Track) -> float:
    """By how many powers of ten its loss is larger than at first; 308 is the largest number's."""
    variant, place = track
    if broke(h, track):
        return 308.0
    first, last = h.first(variant, "loss")[place], h.last(variant, "loss")[place]
    return math.log10(last / first) if first > 0 and last > 0 else -math.inf


def at_swings(h: History) -> Verdict | None:
    """By how much the distance in the steepest direction changes at the limit."""
    if not over(h):
        return None
    there = networks(h, lambda rates: max(abs(rate - 1) for rate in rates) < 1e-12)
    if not there:
        return Verdict(None, None, 1e-6, "no network was at the limit all the time")
    change = max(changed(h, track) for track in there)
    steps = min(h.done(variant) for variant, _ in there)
    why = f"at the limit the swing changes by {change:.1e} in {steps} steps"
    return at_most(change, 1e-6, why)


def changed(h: History, track: Track) -> float:
    """By which share the distance in the steepest direction is another at the end."""
    variant, place = track
    first, last = (f(variant, "steepest")[place] for f in (h.first, h.last))
    return abs(last / first - 1) if first else math.inf


def by_formula(h: History) -> Verdict | None:
    """How far any direction's factor is from 1 − lr·λ, at any step."""
    error = worst(h, "stray")
    if error is None:
        return None
    why = f"what a step leaves of a direction is 1 − lr·λ to {error:.1e}"
    return at_most(error, 1e-6, why)


def best_near(h: History) -> Verdict | None:
    """How many times closer 0.98 of the limit comes than a half of it."""
    if not over(h):
        return None
    closer = times_closer(h, "rate-0.98", "rate-0.5")
    why = f"0.98 of the limit ends {closer:.0f} times closer than a half of it"
    return at_least(closer, 10.0, why)


def edge_loses(h: History) -> Verdict | None:
    """How many times closer 0.98 of the limit comes than 0.999 of it."""
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
    """How many times as many steps the raw points take as the standardised ones."""
    if not over(h):
        return None
    raw, scaled = arrived_at(h, "raw"), arrived_at(h, "standardised")
    if math.isinf(raw) or math.isinf(scaled):
        return Verdict(None, None, 3.0, "one of the two is not there yet")
    why = f"there after {scaled:.0f} steps with standardised x, and after {raw:.0f} without"
    return at_least(raw / scaled, 3.0, why)


CLAIMS = [
    Claim("hand-is-autograd", "The gradient by hand is the one that autograd finds", same_by_hand),
    Claim("hand-is-differences", "Central differences find it too", same_by_differences),
    Claim(
        "below-arrives", "Below 2/λ_max gradient descent ends at the least squares", below_arrives
    ),
    Claim("above-leaves", "Above 2/λ_max it leaves for good", above_leaves),
    Claim("at-swings", "At 2/λ_max the steepest direction swings for ever", at_swings),
    Claim("by-formula", "A step leaves 1 − lr·λ of each eigen-direction, exactly", by_formula),
    Claim(
        "best-near-the-limit",
        "The best learning rate is near the limit, not far below it",
        best_near,
        needs=tuple(SWEEP),
        own_data=True,
        when={"dataset": "line"},
    ),
    Claim(
        "not-on-the-edge",
        "A hair below the limit is worse again",
        edge_loses,
        needs=tuple(SWEEP),
        own_data=True,
        when={"dataset": "line"},
    ),
    Claim(
        "standardising-helps",
        "With a standardised x no direction is slow",
        scaling_helps,
        needs=("raw", "standardised"),
        own_data=True,
    ),
]
