"""Following a worker of ours to its end, whatever that end is.

The first ctrl-c (or SIGTERM) stops after the step and writes the report; the second kills. What a
scheduler or a limit sends before it ends a job stops too, and never kills, however often it comes.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

from lessons.kit.claims.conclusion import INTERRUPTED
from lessons.kit.errors import Trouble, one_line
from lessons.kit.stream.events import End, Event, Fault, Resumed, Start
from tui_lab.client.deaths import code_of, how_it_died, last_words
from tui_lab.client.final_state import settle
from tui_lab.client.remote import Remote, follow
from tui_lab.state.store import Store
from tui_lab.system.signals import WARNED

Watcher = Callable[[Store, list[Event]], None]
"""Is told of every batch of events, after the store has folded it."""
Handler = Callable[[int, FrameType | None], None]
"""Of a signal, by its number."""


class LeftEarlyError(Trouble):
    """The worker never began: its own words, and its exit code."""

    def __init__(self, fault: Fault, code: int) -> None:
        super().__init__(fault.message, fault.fix)
        self.exit_code = code


@dataclass
class Interruption:
    """How often somebody asked us to stop."""

    count: int = 0


def wait_until_over(remote: Remote, watcher: Watcher, known: int = -1) -> Store:
    """Follow a worker of ours to its end. `known` is the last event there was before it.

    Raises LeftEarlyError if it said nothing new.
    """
    store, latest = Store(), known
    with _interruptible(remote) as asked:
        for events in follow(remote):
            latest = max([latest, *(event.seq for event in events)])
            _fold(store, events, watcher)
    if latest == known:
        raise _why_it_left(remote, asked)
    if store.end is None and (end := _unfinished(remote, asked)):
        _fold(store, [end], watcher)
    return store


def wait_until_begun(remote: Remote, known: int = -1) -> None:
    """Wait for the first word of a worker that is to go on alone. Raises LeftEarlyError.

    Interrupted before it, the worker is stopped too: nobody would know its name.
    """
    with _interruptible(remote) as asked:
        for events in follow(remote):
            new = [event for event in events if event.seq > known]
            if any(isinstance(event, Start | Resumed) for event in new) and not asked.count:
                return
    raise _why_it_left(remote, asked)


def _fold(store: Store, events: Iterable[Event], watcher: Watcher) -> None:
    batch = list(events)
    for event in batch:
        store.take_event(event)
    watcher(store, batch)


def _unfinished(remote: Remote, asked: Interruption) -> End | None:
    """The end of a run whose worker died; what we were asked to do decides the exit code."""
    died_with = remote.worker.wait() if remote.worker else None
    words = last_words(remote.worker)
    fault = words.error if words else how_it_died(died_with, remote.run.status())
    code, status = (words.exit, words.status) if words else (code_of(died_with), "killed")
    return settle(remote.run, fault, code=_code(asked, code), status=status)


def _why_it_left(remote: Remote, asked: Interruption) -> LeftEarlyError:
    code = remote.worker.wait() if remote.worker else None
    words = last_words(remote.worker)
    if asked.count:
        return LeftEarlyError(Fault("stopped before the first step"), INTERRUPTED)
    if words:
        return LeftEarlyError(words.error, words.exit)
    return LeftEarlyError(Fault(how_it_died(code).message, "run it again"), code_of(code))


def _code(asked: Interruption, otherwise: int) -> int:
    return INTERRUPTED if asked.count else otherwise


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

    def warn(number: int, frame: FrameType | None) -> None:
        asked.count = max(asked.count, 1)
        if remote.worker is not None and remote.worker.poll() is None:
            os.kill(remote.worker.pid, number)

    with handled(asked, interrupt, warn):
        yield asked


@contextmanager
def handled(asked: Interruption, interrupt: Handler, warn: Handler) -> Iterator[None]:
    """Have ctrl-c and SIGTERM interrupt, and what warns of an end warn, as long as this lasts."""
    handlers = {signal.SIGINT: interrupt, signal.SIGTERM: interrupt, **dict.fromkeys(WARNED, warn)}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            # who has been heard need not ask again: what is left is to print the document
            signal.signal(number, signal.SIG_IGN if asked.count else handler)


def say(sentence: str) -> None:
    """A line of narration. Names of files may hold anything: nothing of it drives the terminal."""
    with suppress(OSError):
        print(f"dl-lab: {one_line(sentence)}", file=sys.stderr, flush=True)
