"""Several seeds of one variant in one loop: their words told apart, their ends each its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from lessons.kit.engine.failures import Failure, is_out_of_memory
from lessons.kit.engine.network import Network
from lessons.kit.engine.run import Run
from lessons.kit.stream.events import Event, NetworkEnd
from lessons.kit.stream.loop_events import Of, Step

Together = Callable[[Any, Sequence[Run]], Iterator[Of | list[Step]]]
"""A lesson's `together.train`: says pictures and the like of one network, and the steps of all."""

MOST = 16
"""Networks in one team: all of them hold their states of all steps at once."""

log = logging.getLogger(__name__)


class Team:
    """Networks that take every step together. One that has ended stays; the others go on."""

    def __init__(self, loop: Together, networks: Sequence[Network]) -> None:
        self.networks = networks
        self._loop = loop(networks[0].hp, [network.run for network in networks])

    def tick(self) -> list[Event]:
        """Train one step of them all. The events are their pictures, remarks and ends."""
        if all(network.end for network in self.networks):
            return []
        events: list[Event] = []
        try:
            going = self._until_steps(events)
        except (Exception, SystemExit) as error:
            return [*events, *self._failed(error)]
        return [*events, *self._ended(going)]

    def _until_steps(self, events: list[Event]) -> bool:
        """Run the loop to the end of its tick. False when it has no more."""
        for event in self._loop:
            if isinstance(event, list):
                self._take(event)
                return True
            network = self.networks[event.which]
            if not network.end:
                events.append(network.heard(event.event))
        return False

    def _take(self, steps: Iterable[Step]) -> None:
        for network, step in zip(self.networks, steps, strict=True):
            if not network.engine.is_at_rest:
                network.take_step(step)

    def _ended(self, going: bool) -> list[Event]:
        events = []
        for network in self._living():
            events += network.ended(going and not network.engine.is_at_rest)
            if network.end:
                network.freeze()
        return events

    def _failed(self, error: BaseException) -> list[NetworkEnd]:
        """An error in the loop is everybody's; lack of memory may come from being too many."""
        if not is_out_of_memory(error):
            return [network.failed(error, self._loop) for network in self._living()]
        log.exception("out of memory")
        many = f"out of memory: {len(self.networks)} seeds in one loop"
        fix = "--apart trains one after the other, in less memory"
        return [network.give_up(Failure(many, fix, 3)) for network in self._living()]

    def _living(self) -> list[Network]:
        return [network for network in self.networks if not network.end]


def teams(
    networks: Sequence[Network], loop: Together, suits: Callable[[Any], bool]
) -> list[Network | Team]:
    """The networks, those of one variant as a team where they are several and the loop suits."""
    by_variant: dict[str, list[Network]] = {}
    for network in networks:
        by_variant.setdefault(network.variant, []).append(network)
    units: list[Network | Team] = []
    for members in by_variant.values():
        for first in range(0, len(members), MOST):
            some = members[first : first + MOST]
            fit = len(some) > 1 and suits(some[0].hp) and _level(some)
            units += [Team(loop, some)] if fit else some
    return units


def _level(members: Sequence[Network]) -> bool:
    """Whether all that still train are at the same step, as they are unless a run was patched."""
    return len({network.engine.step for network in members if not network.was_over}) <= 1
