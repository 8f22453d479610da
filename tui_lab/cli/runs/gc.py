"""`dl-lab gc`: old runs that are over, deleted; never one that is trained or may go on.

A fork keeps one checkpoint of its past: what came before that, only the run that it left can tell.
So a run stays for as long as there is a fork of it that stays.
"""

import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.kit import BadEnvironment, BadUsage, Trouble
from lessons.kit.errors import one_line, said, visible
from lessons.kit.stream.events import Start
from tui_lab.client.final_state import condition
from tui_lab.client.wait import say
from tui_lab.runs.folder import WRITTEN, RunFolder
from tui_lab.runs.hold import AlreadyHeldError
from tui_lab.runs.places import all_runs
from tui_lab.runs.recorder import first_event
from tui_lab.runs.report import to_line
from tui_lab.state.store import OVER
from tui_lab.sweeps.among import runs_and_sweeps, runs_in
from tui_lab.sweeps.folder import SweepFolder
from tui_lab.sweeps.outcome import state_of
from tui_lab.terminal.confirm import is_somebody_there, says_yes

UNITS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
TOUCHED = (
    "run.json", "events.jsonl", "status.json", "report.json", "sweep.json", "trials.jsonl",
)  # fmt: skip
"""What a worker or a conductor writes to: the latest of these says how old a run is."""


@dataclass(frozen=True)
class Old:
    """A run that may go, or a sweep with all its runs."""

    runs: tuple[RunFolder, ...]
    sweep: SweepFolder | None
    state: str
    age: float
    """Seconds since anything was recorded."""
    size: int
    """Bytes that it takes."""

    @property
    def id(self) -> str:
        """Its name."""
        return self.sweep.id if self.sweep else self.runs[0].id

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.sweep.path if self.sweep else self.runs[0].path


def collect(
    older_than: str | None, keep: int, *, parked: bool, dry_run: bool, sure: bool, as_json: bool
) -> int:  # fmt: skip
    """Say what is old, ask, and delete it; the exit code. Raises BadUsage."""
    if older_than is None and not keep:
        raise BadUsage("no age is given", "use --older-than 30d or --keep 10")
    least = seconds_of(older_than) if older_than is not None else 0.0
    old = unneeded(list(found(least, keep, (*OVER, "parked") if parked else OVER)))
    if not as_json:
        _list(old)
    if dry_run or not old or not (sure or _agreed(old)):
        _report(old, [], {}, as_json)
        return 0
    deleted, left = _delete(old)
    _report(old, deleted, left, as_json)
    return BadEnvironment.exit_code if left else 0


def seconds_of(age: str) -> float:
    """`12h`, `30d`, `2w` or `90m` in seconds. Raises BadUsage."""
    said = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([mhdw])", age.strip().lower(), re.ASCII)
    if said is None:
        raise BadUsage(f"{visible(age)!r} is not an age", "write 12h, 30d or 2w")
    return float(said[1]) * UNITS[said[2]]


def found(least: float, keep: int, states: Sequence[str]) -> Iterator[Old]:
    """What is in one of these states and nobody touched for so long, but for the newest."""
    now = time.time()
    for each in runs_and_sweeps()[keep:]:
        sweep = each if isinstance(each, SweepFolder) else None
        runs = (each,) if isinstance(each, RunFolder) else tuple(runs_in(each))
        age = now - max(map(_touched, {each.path, *(run.path for run in runs)}))
        if age < least or not all(map(_is_its_own, runs)):
            continue
        state = _state_of(sweep, runs)
        if state in states:
            size = sum(map(_size, runs)) + (_bytes(sweep.path) if sweep else 0)
            yield Old(runs, sweep, state, age, size)


def _state_of(sweep: SweepFolder | None, runs: Sequence[RunFolder]) -> str:
    """A sweep is in the state of a run that is not over yet, else in its own."""
    if sweep is None:
        return condition(runs[0]).state
    live = next((run for run in runs if run.alive()), None)
    return condition(live).state if live else state_of(sweep)


def unneeded(old: Sequence[Old]) -> list[Old]:
    """Those that no fork among the runs that stay has left, nor a fork of such a fork."""
    left = {run.id: parent for run in all_runs() if (parent := _left_by(run))}
    going = list(old)
    while True:
        names = {run.id for each in going for run in each.runs}
        needed = {parent for fork, parent in left.items() if fork not in names}
        staying = [each for each in going if needed & {run.id for run in each.runs}]
        if not staying:
            return going
        going = [each for each in going if each not in staying]


def _left_by(run: RunFolder) -> str | None:
    """The run that a fork goes on from; None for what is no fork, or tells nothing."""
    start = first_event(run.events)
    return start.forked.run if isinstance(start, Start) and start.forked else None


def _touched(folder: Path) -> float:
    """When anything was written to this run or sweep last."""
    times = [0.0]
    for name in TOUCHED:
        with suppress(OSError):
            times.append((folder / name).stat().st_mtime)
    return max(times)


def _is_its_own(run: RunFolder) -> bool:
    """Whether it is a folder here, or one that the learner had it kept in: `--out`.

    Another link among the runs leads to what is not ours to delete.
    """
    if not run.path.is_symlink():
        return True
    try:
        return run.file.run == run.id
    except Trouble:
        return False


def _size(run: RunFolder) -> int:
    """The bytes of what the lab wrote; of a link, its own."""
    folder = run.path.resolve()
    return sum(_bytes(folder / name) for name in WRITTEN)


def _bytes(path: Path) -> int:
    total = 0
    with suppress(OSError):
        total = path.lstat().st_size
        for above, _, names in os.walk(path) if not path.is_symlink() else ():
            total += sum(_bytes(Path(above, name)) for name in names)
    return total


def _list(old: Sequence[Old]) -> None:
    for each in old:
        is_link = each.folder.is_symlink()
        where = f"  in {one_line(str(each.folder.resolve()))}" if is_link else ""
        where += f"  {_counted(len(each.runs))}" if each.sweep else ""
        words = f"{each.state:<9} {in_age(each.age):>5} {in_bytes(each.size):>9}"
        print(f"{one_line(each.id):<18} {words}{where}")


def in_age(seconds: float) -> str:
    """Such as 31d."""
    units = [(name, size) for name, size in UNITS.items() if name != "w" and seconds >= size]
    name, size = units[-1] if units else ("m", 60)
    return f"{seconds / size:.0f}{name}"


def in_bytes(count: float) -> str:
    """Such as 1.2 MB."""
    power = 0
    while count >= 999.95 and power < 4:
        count, power = count / 1000, power + 1
    unit = ("B", "kB", "MB", "GB", "TB")[power]
    return f"{count:.1f} {unit}" if power else f"{count:.0f} {unit}"


def _agreed(old: Sequence[Old]) -> bool:
    """Whether a person says yes. Raises BadUsage where nobody can be asked."""
    what = f"{_counted(_runs_in(old))}, {in_bytes(sum(each.size for each in old))}"
    if not is_somebody_there():
        raise BadUsage(
            f"{what} would be deleted permanently",
            "add --yes to delete, or --dry-run to see what would be deleted",
        )
    return says_yes(f"Delete {what} permanently?")


def _runs_in(old: Sequence[Old]) -> int:
    return sum(len(each.runs) for each in old)


def _counted(count: int) -> str:
    return "1 run" if count == 1 else f"{count} runs"


def _delete(old: Sequence[Old]) -> tuple[list[Old], dict[str, str]]:
    """Delete these, each held meanwhile; what went, and why what did not."""
    gone, left = [], {}
    for each in old:
        try:
            _remove(each)
            gone.append(each)
        except AlreadyHeldError:
            left[each.id] = "it is being trained again"
        except (OSError, Trouble) as error:
            left[each.id] = said(error)
    return gone, left


def _remove(old: Old) -> None:
    """Delete it, held meanwhile. Raises AlreadyHeldError, Trouble or OSError."""
    with old.sweep.held() if old.sweep else nullcontext():
        for run in old.runs:
            with run.held():
                run.remove()
        if old.sweep:
            old.sweep.remove()


def _report(
    old: Sequence[Old], deleted: Sequence[Old], left: dict[str, str], as_json: bool
) -> None:
    freed = sum(each.size for each in deleted)
    if as_json:
        rows = [_row(each) for each in old]
        total = {"bytes": sum(each.size for each in old), "freed": freed}
        names = [each.id for each in deleted]
        document = {"v": 1, "runs": rows, **total, "deleted": names, "left": left}
        sys.stdout.write(to_line(document).decode())
        return
    for name, why in left.items():
        say(f"{name} is left: {why}")
    if deleted:
        say(f"{_counted(_runs_in(deleted))} deleted, {in_bytes(freed)} freed")
    elif not left:
        size = in_bytes(sum(each.size for each in old))
        say(
            f"nothing is deleted; {_counted(_runs_in(old))}, {size}"
            if old
            else "no run is old enough"
        )


def _row(each: Old) -> dict[str, Any]:
    return {
        "run": None if each.sweep else each.id,
        "sweep": each.sweep.id if each.sweep else None,
        "trials": len(each.runs) if each.sweep else None,
        "state": each.state,
        "seconds": round(each.age),
        "bytes": each.size,
        "folder": str(each.folder.resolve()),
    }
