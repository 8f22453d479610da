"""The worker's pen: events appended to a file, each with its place and its time."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from lessons.kit.stream.columns import steps_of
from lessons.kit.stream.events import DamagedLine, End, Event, Steps, from_json, to_json
from tui_lab.runs.thinning import Thinner

FIRST_LINE = 2**24  # bytes that it may have
TAIL = 2**20  # bytes looked at for the last whole event when a run is resumed


class Recorder:
    """Appends to a stream. A line is there whole or not at all, also on a full disk."""

    def __init__(self, path: Path) -> None:
        self._thinner = Thinner()
        self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        last = last_event(path)
        self.seq = last.seq + 1 if last else 0
        self._began = time.monotonic() - (last.t if last else 0.0)
        self._size = os.fstat(self._file).st_size
        if self._size and os.pread(self._file, 1, self._size - 1) != b"\n":
            self._append(b"\n")  # the writer before us was killed inside a line

    @property
    def elapsed(self) -> float:
        """Seconds this run has been worked on, those before a resume included."""
        return time.monotonic() - self._began

    def write(self, events: Iterable[Event]) -> None:
        """Append events, thinned as the run grows long. Raises OSError with nothing torn."""
        thinned: list[Event] = []
        for event in events:
            thinned += self._thinner.thin_steps(event) if isinstance(event, Steps) else [event]
        self._write(thinned)

    def flush(self) -> None:
        """Append what the thinning still holds back, as at a checkpoint or the end."""
        self._write(list(self._thinner.flush()))

    def last_word(self, end: End) -> End:
        """Append the end of the run, and give it back with its place and time."""
        end = msgspec.structs.replace(end, seq=self.seq, t=round(self.elapsed, 4))
        self._append(to_json(end) + b"\n")
        self.seq += 1
        return end

    def close(self) -> None:
        """Put the pen down."""
        os.close(self._file)

    def _write(self, events: list[Event]) -> None:
        t = round(self.elapsed, 4)
        numbered = [
            msgspec.structs.replace(event, seq=self.seq + i, t=t) for i, event in enumerate(events)
        ]
        self._append(b"".join(to_json(event) + b"\n" for event in numbered))
        self.seq += len(numbered)

    def _append(self, lines: bytes) -> None:
        """Write it all or, where the disk is full, nothing: half a line would be lost."""
        done = 0
        try:
            while done < len(lines):
                done += os.write(self._file, lines[done:])
        except OSError:
            if done:
                os.ftruncate(self._file, self._size)
            raise
        self._size += done


def last_step(path: Path) -> int:
    """The last step that a stream tells of; 0 where there is none."""
    steps = (steps_of(event)[-1] for event in latest_events(path) if isinstance(event, Steps))
    return next(steps, 0)


def first_event(path: Path) -> Event | None:
    """The first event of a stream, how the run began; None where there is none."""
    with suppress(OSError, DamagedLine), path.open("rb") as file:
        return from_json(file.readline(FIRST_LINE))
    return None


def last_event(path: Path) -> Event | None:
    """The last whole event of a stream; None where there is none."""
    return next(latest_events(path), None)


def latest_events(path: Path) -> Iterator[Event]:
    """The last events of a stream, the latest first, as far as the last MiB goes."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL))
            tail = file.read().split(b"\n")
    except OSError:
        return
    for line in reversed(tail):
        try:
            event = from_json(line) if line else None
        except DamagedLine:
            continue
        if event is not None:
            yield event
