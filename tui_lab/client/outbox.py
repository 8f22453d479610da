"""Commands on their way to a worker, and the replies on their way back, in a thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress

from tui_lab.client.remote import Remote
from tui_lab.client.wake import WokenRun
from tui_lab.protocol.commands import Command, Reply

Then = Callable[[Reply], None]


class Outbox:
    """Carries commands in order and makes nobody wait: a worker answers between two steps."""

    def __init__(self, remote: Remote | WokenRun) -> None:
        self._remote = remote
        self._out: queue.SimpleQueue[tuple[Command, Then] | None] = queue.SimpleQueue()
        self._back: queue.SimpleQueue[tuple[Then, Reply]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def send(self, command: Command, then: Then) -> None:
        """Send a command; `then` gets the reply in a later `collect`."""
        self._out.put((command, then))

    def collect(self) -> None:
        """Hand over the replies that came in, in the caller's thread."""
        with suppress(queue.Empty):
            while True:
                then, reply = self._back.get_nowait()
                then(reply)

    def close(self) -> None:
        """Hang up once everything is sent."""
        self._out.put(None)

    def wait(self, patience: float) -> None:
        """After `close`: wait until everything has arrived, but not for ever."""
        self._thread.join(patience)

    def _carry(self) -> None:
        while (errand := self._out.get()) is not None:
            command, then = errand
            self._back.put((then, self._remote.send(command)))
        self._remote.hang_up()
