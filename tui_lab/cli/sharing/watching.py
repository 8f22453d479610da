"""`dl-lab watch PATH --json`: what logs of other programs come to, as one document."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from lessons.kit.errors import one_line
from tui_lab.client.wait import say
from tui_lab.foreign.found import has_logs
from tui_lab.foreign.log import Log
from tui_lab.session.watched import Watched, read_whole

LOOK_EVERY = 0.5  # seconds


def summary_of(path: Path) -> dict[str, Any]:
    """Every run with its scalars. Raises Trouble where there is no log, or none with numbers."""
    found = read_whole(path)
    runs = {run: _run(run, found) for run in found.watching.runs}
    return {"v": 1, "path": one_line(str(path)), "runs": runs, "notes": found.watching.notes}


def wait_for_logs(path: Path) -> None:
    """Wait while there is nothing at this path, an empty file, or a folder without a log."""
    if _is_missing(path):
        say(f"waiting for a log at {path}; ctrl+c ends it")
    while _is_missing(path):
        time.sleep(LOOK_EVERY)


def _is_missing(path: Path) -> bool:
    """Whether there may be a log later, and there is none now; what is no log is said at once."""
    try:
        if path.is_dir():
            return not has_logs(path)
        return not path.exists() or (path.is_file() and not path.stat().st_size)
    except OSError:
        return False


def _run(run: str, found: Watched) -> dict[str, Any]:
    tallies = {name: each for (of, name), each in found.book.tallies.items() if of == run}
    clock = found.store.clocks.get(run)
    logs = [log for of, log in found.watching.logs.values() if of == run]
    return {
        "files": [_file(log) for log in logs],
        "steps": max((each.last_step for each in tallies.values()), default=0),
        "seconds": clock.seconds[-1] if clock else None,
        "scalars": {name: each.as_dict() for name, each in tallies.items()},
    }


def _file(log: Log) -> dict[str, Any]:
    told = {"path": one_line(str(log.path)), "kind": log.kind, "read_as": log.told}
    return {**told, "notes": log.notes}
