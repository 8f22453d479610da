"""A program in a real pseudo-terminal, as a person would run it: keys in, bytes out."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

import psutil

STILL = 0.4
"""Seconds without a word and without work after which a program has nothing more to do."""
AT_WORK = 0.1
"""Of a core: more than any timer of a program that waits takes."""
LONGEST = 60.0  # seconds before a benchmark gives up


class Terminal:
    """A child process on a terminal of this many columns and lines."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], columns: int = 120,
        lines: int = 40,
    ) -> None:  # fmt: skip
        self.began = time.perf_counter()
        self.bytes = 0
        """What the program wrote to the screen so far."""
        self._seen = b""
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(environment))
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._file)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._file, keys.encode())

    def until(self, text: str) -> float:
        """Seconds from the start until this text was written. Raises TimeoutError."""
        while text.encode() not in self._seen:
            if time.perf_counter() - self.began > LONGEST:
                raise TimeoutError(f"{text!r} never came: {self.said!r}")
            self._read(0.05)
        return time.perf_counter() - self.began

    def reaction(self, key: str, text: str) -> float:
        """Seconds from a key to the writing of this text. Raises TimeoutError."""
        self._seen, began = b"", time.perf_counter()
        self.press(key)
        while text.encode() not in self._seen:
            if time.perf_counter() - began > LONGEST:
                raise TimeoutError(f"{text!r} never came: {self.said!r}")
            self._read(0.01)
        return time.perf_counter() - began

    def listen(self, seconds: float) -> int:
        """The bytes that are written in this many seconds."""
        before, end = self.bytes, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)
        return self.bytes - before

    def until_still(self) -> None:
        """Read until the program has done all that it was asked. Raises TimeoutError.

        It writes nothing and it works no more: that holds whatever its words are by now.
        """
        end = time.perf_counter() + LONGEST
        while time.perf_counter() < end:
            worked = self.worked
            if not self.listen(STILL) and self.worked - worked < AT_WORK * STILL:
                return
        raise TimeoutError(f"it is never still: {self.said!r}")

    def obeys(self, *keys: str) -> None:
        """Type these, each when all that came before is done."""
        for each in keys:
            self.press(each)
            self.until_still()

    @property
    def said(self) -> bytes:
        """The end of what it wrote, for whoever asks why."""
        return self._seen[-400:]

    @property
    def worked(self) -> float:
        """The CPU seconds that the program took so far."""
        used = psutil.Process(self.pid).cpu_times()
        return used.user + used.system

    def _read(self, patience: float) -> None:
        self._take(patience, 65_536)

    def _take(self, patience: float, most: int) -> None:
        ready, _, _ = select.select([self._file], [], [], patience)
        if ready:
            try:
                chunk = os.read(self._file, most)
            except OSError:  # nobody is at the other end any more
                raise EOFError(f"it has left: {self.said!r}") from None
            self.bytes += len(chunk)
            self._seen += chunk
