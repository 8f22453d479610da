"""A terminal with a person at it: a real pty, a real shell, and a screen that can be read."""

from __future__ import annotations

import os
import re
import shlex
import signal
import time
from collections.abc import Callable

import pexpect
import pyte

from tests.tools.commands import COMMAND
from tests.tools.places import ROOT

SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22", "LANG": "C.UTF-8"}
PATIENCE = 60.0  # seconds; a busy machine is not a broken one


class Terminal:
    """A shell on a pty of its own, with job control, and what it shows."""

    def __init__(self, columns: int = 120, rows: int = 40, **environment: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        """Everything that was written to it."""
        self.shell = pexpect.spawn(
            "bash", ["--norc", "--noprofile", "-i"], cwd=str(ROOT), dimensions=(rows, columns),
            env={**os.environ, "PS1": "shell> ", "TERM": "xterm-256color", **environment},
        )  # fmt: skip
        self.until("shell>")

    def type(self, keys: str) -> None:
        """Type, as fast as a machine does."""
        self.shell.send(keys)

    def dl_lab(self, *arguments: str) -> None:
        """Start the lab, as typed into the shell."""
        self.wipe()
        self.type(shlex.join([*COMMAND, *arguments]) + "\r")

    def left_with(self) -> int:
        """The exit code of what the shell ran, when it is back."""
        self.until("shell>")
        self.type("echo left with $?\r")
        return int(self.until(r"left with (\d+)")[1])

    def read(self) -> str:
        """What is on the screen by now."""
        try:
            written = self.shell.read_nonblocking(1 << 20, timeout=0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            written = b""
        self.raw += written
        self.stream.feed(written)
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, pattern: str, also: Callable[[], object] = lambda: True) -> re.Match[str]:
        """Read until the screen shows this, and something else besides is so."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if (found := re.search(pattern, self.read())) and also():
                return found
        raise AssertionError(f"never saw {pattern!r} in:\n{self.read()}")

    def wipe(self) -> None:
        """Forget what is shown: what is seen from now on was drawn from now on."""
        self.screen.reset()

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller; the program is told by a signal."""
        self.screen.resize(rows, columns)
        self.shell.setwinsize(rows, columns)

    def close(self) -> None:
        """Hang up."""
        self.shell.close(force=True)


def kill(pid: int | None) -> None:
    """End a worker that a test left behind."""
    if pid:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
