"""A run's stream as it is read from its file: what is new since the last look, or all of it."""

import os
from collections.abc import Iterator
from pathlib import Path

from lessons.kit.stream.events import VERSION, DamagedLine, Event, from_json
from tui_lab.runs.folder import RunFolder

MOST_AT_ONCE = 4 * 2**20
"""Bytes read in one look: a long recording is folded in pieces, so that keys stay alive."""


class Follower:
    """Reads a stream that may still grow, line by whole line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damaged = 0
        """Lines that were no events: a writer killed inside a line leaves one."""
        self.newer = False
        """Whether a newer dl-lab recorded this: what it says more is skipped."""
        self.at_end = False
        """Whether the last look reached the end of the file."""
        self._offset = 0
        self._partial = b""

    def read(self) -> list[Event]:
        """The events since the last look; none if the file is not there yet."""
        try:
            chunk = read_from(self.path, self._offset)
        except (FileNotFoundError, NotADirectoryError):
            chunk = b""
        self.at_end = len(chunk) < MOST_AT_ONCE
        if not chunk:
            return []
        self._offset += len(chunk)
        *whole, self._partial = (self._partial + chunk).split(b"\n")
        return [event for line in whole if (event := self._decoded(line)) is not None]

    def _decoded(self, line: bytes) -> Event | None:
        try:
            event = from_json(line) if line else None
            self.newer = self.newer or (event is not None and event.v > VERSION)
            return event
        except DamagedLine:
            self.damaged += 1
            return None


def read_from(path: Path, offset: int) -> bytes:
    """What stands in a file from there on, but no more than is read at once.

    Opened each time: on NFS that is what shows how long the file is by now. Python's own files take
    several times as long to open, ten times a second.
    """
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        left = max(os.fstat(file).st_size - offset, 1)  # one byte of a folder is an error
        return os.pread(file, min(left, MOST_AT_ONCE), offset)
    finally:
        os.close(file)


def recorded(run: RunFolder) -> Iterator[Event]:
    """Everything recorded of a run so far."""
    follower = Follower(run.events)
    while not follower.at_end:
        yield from follower.read()
