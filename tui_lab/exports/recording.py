"""A run's stream, read as often as need be: however long the run, a bounded part at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lessons.kit import BadEnvironment, History
from lessons.kit.claims.history import Track
from lessons.kit.stream.columns import steps_of
from lessons.kit.stream.events import Event, Resumed, Start, Steps
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.stream import Follower
from tui_lab.state.clock import Clock
from tui_lab.state.store import Key, Store

AT_ONCE = 2_000_000
"""Recorded values in memory at a time, 32 bytes each; a single network may have more."""


@dataclass
class Recording:
    """What is known of a stream after it was read once. What comes in later is left out."""

    run: RunFolder
    start: Start
    metrics: list[str] = field(default_factory=list)
    """Every scalar, in the order they first came."""
    thinned: set[str] = field(default_factory=set)
    """The scalars that have extremes of their own somewhere."""
    values: dict[Key, int] = field(default_factory=dict)
    """How many values each network recorded."""
    clock: Clock = field(default_factory=Clock)
    damaged: int = 0
    """Lines that could not be read."""
    count: int = 0

    def events(self) -> Iterator[Event]:
        """The stream again, as far as it was read the first time."""
        return islice(_events(Follower(self.run.events)), self.count)

    def networks(self, wanted: Callable[[Key], bool] = lambda _: True) -> list[Key]:
        """The networks of the run, variant by variant."""
        every = ((variant, seed) for variant in self.start.variants for seed in self.start.seeds)
        return [key for key in every if wanted(key)]

    def tracks(self, networks: Iterable[Key]) -> Iterator[tuple[Key, Track]]:
        """What each of these networks recorded; as many at a time as there may be values."""
        for some in self._in_parts(networks):
            history = History()
            for event in self.events():
                match event:
                    case Steps(variant=variant, seed=seed) if (variant, seed) in some:
                        history.take_event(event)
                    case Resumed():
                        history.take_event(event)
            for key in some:
                yield key, history.track(*key)

    def _in_parts(self, networks: Iterable[Key]) -> Iterator[list[Key]]:
        part: list[Key] = []
        size = 0
        for key in networks:
            own = self.values.get(key, 0)
            if part and size + own > AT_ONCE:
                yield part
                part, size = [], 0
            part, size = [*part, key], size + own
        if part:
            yield part


def read(run: RunFolder) -> Recording:
    """Read a run's stream once. Raises BadEnvironment where there is no run in it."""
    follower = Follower(run.events)
    found: Recording | None = None
    count = 0
    for event in _events(follower):
        count += 1
        if isinstance(event, Start):
            found = found or Recording(run, event)
        elif found and isinstance(event, Steps):
            _note(found, event)
        elif found and isinstance(event, Resumed):
            found.clock.forget_after(max((each.step for each in event.at), default=0))
    if found is None:
        raise nothing_recorded(run)
    found.count, found.damaged = count, follower.damaged
    return found


def folded(run: RunFolder) -> Store:
    """All that a screen knows of a run. Raises BadEnvironment where there is no run in it."""
    store, follower = Store(), Follower(run.events)
    for event in _events(follower):
        store.take_event(event)
    store.damaged = follower.damaged
    if store.start is None:
        raise nothing_recorded(run)
    return store


def nothing_recorded(run: RunFolder) -> BadEnvironment:
    """The refusal of a run without a beginning."""
    return BadEnvironment(f"run {run.id} has recorded nothing", "train it first")


def _events(follower: Follower) -> Iterator[Event]:
    while not follower.at_end:
        yield from follower.read()


def _note(found: Recording, event: Steps) -> None:
    """Keep in mind what this batch tells about the whole."""
    key, steps = (event.variant, event.seed), steps_of(event)
    found.metrics += [name for name in event.values if name not in found.metrics]
    found.thinned |= event.low.keys() | event.high.keys()
    found.values[key] = found.values.get(key, 0) + len(steps) * len(event.values)
    found.clock.read(max(steps, default=0), event.t)
