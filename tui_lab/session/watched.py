"""Logs of somebody else's training as a session: the same store, so that the same panels show it.

There is no worker and no plan: what runs, how many steps there will be and which panels there are
is known only as far as the logs go.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from lessons.kit import BadEnvironment, Lesson, Panel, Params, Plan, Series
from lessons.kit.data.brought import Data
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line
from lessons.kit.stream.columns import Decoded, Numbers
from lessons.kit.stream.events import Start
from tui_lab.foreign.grouping import FIRST, panels_of
from tui_lab.foreign.points import Points
from tui_lab.foreign.tally import Tally
from tui_lab.foreign.watching import Watching
from tui_lab.session.session import Session
from tui_lab.state.clock import Clock
from tui_lab.state.store import Store
from tui_lab.state.thinned import Thinned

STILL = 120.0  # seconds without a change, after which nobody seems to train
READINGS = 32  # of the time, in a piece of a log
Scalar = tuple[str, str]
"""A run and a name."""


class Watched(Session):
    """One or more logs, that may still grow."""

    def __init__(self, path: Path) -> None:
        self.watching = Watching(path)
        self.book = Book()
        self.pages: list[Panel] = []
        title = one_line(path.resolve().name) or "/"
        super().__init__(_page(title, self.pages), _plan([]))
        self.store = self.book.store
        self.is_recording = True
        self._known: tuple[object, ...] = ()
        self._said = 0
        """How many of the watching's notes are told."""

    @property
    def state(self) -> str:
        """Whether it is being written."""
        return "growing" if time.time() - self.watching.changed < STILL else "still"

    def poll(self) -> None:
        """Fold in what was written since."""
        self.take(self.watching.look())

    def take(self, pieces: Iterable[tuple[str, Points]]) -> None:
        """Fold these in; a new run or scalar gives new panels."""
        for run, points in pieces:
            self.book.take(run, points)
        runs, store = self.watching.runs, self.store
        self.begins = self._beginning()
        known = (runs, store.metrics(), self._horizon())
        if known != self._known:
            self._known = known
            grouped = panels_of(store.metrics())
            self.pages[:] = [Series(title, of=of) for title, of in grouped.items()]
            self.draft.set_out_from(_plan(runs))
            store.take_event(self._start(runs))
        self.notices += self.watching.notes[self._said :]
        self._said = len(self.watching.notes)

    def _horizon(self) -> int:
        """The steps that the charts have room for: a little more, so that axes hold still."""
        last = self.store.step
        length = last - self.begins
        if (self.state == "still" and self.watching.is_read) or length < 2:
            return max(last, 1)
        unit = int(10 ** max(math.floor(math.log10(length)) - 1, 0)) * 5
        return self.begins + max(-(-length // unit) * unit, self._held(length))

    def _held(self, length: int) -> int:
        held = self.store.planned - self.begins
        return held if length <= held <= 2 * length else 0

    def _beginning(self) -> int:
        """Where charts begin: at 0, or where a log does that begins so late that most is empty."""
        first, last = self.book.earliest, self.store.step
        return first if first is not None and first > last - first else 0

    def _start(self, runs: list[str]) -> Start:
        watched = tuple(name for name in self.store.metrics() if FIRST.search(name))
        return Start(
            run=self.lesson.title, lesson="", config={}, variants={run: {} for run in runs},
            seeds=[0], steps=self._horizon(), device="", watched=watched,
        )  # fmt: skip


class LogStore(Store):
    """What logs say; a scalar of theirs may be nan now and then, and go on."""

    def __init__(self, tallies: Mapping[Scalar, Tally]) -> None:
        super().__init__()
        self._tallies = tallies

    def broke_at(self, variant: str, seed: int) -> int | None:
        """Since which step a watched scalar of this run is no number any more."""
        known = (self._tallies.get((variant, name)) for name in self.history.watched)
        steps = (tally.broke_at for tally in known if tally)
        return min((step for step in steps if step is not None), default=None)


class Book:
    """What was read of the logs: in bounded memory for the charts, and counted exactly."""

    def __init__(self) -> None:
        self.tallies: dict[Scalar, Tally] = {}
        self.store = LogStore(self.tallies)
        self.earliest: int | None = None
        """The first step of all logs."""
        self._thinned: dict[Scalar, Thinned] = {}

    def take(self, run: str, points: Points) -> None:
        """Fold in new values of one scalar."""
        key = run, points.scalar
        if points.forgets is not None:
            self._forget(key, points.forgets)
        if not points.steps:
            return
        first = points.steps[0]
        self.earliest = first if self.earliest is None else min(first, self.earliest)
        self.tallies.setdefault(key, Tally()).take(points.steps, points.values)
        steps, kept = self._thinned.setdefault(key, Thinned()).take(points.steps, points.values)
        values = points.values
        self.store.take_scalar(
            _decoded(key, points.steps, Numbers(values, values, values)), _decoded(key, steps, kept)
        )
        self._read_clock(run, points)

    def _forget(self, key: Scalar, step: int) -> None:
        """A training was resumed before this step: what is kept up to it is counted again."""
        steps, waiting = self._thinned.setdefault(key, Thinned()).flush()
        if steps and steps[-1] < step:
            self.store.history.take_steps(_decoded(key, steps, waiting))
        self.store.forget_from(key[0], 0, key[1], step)
        column = self.store.history.track(key[0], 0).columns.get(key[1])
        self.tallies[key] = Tally()
        if column:
            self.tallies[key].take(column.steps, list(column.values))
        if key[0] in self.store.clocks:
            self.store.clocks[key[0]].forget_after(step - 1)

    def _read_clock(self, run: str, points: Points) -> None:
        if not points.seconds:
            return
        clock = self.store.clocks.setdefault(run, Clock())
        every = max(len(points.steps) // READINGS, 1)
        for n in (*range(0, len(points.steps), every), -1):
            clock.read(points.steps[n], points.seconds[n])
        # the axis of all of them reaches as far as that of the longest
        self.store.clock = max(self.store.clocks.values(), key=lambda each: each.seconds[-1])

    @property
    def has_time(self) -> bool:
        """Whether any log says when its steps were."""
        return self.store.clock.seconds[-1] > 0


def _decoded(key: Scalar, steps: Iterable[int], numbers: Numbers) -> Decoded:
    return Decoded(key[0], 0, list(steps), {key[1]: numbers})


class _NoKnobs(Params):
    """A log has no settings."""


def _page(title: str, pages: list[Panel]) -> Lesson:
    """What a lesson's page is to a lesson."""
    return Lesson(
        package="tui_lab.foreign", title=title, says="", params=_NoKnobs, variants={}, race=(),
        panels=pages, data=_no_data, watched=(), found_as=title,
    )  # fmt: skip


def _no_data(*_: object) -> Data:
    raise NotImplementedError  # nobody trains here


def _plan(runs: list[str]) -> Plan:
    return Plan(lesson="", config={"steps": 1}, variants={run: {} for run in runs}, seeds=[0])


def read_whole(path: Path) -> Watched:
    """Logs as they are now, to their end. Raises Trouble where they have no numbers."""
    found = Watched(path)
    found.take(found.watching.all())
    _refuse_without_numbers(found)
    return found


def opened(path: Path) -> Watched:
    """Logs to be looked at: their beginning, the rest follows. Raises Trouble."""
    found = Watched(path)
    while not found.store.curves and not found.watching.is_read:
        found.poll()
    if not found.store.curves:
        found.take(found.watching.all())
    _refuse_without_numbers(found)
    return found


def _refuse_without_numbers(found: Watched) -> None:
    if found.store.curves:
        return
    watching = found.watching
    if watching.notes:
        raise watching.why
    notes = [note for _, log in watching.logs.values() for note in log.notes]
    what = f"{shown(watching.path)} has no numbers" + (f" ({notes[0]})" if notes else "")
    raise BadEnvironment(what, "a log has a heading and numbers, or an object a line")
