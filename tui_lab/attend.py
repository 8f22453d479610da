"""Following a worker to its end, whatever that end is.

The first ctrl-c (or SIGTERM) stops after the step and writes the report; the second kills.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from lessons.kit import Event
from lessons.kit.conclusion import INTERRUPTED
from lessons.kit.errors import BadEnvironment, Trouble
from lessons.kit.events import End, Fault, Start
from tui_lab.aftermath import settle
from tui_lab.remote import Remote, follow, how_it_died, last_words
from tui_lab.runs import RunFolder
from tui_lab.store import Store

Watcher = Callable[[Store, list[Event]], None]
"""Is told of every batch of events, after the store has folded it."""


class LeftEarlyError(Trouble):
    """The worker never began: its own words, and its exit code."""

    def __init__(self, fault: Fault, code: int) -> None:
        super().__init__(fault.message, fault.mend)
        self.exit_code = code


@dataclass
class Interruption:
    """How often somebody asked us to stop."""

    count: int = 0


def attend(remote: Remote, watcher: Watcher) -> Store:
    """Follow a worker of ours to its end. The store's `end` is always there afterwards.

    Raises LeftEarlyError if it never began; nothing is left of its run then.
    """
    store = Store()
    with _interruptible(remote) as asked:
        for events in follow(remote):
            _fold(store, events, watcher)
    code = remote.worker.wait() if remote.worker else 0
    if store.start is None:
        _never_began(remote, asked, code)
    if store.end is None and (end := _unfinished(remote.run, asked, code)):
        _fold(store, [end], watcher)
    return store


def _fold(store: Store, events: Iterable[Event], watcher: Watcher) -> None:
    batch = list(events)
    for event in batch:
        store.take(event)
    watcher(store, batch)


def _unfinished(run: RunFolder, asked: Interruption, code: int) -> End | None:
    """The end of a run whose worker died; what we were asked to do decides the exit code."""
    return settle(run, how_it_died(code), code=INTERRUPTED if asked.count else 70)


def _never_began(remote: Remote, asked: Interruption, code: int) -> None:
    words = last_words(remote.worker)
    remote.run.remove()
    if asked.count:
        raise LeftEarlyError(Fault("stopped before the first step"), INTERRUPTED)
    if words is None:
        raise LeftEarlyError(how_it_died(code), 70)
    raise LeftEarlyError(words.error, words.exit)


@contextmanager
def _interruptible(remote: Remote) -> Iterator[Interruption]:
    """Turn the first ctrl-c or SIGTERM into a stop of the worker, the second into a kill."""
    asked = Interruption()

    def interrupt(number: int, frame: FrameType | None) -> None:
        asked.count += 1
        if remote.worker is None or remote.worker.poll() is not None:
            return
        os.kill(remote.worker.pid, signal.SIGTERM if asked.count == 1 else signal.SIGKILL)
        if asked.count == 1:
            say("stopping after this step; ctrl-c again to kill")

    before = {n: signal.signal(n, interrupt) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def say(sentence: str) -> None:
    """A line of narration."""
    print(f"dl-lab: {sentence}", file=sys.stderr, flush=True)


def wait_until_begun(remote: Remote) -> Start:
    """The start line of a worker that is to go on alone. Raises LeftEarlyError, BadEnvironment."""
    for events in follow(remote):
        for event in events:
            if isinstance(event, Start):
                return event
    _never_began(remote, Interruption(), remote.worker.wait() if remote.worker else 0)
    raise BadEnvironment("the worker left before the first step", "see its worker.log")
