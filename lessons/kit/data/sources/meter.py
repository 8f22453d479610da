"""How much of a long reading is done, told now and then."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from lessons.kit.data.brought import Progress
from lessons.kit.errors import one_line

EVERY = 0.2
"""Seconds between two reports."""


class Meter:
    """Counts bytes, and tells the share of them that are read."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress = progress
        self.total = max(1, total)
        self.done = 0
        self.told = monotonic()

    def read(self, path: Path, size: int) -> None:
        """This many more bytes of this file are read."""
        self.done += size
        if monotonic() - self.told >= EVERY:
            self.told = monotonic()
            self.progress(f"reading {one_line(path.name)}", min(1.0, self.done / self.total))

    def read_of(self, path: Path) -> Callable[[int], None]:
        """The same for one file."""
        return lambda size: self.read(path, size)
