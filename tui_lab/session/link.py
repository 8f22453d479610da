"""What a session says to the worker of its run: in a thread, and kept until somebody listens."""

from __future__ import annotations

import signal

from tui_lab.client.final_state import is_on_the_way
from tui_lab.client.outbox import Outbox
from tui_lab.client.remote import Remote
from tui_lab.client.wake import WokenRun
from tui_lab.protocol.commands import Command, Pause, Play, Reply, Stop, Watch
from tui_lab.runs.folder import RunFolder


class Link:
    """The way to a worker, as long as there is one. Nothing here waits: a step may be long."""

    def __init__(self, notices: list[str]) -> None:
        self.notices = notices
        """Why a command was refused goes here."""
        self.remote: Remote | None = None
        self.outbox: Outbox | None = None
        self.is_warming = False
        """Whether the worker has still to say how it is."""
        self.wants_pause = False
        self._held: list[Command] = []
        """Commands given before the worker listens."""

    @property
    def obeys(self) -> bool:
        """Whether there is a worker that hears play and pause, though it may still be starting."""
        return self.remote is not None and (not self.is_warming or is_on_the_way(self.remote.run))

    def take_up(self, remote: Remote) -> None:
        """Talk to this worker from now on."""
        if self.outbox:
            self.outbox.close()
        self.remote, self.outbox = remote, Outbox(remote)
        self.is_warming, self.wants_pause = True, False

    def tell(self, command: Command) -> None:
        """Send a command; of a worker that does not listen yet, once it does."""
        if self.is_warming and not (isinstance(command, Play | Pause) and self.obeys):
            self._held.append(command)
        elif self.outbox:
            is_courtesy = isinstance(command, Watch)
            self.outbox.send(command, (lambda _: None) if is_courtesy else self.heard)

    def listens(self) -> None:
        """The worker has said how it is: it is told what was kept for it."""
        self.is_warming = False
        held, self._held = self._held, []
        for command in [Watch(), *held, *([Pause()] if self.wants_pause else [])]:
            self.tell(command)

    def stop(self) -> None:
        """End the run after this step: it saves everything and ends."""
        if self.is_warming and self.remote and not self.remote.host:
            self.remote.signal(signal.SIGTERM)
        elif self.remote and self.outbox:
            self.outbox.send(Stop(), self.heard)

    def woken(self, run: RunFolder) -> Outbox:
        """The way to a network that nobody trains any more."""
        self.outbox = self.outbox or Outbox(WokenRun(run))
        return self.outbox

    def heard(self, reply: Reply) -> None:
        """A refusal is something to be read."""
        if not reply.ok and reply.error:
            self.notices.append(reply.error)

    def close(self) -> None:
        """Let go of the worker: it goes on."""
        if self.outbox:
            self.outbox.close()
        self.remote = self.outbox = None
        self.is_warming = False
        self._held.clear()
