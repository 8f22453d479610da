"""What happened in a sweep, one entry a line, appended before anything follows from it.

So whatever moment a sweep is killed at, the file says which trials there are, which run each one
is, and which of them have come to their end. Everything else is read from the runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from lessons.kit.search.space import Knobs


class Asked(msgspec.Struct, frozen=True, tag="asked"):
    """A trial was decided on: its knobs, and the name that its run has or will have."""

    trial: int
    knobs: Knobs
    run: str


class Reported(msgspec.Struct, frozen=True, tag="reported"):
    """How a trial stood at one of the points where it can be pruned; `null` is the worst."""

    trial: int
    rung: int
    value: float | None


class Pruned(msgspec.Struct, frozen=True, tag="pruned"):
    """A trial is to be stopped, for it was behind at this point."""

    trial: int
    rung: int


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """A trial has come to its end, and is not trained again."""

    trial: int
    state: str
    """finished · pruned · diverged · stopped · failed · lost"""
    score: float | None
    by_seed: dict[str, float | None]
    spread: float | None = None
    step: int = 0
    exit: int | None = None
    error: str = ""


class Confirming(msgspec.Struct, frozen=True, tag="confirming"):
    """The best trial is to be trained on fresh seeds, by the run of this name."""

    trial: int
    run: str


class Confirmed(msgspec.Struct, frozen=True, tag="confirmed"):
    """What that came to."""

    end: Ended


Entry = Asked | Reported | Pruned | Ended | Confirming | Confirmed
_decoder: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)


def entries(path: Path) -> Iterator[Entry]:
    """Every whole entry, in order. A line that a kill has cut short is none."""
    yield from entries_from(path, 0)[0]


def entries_from(path: Path, at: int) -> tuple[list[Entry], int]:
    """The whole entries from this byte on, and the byte behind the last of them."""
    found: list[Entry] = []
    with suppress(FileNotFoundError), path.open("rb") as file:
        file.seek(at)
        lines, cut, _ = file.read().rpartition(b"\n")
        for line in lines.split(b"\n"):
            with suppress(msgspec.MsgspecError, UnicodeDecodeError):
                found.append(_decoder.decode(line))
        at += len(lines) + len(cut)
    return found, at


class Journal:
    """The pen of the one process that conducts a sweep."""

    def __init__(self, path: Path) -> None:
        """Open it to append; what a kill has cut short goes. Raises OSError."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        whole = path.read_bytes().rfind(b"\n") + 1
        os.ftruncate(self._file, whole)

    def write(self, entry: Entry) -> None:
        """Append an entry, and be sure that it is on the disk. Raises OSError."""
        line = msgspec.json.encode(entry) + b"\n"
        before = os.fstat(self._file).st_size
        try:
            if os.write(self._file, line) < len(line):
                raise OSError(28, "No space left on device")
        except OSError:
            os.ftruncate(self._file, before)
            raise
        os.fsync(self._file)

    def close(self) -> None:
        """Put the pen down."""
        os.close(self._file)
