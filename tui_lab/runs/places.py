"""Where runs lie: the folder of all runs, a new one in it, and one found by its name."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit.data.run_address import parted
from lessons.kit.errors import BadEnvironment, BadUsage, unknown, visible
from lessons.kit.page.params import Params
from lessons.kit.page.plan import Plan
from tui_lab.runs.folder import RunFile, RunFolder
from tui_lab.runs.home import home as home
from tui_lab.runs.home import unwritable
from tui_lab.runs.naming import new_id, stem
from tui_lab.runs.past import Past
from tui_lab.system.files import make_private, replace_file


def runs_folder(home_folder: Path | None = None) -> Path:
    """The folder of all runs."""
    return (home_folder or home()) / "runs"


def create(
    plan: Plan, where: Path | None = None, past: Past | None = None, name: str = ""
) -> RunFolder:
    """A new run with its plan in it, in the folder of runs; or in `where`, with a link there.

    It is called `name`, where somebody chose one before. Raises BadEnvironment where nothing
    can be kept, BadUsage if `where` holds anything.
    """
    folder = RunFolder(runs_folder() / (name or new_id(plan.lesson)))
    note = RunFile(folder.id, datetime.now(UTC).isoformat(timespec="seconds"), plan, past)
    try:
        if where:
            _link(folder.path, where.expanduser().absolute())
        make_private(folder.path)
        replace_file(folder.path / "run.json", msgspec.json.format(msgspec.json.encode(note)))
        folder.lock.touch(mode=0o600)
        _date_last(folder)
    except OSError as error:
        raise unwritable(where or folder.path, error) from None
    return folder


def _date_last(folder: RunFolder) -> None:
    """Make it the newest, though the clock was set back since: `last` is the latest begun."""
    latest = max((_begun(run) for run in all_runs() if run != folder), default=0.0)
    if _begun(folder) <= latest:
        os.utime(folder.path / "run.json", (latest + 0.001, latest + 0.001))


def _link(place: Path, target: Path) -> None:
    """Keep a run in a new or empty folder of the learner's own, known by its name all the same."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        what = "already contains a run" if (target / "run.json").exists() else "is not empty"
        fix = "choose a new folder, or continue the run: dl-lab resume"
        raise BadUsage(f"{visible(str(target))} {what}", fix)
    make_private(target)
    make_private(place.parent)
    place.symlink_to(target, target_is_directory=True)


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
        raise BadUsage(f"{len(fitting)} runs begin with {name!r}", f"name one of them: {names}")
    raise unknown("run", name, list(runs)[:8])


def address(text: str) -> str:
    """`RUN:VARIANT:SEED` as it was typed, with the run's folder for its name. Raises BadUsage.

    A path from the root on stays, also of a run that is gone: who reads it says so.
    """
    name, variant, seed = parted(text)
    if Path(name).is_absolute():
        return text
    path = str(find(name).path.absolute())
    return f"{path}:{variant}:{seed}" if seed is not None else f"{path}:{variant}".rstrip(":")


def typed(params: type[Params], name: str, text: str) -> Any:
    """What somebody typed for a setting; a run is found by its name. Raises BadUsage."""
    if params.knob(name).is_run and text.strip():
        text = address(text)
    return params.parse(name, text)
