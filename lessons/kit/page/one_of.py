"""What a question of the tour can be answered with: a few choices, each with its own sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lessons.kit.claims.history import History

Rule = Callable[["History"], str | None]
"""Finds the right choice in what a run recorded; None while the run cannot tell."""


@dataclass(frozen=True)
class OneOf:
    """The choices of a tour's question, which one is right, and a hint for who wants one.

    `right` is the number of the choice, from 1, or a rule that finds it in the learner's run,
    such as `least("loss")`.
    """

    choices: dict[str, str]
    """Choice to sentence: why it is right, or which mistake it is."""
    right: int | Rule
    hint: str
    shows: str = ""
    """A scalar: its value for each network of the run is told beside the sentence."""

    @property
    def needs_run(self) -> bool:
        """Whether only a run can say which choice is right."""
        return not isinstance(self.right, int)

    def truth(self, history: History) -> str | None:
        """The right choice; None while a run has to say it and cannot."""
        if not isinstance(self.right, int):
            return self.right(history)
        choices = list(self.choices)
        return choices[self.right - 1] if 0 < self.right <= len(choices) else None

    def figures(self, history: History) -> str:
        """Such as `loss: norm 1.83, value 1.91`; "" where the run has no such scalar."""
        found = {name: _mean(history.last(name, self.shows)) for name in history.variants}
        has_any = any(any(history.all(name, self.shows)) for name in history.variants)
        told = [f"{name} {value:.3g}" for name, value in found.items()]
        return f"{self.shows}: {', '.join(told)}" if self.shows and has_any else ""


def least(metric: str, *, at_start: bool = False) -> Rule:
    """The network at whose end this scalar is the lowest; or at whose first step."""
    return lambda history: _first(history, metric, 1, at_start)


def most(metric: str, *, at_start: bool = False) -> Rule:
    """The network at whose end this scalar is the highest; or at whose first step."""
    return lambda history: _first(history, metric, -1, at_start)


def _first(history: History, metric: str, sign: int, at_start: bool) -> str | None:
    is_there = history.done if at_start else history.finished
    if not history.variants or not all(map(is_there, history.variants)):
        return None
    values = history.first if at_start else history.last
    found = {name: sign * _mean(values(name, metric)) for name in history.variants}
    finite = {name: value for name, value in found.items() if math.isfinite(value)}
    return min(finite, key=finite.__getitem__, default=None)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
