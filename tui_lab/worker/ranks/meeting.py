"""Where the ranks of a run find each other: a folder that is theirs alone, and what lies in it.

torchrun's rendezvous is a file here too, so that no port is open to other machines.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from lessons.kit.page.plan import Plan
from tui_lab.protocol.last_words import LastWords, words_in
from tui_lab.system.files import replace_file


class Beginning(msgspec.Struct, frozen=True):
    """What rank 0 tells the others before the first step."""

    plan: Plan
    devices: list[str]
    """Of each rank its own."""
    folders: list[str]
    """The checkpoints from which the race may begin, latest first."""


class Meeting:
    """The folder. Each file is written by one process, and is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rendezvous = folder / "rendezvous"
        """torchrun's."""
        self.group = folder / "group"
        """The process group's."""

    def arrive(self, rank: int) -> None:
        """Say which process a rank is."""
        self._write(f"pid-{rank}", str(os.getpid()).encode())

    def pid(self, rank: int) -> int | None:
        """Which process a rank is; None where it has not come yet."""
        found = self._read(f"pid-{rank}")
        return int(found) if found else None

    def is_gone(self, rank: int) -> bool:
        """Whether a rank came, and its process has ended."""
        import psutil

        pid = self.pid(rank)
        with suppress(psutil.NoSuchProcess):
            return pid is not None and psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        return True

    def begin(self, beginning: Beginning) -> None:
        """Tell the others with what they begin."""
        self._write("beginning", msgspec.json.encode(beginning))

    def beginning(self) -> Beginning | None:
        """With what to begin; None where rank 0 has not said it yet."""
        found = self._read("beginning")
        return msgspec.json.decode(found, type=Beginning) if found else None

    def be_ready(self, rank: int) -> None:
        """Say that a rank has its race, and comes to the process group."""
        self._write(f"ready-{rank}", b"")

    def is_ready(self, rank: int) -> bool:
        """Whether it does."""
        return (self.folder / f"ready-{rank}").exists()

    def say_why(self, rank: int, words: LastWords) -> None:
        """Why a rank leaves."""
        self._write(f"words-{rank}", msgspec.json.encode(words))

    def why(self, rank: int) -> str:
        """What a rank that left gave as its reason; "" where it could not."""
        words = words_in(self._read(f"words-{rank}"))
        return words.error.message if words else ""

    def end(self, code: int) -> None:
        """Rank 0 has written all that it had to, and leaves with this exit code."""
        self._write("exit", str(code).encode())

    def exit_code(self) -> int | None:
        """With which exit code rank 0 has left; None while it trains, or where it died."""
        found = self._read("exit")
        return int(found) if found else None

    def _write(self, name: str, content: bytes) -> None:
        replace_file(self.folder / name, content, durable=False)

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return b""
