"""How often a run reads what it trains on: once, whoever looks at it first."""

import json
import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import lessons
from benchmarks.tools.rows import Row, compared
from benchmarks.watching.startup import LAB, environment

LESSON, LINES, FEW = "lesson3", 100_000, 400
BUDGET = 1.5
"""Readings: 1.0, and 2.0 while the command line looked at all of it first."""


def once(quick: bool) -> Row:
    """What a run pays for the reading of its data, against reading them here. CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        long, short = (_text(Path(folder, f"{n}.txt"), n) for n in (LINES, FEW))
        pairs = []
        for _ in range(3 if quick else 9):
            more = _run(long, folder) - _run(short, folder)
            pairs.append((more, _read(long) - _read(short)))
    return compared(f"reading in `run {LESSON} --data` / reading once", pairs, budget=BUDGET)


def _text(path: Path, lines: int) -> Path:
    path.write_text("the long and winding road of every learner, line by line\n" * lines)
    return path


def _run(data: Path, folder: str) -> float:
    """CPU seconds of a command that trains one step, those of its worker among them."""
    flags = ["run", LESSON, "--variant", "norm", "--steps", "1", "--json", "--data", str(data)]
    small = [word for name in ("embed=4", "hidden=4", "batch=2") for word in ("--set", name)]
    before = _spent()
    done = subprocess.run(
        [*LAB, *flags, *small], capture_output=True, check=False,
        env=environment(folder) | {"OMP_NUM_THREADS": "1", "PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert json.loads(done.stdout)["run"], done.stdout
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _read(data: Path) -> float:
    lesson = lessons.load(LESSON)
    began = time.process_time()
    lesson.data(data, lesson.params(), lambda what, share: None)
    return time.process_time() - began
