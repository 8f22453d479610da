"""A small sweep that was recorded: its folder, and the run of its best trial.

    dl-lab sweep tests.toys.lesson90_line --variant free --steps 12 --seeds 2 --search random
    --over lr=0.001..2:log --over batch=2..64:log --over optimizer=sgd,adam --over noise=on,off
    --trials 24

Of its files `sweep.json` and `trials.jsonl` are kept, of the run `run.json` and `events.jsonl`.
The lesson is called lesson90 in them, as in the course that the screen's tests see.
"""

from __future__ import annotations

import shutil

from tests.tools.places import RECORDINGS
from tui_lab.runs.home import home
from tui_lab.sweeps.folder import SweepFolder, all_sweeps

KEPT = RECORDINGS / "sweep"


def recorded_sweep(*, trials: int | None = None) -> SweepFolder:
    """Put it where sweeps lie; with so many trials that have ended, as it was at that time."""
    shutil.copytree(KEPT, home(), dirs_exist_ok=True)
    (sweep,) = all_sweeps()
    if trials is not None:
        kept, ended = [], 0
        for line in sweep.journal.read_bytes().splitlines(keepends=True):
            ended += b'"type":"ended"' in line
            if ended > trials:
                break
            kept.append(line)
        sweep.journal.write_bytes(b"".join(kept))
    return sweep
