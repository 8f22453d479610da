"""Rank 0's end: starts the other ranks, tells them what it does, and notices when one is gone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lessons.kit.errors import LostRankError
from tui_lab.protocol.last_words import words_in
from tui_lab.runs.folder import RunFolder
from tui_lab.worker.ranks.beginning import READY, Beginning

if TYPE_CHECKING:  # torch: the others load it while we do
    from lessons.kit.engine.race import Race
    from lessons.kit.speed.ranks import Order

GRACE = 3.0  # seconds after an error in which a rank that caused it has ended too
PARTING = 5.0  # seconds in which a rank leaves when nobody tells it anything any more


class OtherRanks:
    """The other processes of a run; none where it has one device. They end when this one does."""

    def __init__(self, run: RunFolder, count: int) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dl-lab-ranks-")) if count > 1 else None
        self._processes = [_started(run) for _ in range(1, count)]

    def __enter__(self) -> OtherRanks:
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._processes:
            with suppress(OSError):
                process.stdin.close()  # type: ignore[union-attr]
        for process in self._processes:
            try:
                process.wait(PARTING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def share(self, race: Race, devices: Sequence[str], folders: Sequence[Path]) -> None:
        """Have them train this race with us, from these checkpoints. Raises LostRankError.

        The first of the devices is ours.
        """
        if self._folder is None:
            return
        from lessons.kit.speed.ranks import Ranks, join

        meeting, where = self._folder / "meeting", [str(folder) for folder in folders]
        for rank, process in enumerate(self._processes, 1):
            plan = msgspec.structs.replace(race.plan, device=devices[rank])
            self._write(process, msgspec.json.encode(Beginning(plan, rank, str(meeting), where)))
        for process in self._processes:
            assert process.stdout
            if process.stdout.readline() != READY:
                self._require(None)
        pids = [process.pid for process in self._processes]
        ranks = Ranks(0, len(devices), self._tell, self._require, pids)
        join(ranks, race.device, meeting)
        race.share(ranks)

    def _tell(self, order: Order) -> None:
        line = msgspec.json.encode(order)
        for process in self._processes:
            self._write(process, line)

    def _write(self, process: subprocess.Popen[bytes], line: bytes) -> None:
        assert process.stdin
        try:
            process.stdin.write(line + b"\n")
            process.stdin.flush()
        except OSError:
            self._require(None)

    def _require(self, error: BaseException | None) -> None:
        """Raise LostRankError where a rank is gone, unless it failed as we did: with this error."""
        from lessons.kit.engine.failures import failure_of

        until = time.monotonic() + GRACE
        while not (gone := self._gone()) and time.monotonic() < until:
            time.sleep(0.05)
        if not gone:
            return
        # one that was killed says nothing; those that waited for it say that they did in vain
        reasons = sorted((self._why(process) for process in gone), key=lambda why: bool(why))
        ours = failure_of(error).message if error else ""
        if not reasons[0] or reasons[0] != ours:
            raise LostRankError(_told(gone[0].returncode, reasons[0]))

    def _gone(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self._processes if process.poll() is not None]

    def _why(self, process: subprocess.Popen[bytes]) -> str:
        """What a rank that left gave as its reason; "" where it could not."""
        assert process.stdout
        words = words_in(process.stdout.readline())
        return words.error.message if words else ""


def _told(code: int, reason: str) -> str:
    how = reason or (f"it was killed by signal {-code}" if code < 0 else f"it left with {code}")
    return f"one of the run's processes is gone: {how}"


def _started(run: RunFolder) -> subprocess.Popen[bytes]:
    """A rank. Its stdin is its life line, its stdout says how it is, the rest goes to our log."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "tui_lab.worker.ranks.obey", str(run.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
