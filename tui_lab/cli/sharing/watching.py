"""`dl-lab watch PATH --json`: what logs of other programs come to, as one document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lessons.kit.errors import one_line
from tui_lab.foreign.log import Log
from tui_lab.session.watched import Watched, read_whole


def summary_of(path: Path) -> dict[str, Any]:
    """Every run with its scalars. Raises Trouble where there is no log, or none with numbers."""
    found = read_whole(path)
    runs = {run: _run(run, found) for run in found.watching.runs}
    return {"v": 1, "path": one_line(str(path)), "runs": runs, "notes": found.watching.notes}


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
