"""Sweeps among runs: which run is whose trial, and both in one list."""

from __future__ import annotations

from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import all_runs
from tui_lab.sweeps.folder import SweepFolder, all_sweeps
from tui_lab.sweeps.journal import entries
from tui_lab.sweeps.ledger import Ledger

_known: dict[SweepFolder, tuple[int, Ledger]] = {}
"""What each sweep's journal came to, and the size that it had then."""


def ledger_of(sweep: SweepFolder) -> Ledger:
    """What its journal comes to; one that has not grown is not read again. Not to be changed."""
    try:
        size = sweep.journal.stat().st_size
    except OSError:
        return Ledger()
    if sweep not in _known or _known[sweep][0] != size:
        _known[sweep] = size, Ledger.of(entries(sweep.journal))
    return _known[sweep][1]


def names_in(sweep: SweepFolder) -> list[str]:
    """The names of a sweep's runs."""
    return ledger_of(sweep).runs


def sweeps_of_runs() -> dict[str, str]:
    """The sweep of each run that is a trial, by their names."""
    return {run: sweep.id for sweep in all_sweeps() for run in names_in(sweep)}


def runs_in(sweep: SweepFolder) -> list[RunFolder]:
    """Its runs that are there still."""
    known = {run.id: run for run in all_runs()}
    return [known[name] for name in names_in(sweep) if name in known]


def runs_and_sweeps() -> list[RunFolder | SweepFolder]:
    """Every run, the newest first; in place of the newest trial of a sweep the sweep."""
    sweeps = {sweep.id: sweep for sweep in all_sweeps()}
    trials = sweeps_of_runs() if sweeps else {}
    found: dict[str, RunFolder | SweepFolder] = {}
    for run in all_runs():
        each = sweeps.get(trials.get(run.id, "")) or run
        found.setdefault(each.id, each)
    empty = [sweep for sweep in sweeps.values() if sweep.id not in found]
    return [*found.values(), *empty]
