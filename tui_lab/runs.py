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
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import platformdirs

from lessons.kit.errors import BadEnvironment, BadUsage, reason, said, unknown, visible
from lessons.kit.plan import Plan
from tui_lab.claim import AlreadyHeldError, Hold, claim_elsewhere, is_renewed
from tui_lab.files import by_step, make_private, replace_file
from tui_lab.naming import new_id, stem
from tui_lab.past import Past
from tui_lab.status import Status
from tui_lab.storage import fix_for, lock


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


def home() -> Path:
    """Where runs and progress are kept: $DL_LAB_DIR, or the user's state folder."""
    chosen = os.environ.get("DL_LAB_DIR")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return Path(platformdirs.user_state_path("dl-lab"))


def runs_folder(home_folder: Path | None = None) -> Path:
    """The folder of all runs."""
    return (home_folder or home()) / "runs"


def create(plan: Plan, where: Path | None = None, past: Past | None = None) -> RunFolder:
    """A new run with its plan in it, in the folder of runs; or in `where`, with a link there.

    Raises BadEnvironment where nothing can be kept, BadUsage if `where` holds anything.
    """
    folder = RunFolder(runs_folder() / new_id(plan.lesson))
    note = RunFile(folder.id, datetime.now(UTC).isoformat(timespec="seconds"), plan, past)
    try:
        if where:
            _link(folder.path, where.expanduser().absolute())
        make_private(folder.path)
        replace_file(folder.path / "run.json", msgspec.json.format(msgspec.json.encode(note)))
        folder.lock.touch(mode=0o600)
        _date_last(folder)
    except OSError as error:
        raise _unwritable(where or folder.path, error) from None
    return folder


def _date_last(folder: RunFolder) -> None:
    """Make it the newest, though the clock was set back since: `last` is the latest begun."""
    latest = max((_begun(run) for run in all_runs() if run != folder), default=0.0)
    if _begun(folder) <= latest:
        os.utime(folder.path / "run.json", (latest + 0.001, latest + 0.001))


def _link(place: Path, target: Path) -> None:
    """Keep a run in a new or empty folder of the learner's own, known by its name all the same."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        what = "holds a run already" if (target / "run.json").exists() else "is not empty"
        mend = "choose a new folder, or go on with a run: dl-lab resume"
        raise BadUsage(f"{visible(str(target))} {what}", mend)
    make_private(target)
    make_private(place.parent)
    place.symlink_to(target, target_is_directory=True)


def make_home() -> Path:
    """The folder of runs and progress, made if need be. Raises BadEnvironment if it cannot be."""
    folder = home()
    try:
        make_private(folder)
        (folder / ".writable").touch(mode=0o600)
    except OSError as error:
        raise _unwritable(folder, error) from None
    return folder


def _unwritable(folder: Path, error: OSError) -> BadEnvironment:
    what = f"nothing can be kept in {visible(str(folder))} ({reason(error)})"
    return BadEnvironment(what, fix_for(error, folder))


def runs_of(lesson: str) -> Iterator[RunFolder]:
    """The runs of a lesson, by its address, the newest first."""
    for run in all_runs():
        if run.id.startswith(f"{stem(lesson)}-"):
            with suppress(BadEnvironment):
                if run.plan.lesson == lesson:
                    yield run


def all_runs() -> list[RunFolder]:
    """Every run there is, the newest first."""
    folder = runs_folder()
    if not folder.is_dir():
        return []
    found = [RunFolder(path) for path in folder.iterdir() if (path / "run.json").is_file()]
    return sorted(found, key=_begun, reverse=True)


def _begun(folder: RunFolder) -> float:
    """When it was begun, in seconds since 1970."""
    try:
        return (folder.path / "run.json").stat().st_mtime
    except OSError:
        return 0.0


def find(name: str) -> RunFolder:
    """The run of this name, the only one it begins, or `last`; also a run's folder by path.

    Raises BadUsage, with the nearest name, if there is none or more than one.
    """
    runs = {run.id: run for run in all_runs()}
    if name == "last" and runs:
        return next(iter(runs.values()))
    if name in runs:
        return runs[name]
    for run in runs.values():
        if name and run.path.resolve() == Path(name).absolute().resolve():
            return run
    if name and (Path(name) / "run.json").is_file():
        return RunFolder(Path(name).absolute())
    fitting = [run for id_, run in runs.items() if name and id_.startswith(name)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = ", ".join(run.id for run in fitting[:5])
        raise BadUsage(f"{name!r} begins {len(fitting)} runs", f"say which: {names}")
    raise unknown("run", name, list(runs)[:8])
