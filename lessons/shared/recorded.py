"""Scalars of a run, as claims and predictions read them: of its first step, and of its end."""

from collections.abc import Sequence
from statistics import median

from lessons.kit import History
from lessons.kit.claims.helpers import ended, over_seeds


def at_first(h: History, variant: str, metric: str) -> float | None:
    """The median over the seeds of the first value of a scalar; None while one has none."""
    if variant not in h.variants or not all(map(len, h.all(variant, metric))):
        return None
    return median(h.first(variant, metric))


def at_the_end(h: History, variant: str, metric: str, steps: int) -> float | None:
    """The median over the seeds of a scalar's last value; None before so many steps."""
    if variant not in h.variants or not ended(h, variant, steps=steps):
        return None
    return over_seeds(h, variant, metric)


def each_end(h: History, variant: str, metric: str, steps: int) -> list[float] | None:
    """The last values of a scalar, one for each seed; None before so many steps."""
    if variant not in h.variants or not ended(h, variant, steps=steps):
        return None
    return h.last(variant, metric)


def median_lead(ones: Sequence[float], others: Sequence[float]) -> float:
    """How much the first are more than the others, seed by seed: the median."""
    return median(one - other for one, other in zip(ones, others, strict=True))


def lead(h: History, one: tuple[str, str], other: tuple[str, str], steps: int) -> float | None:
    """`median_lead` of two scalars' ends, (variant, metric) each; None before so many steps."""
    here, there = each_end(h, *one, steps), each_end(h, *other, steps)
    return None if here is None or there is None else median_lead(here, there)


def of_each(found: dict[str, float | None]) -> dict[str, float] | None:
    """The values by name; None while one of them is missing."""
    told = {name: value for name, value in found.items() if value is not None}
    return told if len(told) == len(found) else None


def firsts(h: History, variants: Sequence[str], metric: str) -> dict[str, float] | None:
    """`at_first` of several variants; None while one of them has none."""
    return of_each({name: at_first(h, name, metric) for name in variants})


def ends(h: History, variants: Sequence[str], metric: str, steps: int) -> dict[str, float] | None:
    """`at_the_end` of several variants; None before so many steps of one of them."""
    return of_each({name: at_the_end(h, name, metric, steps) for name in variants})
