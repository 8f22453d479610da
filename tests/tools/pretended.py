"""A run without a worker: what a screen or a session sees of it was recorded."""

from __future__ import annotations

from lessons.kit.stream.events import Event
from tests.tools.places import RECORDINGS
from tui_lab.protocol.commands import Command, Reply
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.stream import Follower

THREE = {"variants": ("calm", "wild", "free"), "settings": {"steps": 200}}
"""The plan that the recordings `playing`, `paused` and `parked` were made with."""


class FakeRemote:
    """A run without a worker: says what it is told to, remembers what it is told."""

    host = ""

    def __init__(self, run: RunFolder, paused: bool = False) -> None:
        self.run = run
        self.worker = None
        self.started_paused = paused
        self.follower = Follower(run.events)
        self.sent: list[Command] = []
        self.reply = Reply()
        self.lives = True
        self.host = ""

    def read(self) -> list[Event]:
        return self.follower.read()

    def send(self, command: Command) -> Reply:
        self.sent.append(command)
        return self.reply

    def alive(self) -> bool:
        return self.lives

    def signal(self, _: int) -> None:
        self.lives = False

    def is_forgotten(self) -> bool:
        return False

    def hang_up(self) -> None:
        pass

    def says(self, recording: str, events: slice = slice(None)) -> None:
        """Append a recording's events to the run's stream."""
        lines = (RECORDINGS / f"{recording}.jsonl").read_bytes().splitlines(keepends=True)
        with self.run.events.open("ab") as file:
            file.writelines(lines[events])


class Workers(list[FakeRemote]):
    """Every worker that was started, the latest last."""
