"""Real workers, watched as a screen would, and none left behind."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.tools.commands import PATIENCE
from tests.toys.lesson90_line import lesson
from tui_lab.client.remote import Remote, start_worker
from tui_lab.protocol.commands import Reply
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder
from tui_lab.state.store import OVER, Store


def until(true: Callable[[], Any]) -> Any:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.02)
    raise AssertionError("it never came about")


class Watched:
    """A run and what is known of it so far."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self.store = Store()

    def look(self) -> Store:
        for event in self.remote.read():
            self.store.take_event(event)
        return self.store

    def wait_for(self, state: str) -> Store:
        """Its stream and its folder both say so: what the worker writes last, it has written."""
        until(lambda: self.look().state == state)
        until(lambda: self._folder_says(state))
        return self.store

    def _folder_says(self, state: str) -> bool:
        run = self.remote.run
        if state in OVER:
            return not run.alive()
        status = run.status()
        return status is not None and status.state == state

    def send(self, command: Any) -> Reply:
        until(lambda: self.remote.run.status() is not None)
        return self.remote.send(command)


class Begin:
    """Starts workers, and leaves none behind."""

    def __init__(self) -> None:
        self.started: list[Remote] = []

    def __call__(self, *variants: str, paused: bool = False, **settings: Any) -> Watched:
        plan = lesson.plan(variants or ("free",), settings=settings)
        return self.on(places.create(plan), paused=paused)

    def on(self, run: RunFolder, **how: bool) -> Watched:
        """A worker on a run that already exists."""
        self.started.append(start_worker(run, **how))
        return Watched(self.started[-1])

    def clear(self) -> None:
        for remote in self.started:
            if remote.worker:
                remote.worker.kill()
                remote.worker.wait()
            remote.close()


def kill(watched: Watched) -> None:
    """kill -9, and wait until it is dead."""
    assert watched.remote.worker
    watched.remote.worker.kill()
    watched.remote.worker.wait()


LONG = {"steps": 1_000_000, "slow": 0.002}
