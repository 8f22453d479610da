"""Runs on disk: where they live, what is in a run's folder, and whether one is alive.

A run lives while its worker holds the lock of its folder. Not a pid: pids are used again.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lessons.kit.errors import BadEnvironment, reason, said
from lessons.kit.page.plan import Plan
from tui_lab.protocol.status import Status
from tui_lab.runs.hold import AlreadyHeldError, Hold, claim_elsewhere, is_renewed
from tui_lab.runs.past import Past
from tui_lab.runs.storage import lock
from tui_lab.system.files import by_step, replace_file


class RunFile(msgspec.Struct, frozen=True):
    """run.json: what the run is to do, written once."""

    run: str
    created: str
    plan: Plan
    past: Past | None = None
    """Of a fork: what it trains again first. None in those of a dl-lab that did not."""


@dataclass(frozen=True)
class RunFolder:
    """One run's folder and the names of what is in it."""

    path: Path

    @property
    def id(self) -> str:
        """The run's name, such as lesson3-k7f2."""
        return self.path.name

    @property
    def events(self) -> Path:
        """The stream: one event a line."""
        return self.path / "events.jsonl"

    @property
    def log(self) -> Path:
        """Whatever the worker and its libraries print."""
        return self.path / "worker.log"

    @property
    def lock(self) -> Path:
        """Held by the worker for as long as it lives."""
        return self.path / "lock"

    @property
    def checkpoints(self) -> Path:
        """One folder for each checkpoint, named by its step."""
        return self.path / "checkpoints"

    @property
    def inherited(self) -> Path:
        """The same of the run that a fork left: where it trains from to where it begins."""
        return self.path / "inherited"

    @property
    def report(self) -> Path:
        """The document that `run --json` prints."""
        return self.path / "report.json"

    @property
    def file(self) -> RunFile:
        """What the run is to do. Raises BadEnvironment if run.json is damaged."""
        try:
            return msgspec.json.decode((self.path / "run.json").read_bytes(), type=RunFile)
        except (OSError, msgspec.MsgspecError) as error:
            raise BadEnvironment(
                f"run {self.id} has no readable run.json ({said(error)})"
            ) from None

    @property
    def plan(self) -> Plan:
        """What the run is to do."""
        return self.file.plan

    def status(self) -> Status | None:
        """What the worker last said of itself; None before its first word."""
        try:
            return msgspec.json.decode((self.path / "status.json").read_bytes(), type=Status)
        except (OSError, msgspec.MsgspecError):
            return None

    def write_status(self, status: Status) -> None:
        """Replace status.json whole. Raises OSError."""
        replace_file(self.path / "status.json", msgspec.json.encode(status), durable=False)

    def alive(self) -> bool:
        """Whether a worker holds this run, here or on another machine."""
        return self._is_locked() or (
            claim_elsewhere(self.path) is not None and is_renewed(self.path)
        )

    def _is_locked(self) -> bool:
        try:
            with self._locked(fcntl.LOCK_SH):
                return False
        except AlreadyHeldError:
            return True
        except OSError:
            return False

    @contextmanager
    def held(self, *, patience: float = 0.0) -> Iterator[Hold]:
        """Hold the run: nobody trains it, on no machine, and nobody will until this is over.

        Raises AlreadyHeldError if somebody else still holds it after `patience` seconds (a
        look from outside holds it for microseconds), OSError if the folder is gone.
        """
        with self._locked(fcntl.LOCK_EX, patience):
            hold = Hold(self.path)
            try:
                yield hold
            finally:
                hold.release()

    @contextmanager
    def _locked(self, kind: int, patience: float = 0.0) -> Iterator[None]:
        handle = os.open(self.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._take(handle, kind, patience)
            yield
        finally:
            os.close(handle)

    def _take(self, handle: int, kind: int, patience: float) -> None:
        until = time.monotonic() + patience
        while True:
            try:
                return lock(handle, kind)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise AlreadyHeldError(f"run {self.id} is already being trained") from None
                time.sleep(0.02)

    def checkpoint_folders(self) -> list[Path]:
        """Its checkpoints, latest first."""
        return by_step(self.checkpoints)

    def remove(self) -> None:
        """Delete what the lab wrote, and the folder if nothing else is in it.

        Raises BadEnvironment if it will not go.
        """
        folder = self.path.resolve()
        try:
            for path in (folder / name for name in WRITTEN):
                is_ours = path.is_dir() and not path.is_symlink()  # a link leads elsewhere
                shutil.rmtree(path) if is_ours else path.unlink(missing_ok=True)
            with suppress(OSError):  # the learner keeps something of their own there
                folder.rmdir()
            if self.path.is_symlink():
                self.path.unlink()
        except OSError as error:
            raise BadEnvironment(f"run {self.id} cannot be deleted ({reason(error)})") from None


WRITTEN = (
    "run.json", "events.jsonl", "status.json", "report.json", "worker.log", "lock", "socket",
    "reserve", "checkpoints", "inherited", "claim.json", "commands.jsonl", "replies.jsonl",
)  # fmt: skip
"""All that the lab puts into a run's folder, and so all that it takes away."""
