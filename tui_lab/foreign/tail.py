"""A text file as it grows: whole lines, once each; or from its beginning where it is another one.

It is asked about by `stat`, as home may be NFS where nothing tells of a change.
"""

from __future__ import annotations

import os
from pathlib import Path

PIECE = 2**18
"""Bytes read at once."""
MOST_LINE = 2**20
"""Bytes of a line; what is longer is no row of a log."""
REMEMBERED = 256
"""Bytes of the beginning, and before the place that was read to, by which a file is known again."""


class Tail:
    """Reads a file that may grow, be cut, or be replaced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.begun = 0
        """How often it was begun: a reader whose count is another one begins too."""
        self.too_long = 0
        """Lines that were left out."""
        self.at_end = False
        self.changed = 0.0
        """When the file was written last."""
        self._anew()
        self._known = (0, 0, 0)
        """The inode, size and time of the last look: where they are the same, nothing is read."""

    def _anew(self) -> None:
        self.begun += 1
        self._offset = 0
        self._head = self._before = self._partial = b""
        self._ahead = self._skips = self._shrunk = False

    def read(self, *, final: bool = False) -> list[bytes]:
        """The next whole lines, up to a piece; with `final` a last line without an end, too.

        Raises OSError, also for a file that is gone.
        """
        with self.path.open("rb") as file:
            found = os.fstat(file.fileno())
            self.changed = found.st_mtime
            known = (found.st_ino, found.st_size, found.st_mtime_ns)
            if known == self._known and self.at_end:
                return self._last_line() if final or self._partial else []
            if not self._is_same(file.fileno(), found):
                return []
            self._known = known
            chunk = os.pread(file.fileno(), PIECE, self._offset)
        self.at_end = len(chunk) < PIECE
        lines = self._lines(chunk)
        return [*lines, *(self._last_line() if final and self.at_end else [])]

    def _is_same(self, file: int, found: os.stat_result) -> bool:
        """Whether to read on from where we were; where it is another file, from the beginning."""
        if self._known[0] not in (0, found.st_ino):
            self._anew()
        elif found.st_size < self._offset:
            # a program that writes it anew each time cuts it first: perhaps it is filled again
            is_first, self._shrunk = not self._shrunk, True
            if is_first:
                return False
            self._anew()
        elif self._is_other(file):
            self._anew()
        self._shrunk = False
        return True

    def _is_other(self, file: int) -> bool:
        """Whether what we have read is not there any more."""
        here = max(self._offset - REMEMBERED, 0)
        return (
            os.pread(file, len(self._head), 0) != self._head
            or os.pread(file, self._offset - here, here) != self._before
        )

    def _lines(self, chunk: bytes) -> list[bytes]:
        if not chunk:
            return []
        if self._ahead:  # the last line was read before its end was written
            self._ahead = False
            if not chunk.startswith((b"\n", b"\r")):
                self._anew()
                self.at_end = False
                return []
            self._partial = b""
        self._offset += len(chunk)
        self._head += chunk[: REMEMBERED - len(self._head)]
        self._before = (self._before + chunk[-REMEMBERED:])[-REMEMBERED:]
        *lines, self._partial = (self._partial + chunk).split(b"\n")
        if self._skips and lines:
            self._skips = False
            del lines[0]
        if len(self._partial) > MOST_LINE or self._skips:
            self.too_long += not self._skips
            self._skips, self._partial = True, b""
        return lines

    def _last_line(self) -> list[bytes]:
        """A last line that has no end, and has not changed for a look."""
        if self._ahead or not self._partial:
            return []
        self._ahead = True
        return [self._partial]
