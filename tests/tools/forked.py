"""Workers that are forked from the test instead of started: torch is loaded once for all of them.

For tests that run many commands and are about the commands: the process is one of its own all the
same, with the worker's own `main`, but 2 s of CPU cheaper.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import IO

import pytest


class Forked:
    """As much of a `Popen` as the viewer's end of a run asks for."""

    def __init__(self, pid: int, stdin: IO[bytes] | None, stdout: IO[bytes]) -> None:
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self) -> int:
        """Its exit code, once it has one."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[bytes, None]:
        """All that it says."""
        said = b"" if self.stdout.closed else self.stdout.read()
        self.stdout.close()
        self.wait()
        return said, None

    def kill(self) -> None:
        """End it."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


def spawn(arguments: list[str], *, stdin: int) -> Forked:
    """In place of `tui_lab.client.remote.spawn`."""
    import_module("lessons.kit.engine.race")  # loads torch, here and not in every child
    hear, say = os.pipe()
    ours, theirs = None, os.open(os.devnull, os.O_RDONLY)
    if stdin == subprocess.PIPE:
        theirs, ours = os.pipe()
    pid = os.fork()
    if pid == 0:
        for fd in (hear, ours):
            if fd is not None:
                os.close(fd)
        _work(arguments, theirs, say)
    os.close(say)
    os.close(theirs)
    return Forked(pid, os.fdopen(ours, "wb") if ours is not None else None, os.fdopen(hear, "rb"))


def _work(arguments: list[str], stdin: int, stdout: int) -> None:
    """The child: never comes back."""
    from tui_lab.worker.main import main

    try:
        os.setsid()
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        main(arguments)
    finally:
        os._exit(70)


@contextmanager
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """While this holds, whoever starts a worker forks one."""
    for module in ("remote", "wake", "explain"):
        monkeypatch.setattr(f"tui_lab.client.{module}.spawn", spawn)
    yield
