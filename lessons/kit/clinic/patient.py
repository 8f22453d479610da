"""One network of a case, trained here and now, step by step. Imports torch."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import nn

from lessons.kit.claims.history import History
from lessons.kit.engine.network import Network
from lessons.kit.engine.race import Race
from lessons.kit.errors import BadUsage
from lessons.kit.page.lesson import Lesson
from lessons.kit.page.plan import Plan
from lessons.kit.stream.events import Event

Heard = Callable[[list[Event]], None]
"""Told of everything that a network records, while it trains."""
TELL_EVERY = 10
"""Steps after which a listener is told of them."""


class FailedError(BadUsage):
    """A learner's loop raised an error: no cure."""

    exit_code = 1


class Patient:
    """A network and what it has recorded."""

    def __init__(self, lesson: Lesson, plan: Plan, heard: Heard | None = None) -> None:
        self.heard = heard
        self.race = Race(lesson, plan)
        self.network: Network = self.race.networks[0]
        self.history = History()
        self._take([self.race.start()])
        self.total = plan.steps

    @property
    def models(self) -> dict[str, nn.Module]:
        """The networks that the loop named in `run.steps`, by name."""
        state = self.network.engine.state
        return {name: each for name, each in state.items() if isinstance(each, nn.Module)}

    def train(self, until: int | None = None, before: Callable[[int], None] | None = None) -> None:
        """Train up to a step, or to the end; `before` is told of every step before it.

        Raises FailedError where the loop fails.
        """
        self.network.engine.watched = before
        last = self.total if until is None else until
        while self.network.engine.step < last and not self.network.end:
            self._take(self.race.tick())
            if self.heard and self.network.engine.step % TELL_EVERY == 0:
                self._take(self.race.collect())
        self._take(self.race.collect())
        if until is None and not self.network.end:
            self._take(self.race.tick())
        self.network.engine.watched = None
        if self.network.end and self.network.end.how == "failed":
            raise FailedError(self.network.end.message, self.network.end.fix)

    def _take(self, events: Iterable[Event]) -> None:
        found = list(events)
        for event in found:
            self.history.take_event(event)
        if self.heard:
            self.heard(found)


def history_of(
    lesson: Lesson, plan: Plan, before: Callable[[int], None] | None = None,
    heard: Heard | None = None,
) -> History:  # fmt: skip
    """All that a plan's network records. Raises Trouble."""
    patient = Patient(lesson, plan, heard)
    patient.train(before=before)
    return patient.history


class SameNumbers:
    """Puts torch's random numbers back before every step: each draws the batch of the first."""

    def __init__(self) -> None:
        self.state: torch.Tensor | None = None

    def __call__(self, step: int) -> None:
        """Before a step; the network's own random numbers are in place then."""
        if self.state is None:
            self.state = torch.get_rng_state()
        torch.set_rng_state(self.state)
