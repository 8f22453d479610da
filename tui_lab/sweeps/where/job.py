"""What is run on whichever machine: this run's folder, by the worker that exists.

Nothing travels but the folder's path, and its run.json for where there is no such folder: there it
is made, and comes back whole when the run has ended.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import tarfile
import time
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from lessons.kit.stream.events import End
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.hold import LEASE
from tui_lab.runs.recorder import last_event
from tui_lab.system.archives import extract
from tui_lab.system.files import make_private

Result = tuple[int, bytes, bytes]
"""The worker's exit code, what it said on its stdout, and the folder packed, where it was made."""


def train(path: str, note: bytes = b"") -> Result:
    """Train a run to its end, from where it is."""
    run, is_away = RunFolder(Path(path)), False
    if note and not (run.path / "run.json").is_file():
        make_private(run.path)
        (run.path / "run.json").write_bytes(note)
        is_away = True
    code, said = _trained(run)
    return code, said, packed(run.path) if is_away else b""


def _trained(run: RunFolder) -> tuple[int, bytes]:
    """Have a worker train it. The machine that had it before may be lost: its claim grows old."""
    until = time.monotonic() + LEASE + 10
    while run.alive() and time.monotonic() < until:
        time.sleep(0.5)
    last = last_event(run.events)
    if isinstance(last, End) and last.status == "finished":
        return last.exit, b""  # somebody else has done it while this job waited
    return Worker(run).wait()


class Worker:
    """A worker that stops and saves when this process ends, however it ends."""

    living: ClassVar[list[Worker]] = []
    """Those of this process, for signals that come to it."""

    def __init__(self, run: RunFolder) -> None:
        self._run = run
        command = [sys.executable, "-P", "-m", "tui_lab.worker.begin", str(run.path), "--lifeline"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self.living.append(self)

    def wait(self) -> tuple[int, bytes]:
        """Its exit code and its last words. What interrupts us lets it save first."""
        try:
            return self._over()
        except BaseException:
            self.save()
            raise

    def save(self) -> None:
        """Let it save and leave."""
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
        self._process.wait()

    @classmethod
    def save_all(cls, number: signal.Signals) -> None:
        """Pass a signal on to every worker of this process, and wait until they have saved."""
        for worker in cls.living:
            with suppress(ProcessLookupError):
                os.kill(worker._process.pid, number)
            while worker._run.alive():  # not `wait`: a handler of signals may have to do this
                time.sleep(0.1)

    def _over(self) -> tuple[int, bytes]:
        said = self._process.stdout.read() if self._process.stdout else b""
        return self._process.wait(), said


def packed(folder: Path) -> bytes:
    """A run's folder as one piece: regular files alone."""
    piece = io.BytesIO()
    with tarfile.open(fileobj=piece, mode="w:xz", preset=1) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                archive.add(path, str(path.relative_to(folder)), recursive=False)
    return piece.getvalue()


def unpack(piece: bytes, folder: Path) -> None:
    """Put what came back into the run's folder. Nothing in it leads out of there."""
    with tarfile.open(fileobj=io.BytesIO(piece), mode="r:xz") as archive:
        extract(archive, folder)
