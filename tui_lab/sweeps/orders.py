"""What viewers ask of a sweep, one order a line in a file of its folder.

So it works wherever the folder can be read, also where the sweep is conducted on another machine.
What was asked before a conductor began was for the one before it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from tui_lab.system.files import open_own

FILE = "orders.jsonl"


class Order(msgspec.Struct, frozen=True, omit_defaults=True):
    """Pause or continue all, stop one trial, or stop the sweep, which then can be resumed."""

    do: Literal["pause", "play", "stop", "stop_trial"]
    trial: int = -1
    """The trial that it is about, where it is about one."""


_decoder = msgspec.json.Decoder(Order)


def send(folder: Path, order: Order) -> None:
    """Leave an order in a sweep's folder. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
    handle = os.open(folder / FILE, flags, 0o600)
    try:
        os.write(handle, b"\n" + msgspec.json.encode(order) + b"\n")
    finally:
        os.close(handle)


class Orders:
    """The conductor's end of the file."""

    def __init__(self, folder: Path) -> None:
        """What stands there by now is not for us."""
        self._path = folder / FILE
        self._read = self._size()

    def new(self) -> list[Order]:
        """The orders since the last look. A line that is none is left out."""
        if self._size() <= self._read:
            return []
        found = []
        with suppress(OSError), open_own(self._path) as file:
            file.seek(self._read)
            lines, cut, _ = file.read().rpartition(b"\n")
            self._read += len(lines) + len(cut)
            for line in lines.split(b"\n"):
                with suppress(msgspec.MsgspecError, UnicodeDecodeError):
                    found.append(_decoder.decode(line))
        return found

    def _size(self) -> int:
        with suppress(OSError):
            return self._path.stat().st_size
        return 0
