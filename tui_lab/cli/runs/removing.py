"""`dl-lab rm`: delete runs, and sweeps with all their runs."""

from lessons.kit import BadUsage
from tui_lab.cli.sweeps.listed import sweep_named
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder
from tui_lab.sweeps.among import runs_in
from tui_lab.sweeps.folder import SweepFolder


def remove(names: list[str]) -> None:
    """Delete these. Raises BadUsage, before any is deleted, if one is live."""
    named = [sweep_named(name) or places.find(name) for name in names]
    sweeps = [each for each in named if isinstance(each, SweepFolder)]
    runs = [each for each in named if isinstance(each, RunFolder)]
    for sweep in sweeps:
        if sweep.alive():
            what = f"the sweep {sweep.id} is going on"
            raise BadUsage(what, f"stop it first: dl-lab stop {sweep.id}")
        runs += [run for run in runs_in(sweep) if run not in runs]
    for run in runs:
        if run.alive():
            raise BadUsage(f"run {run.id} is being trained", f"stop it first: dl-lab stop {run.id}")
    for run in runs:
        run.remove()
    for sweep in sweeps:
        sweep.remove()
