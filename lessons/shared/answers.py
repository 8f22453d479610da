"""Rules for questions of a tour that the learner's own run answers, by its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import fmean

from lessons.kit import History
from lessons.kit.page.one_of import Rule


def at_the_end(history: History, variant: str, metric: str) -> float | None:
    """A scalar's last value, the mean over seeds; None before the end, or without one."""
    if variant not in history.variants or not history.finished(variant):
        return None
    value = fmean(history.last(variant, metric) or [math.nan])
    return value if math.isfinite(value) else None


def called(rule: Rule, names: Mapping[str, str]) -> Rule:
    """What another rule says of a network, by the words of the choices."""

    def found(history: History) -> str | None:
        return names.get(rule(history) or "")

    return found


def largest(scalars: Mapping[str, str], of: str) -> Rule:
    """The choice whose scalar is the largest at the end of this network."""

    def found(history: History) -> str | None:
        values = {c: at_the_end(history, of, scalar) for c, scalar in scalars.items()}
        known = {choice: value for choice, value in values.items() if value is not None}
        return max(known, key=known.__getitem__) if len(known) == len(scalars) else None

    return found


def reach(metric: str, bar: float, choices: Mapping[str, Sequence[str]]) -> Rule:
    """The choice that names just those networks whose scalar ends at the bar or above it."""

    def found(history: History) -> str | None:
        ends = {name: at_the_end(history, name, metric) for name in history.variants}
        if not ends or None in ends.values():
            return None
        high = {name for name, value in ends.items() if value is not None and value >= bar}
        return next((choice for choice, names in choices.items() if set(names) == high), None)

    return found
