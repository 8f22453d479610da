"""Sweeps on disk: where they lie, what is in a sweep's folder, and one found by its name."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lessons.kit.errors import BadEnvironment, BadUsage, reason, said, visible
from tui_lab.runs.hold import LEASE, age_of, this_machine
from tui_lab.runs.home import home
from tui_lab.runs.naming import new_id
from tui_lab.runs.storage import fix_for, lock
from tui_lab.sweeps.plan import SweepPlan
from tui_lab.system.files import make_private, replace_file

STATUS = "status.json"
PATIENCE = 0.5  # seconds


class SweepFile(msgspec.Struct, frozen=True):
    """sweep.json: what the sweep is to do, written once."""

    sweep: str
    created: str
    plan: SweepPlan


class SweepStatus(msgspec.Struct, frozen=True):
    """status.json: what the conductor says of the sweep, every two seconds."""

    state: str
    """playing · paused · stopping"""
    host: str
    pid: int
    running: list[int] = []
    """The trials that have a worker, or wait for one."""
    waiting: dict[str, str] = {}
    """Why a trial waits, by its number, where a scheduler says so."""


@dataclass(frozen=True)
class SweepFolder:
    """One sweep's folder and the names of what is in it."""

    path: Path

    @property
    def id(self) -> str:
        """The sweep's name, such as sweep-lesson3-k7f2m."""
        return self.path.name

    @property
    def journal(self) -> Path:
        """What happened, one entry a line."""
        return self.path / "trials.jsonl"

    @property
    def report(self) -> Path:
        """The document that `sweep --json` prints."""
        return self.path / "report.json"

    @property
    def log(self) -> Path:
        """What a conductor in the background says."""
        return self.path / "conductor.log"

    @property
    def file(self) -> SweepFile:
        """What it is to do, and since when. Raises BadEnvironment if sweep.json is damaged."""
        try:
            return msgspec.json.decode((self.path / "sweep.json").read_bytes(), type=SweepFile)
        except (OSError, msgspec.MsgspecError) as error:
            raise BadEnvironment(
                f"sweep {self.id} has no readable sweep.json ({said(error)})"
            ) from None

    @property
    def plan(self) -> SweepPlan:
        """What it is to do. Raises BadEnvironment if sweep.json is damaged."""
        return self.file.plan

    def status(self) -> SweepStatus | None:
        """What its conductor said last; None before its first word."""
        try:
            return msgspec.json.decode((self.path / STATUS).read_bytes(), type=SweepStatus)
        except (OSError, msgspec.MsgspecError):
            return None

    def write_status(self, status: SweepStatus) -> None:
        """Replace status.json whole. Raises OSError."""
        replace_file(self.path / STATUS, msgspec.json.encode(status), durable=False)

    def alive(self) -> bool:
        """Whether somebody conducts it, here or on another machine."""
        try:
            with self._locked(fcntl.LOCK_SH):
                pass
        except BlockingIOError:
            return True
        except OSError:
            return False
        status = self.status()  # locks do not cross every network's file system
        is_elsewhere = status is not None and status.host != this_machine()[0]
        return is_elsewhere and age_of(self.path / STATUS) < LEASE

    def remove(self) -> None:
        """Delete it; its runs stay. Raises BadEnvironment if it will not go."""
        try:
            shutil.rmtree(self.path)
        except OSError as error:
            raise BadEnvironment(f"sweep {self.id} cannot be deleted ({reason(error)})") from None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Conduct it: nobody else does. Raises BadUsage if somebody does already."""
        try:
            with self._locked(fcntl.LOCK_EX, PATIENCE):
                yield
        except BlockingIOError:
            fix = f"dl-lab attach {self.id} shows it, dl-lab stop {self.id} ends it"
            raise BadUsage(f"the sweep {self.id} is running already", fix) from None

    @contextmanager
    def _locked(self, kind: int, patience: float = 0.0) -> Iterator[None]:
        """Its lock. Raises BlockingIOError where somebody has it after `patience` seconds."""
        handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(handle, kind, time.monotonic() + patience)
            yield
        finally:
            os.close(handle)


def _take(handle: int, kind: int, until: float) -> None:
    """Lock it; a look from outside holds it for microseconds."""
    while True:
        try:
            return lock(handle, kind)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.02)


def sweeps_folder() -> Path:
    """The folder of all sweeps."""
    return home() / "sweeps"


def create_sweep(plan: SweepPlan) -> SweepFolder:
    """A new sweep with its plan in it. Raises BadEnvironment where nothing can be kept."""
    folder = SweepFolder(sweeps_folder() / f"sweep-{new_id(plan.base.lesson)}")
    created = datetime.now(UTC).isoformat(timespec="seconds")
    note = SweepFile(folder.id, created, plan)
    try:
        make_private(folder.path)
        replace_file(folder.path / "sweep.json", msgspec.json.format(msgspec.json.encode(note)))
    except OSError as error:
        what = f"nothing can be stored in {visible(str(folder.path))} ({reason(error)})"
        raise BadEnvironment(what, fix_for(error, folder.path)) from None
    return folder


def all_sweeps() -> list[SweepFolder]:
    """Every sweep there is, the newest first."""
    place = sweeps_folder()
    if not place.is_dir():
        return []
    found = [SweepFolder(path) for path in place.iterdir() if (path / "sweep.json").is_file()]
    return sorted(found, key=lambda each: (each.path / "sweep.json").stat().st_mtime, reverse=True)


def sweep_called(name: str) -> SweepFolder | None:
    """The sweep of this name, or the only one that it begins; None where there is none.

    Raises BadUsage where several begin so.
    """
    fitting = [sweep for sweep in all_sweeps() if len(name) > 4 and sweep.id.startswith(name)]
    exact = [sweep for sweep in fitting if sweep.id == name]
    if len(fitting) > 1 and not exact:
        names = ", ".join(sweep.id for sweep in fitting[:5])
        raise BadUsage(f"{len(fitting)} sweeps begin with {name!r}", f"name one of them: {names}")
    return next(iter([*exact, *fitting]), None)
