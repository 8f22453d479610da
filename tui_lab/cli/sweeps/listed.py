"""Sweeps where runs are listed and deleted: a row for each, with how many trials have ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lessons.kit.errors import Trouble, said
from tui_lab.runs.places import all_runs
from tui_lab.sweeps.among import ledger_of
from tui_lab.sweeps.folder import SweepFolder, all_sweeps, sweep_called
from tui_lab.sweeps.outcome import state_of


def sweep_named(name: str | None) -> SweepFolder | None:
    """The sweep of this name, unless a run has it. Raises BadUsage where several begin so."""
    if name is None or any(run.id == name for run in all_runs()):
        return None
    return sweep_called(name)


def sweep_rows() -> Iterator[dict[str, Any]]:
    """Every sweep, the newest first: what `ps --json` says of it."""
    for sweep in all_sweeps():
        yield _row(sweep)


def _row(sweep: SweepFolder) -> dict[str, Any]:
    status = sweep.status() if sweep.alive() else None
    row: dict[str, Any] = {"sweep": sweep.id, "run": None, "state": state_of(sweep)}
    row |= {"pid": status.pid if status else None, "host": status.host if status else None}
    row["waiting"] = status.waiting if status else {}
    try:
        file = sweep.file
    except Trouble as trouble:
        return {**row, "lesson": None, "error": said(trouble)}
    plan, ledger = file.plan, ledger_of(sweep)
    best = ledger.best(plan)
    return {
        **row, "lesson": plan.base.lesson, "trials": plan.trials, "ended": len(ledger.ended),
        "for": str(plan.objective), "best": best.score if best else None,
        "created": file.created, "folder": str(sweep.path),
    }  # fmt: skip
