"""What many viewers and many runs at once cost: `python -m benchmarks --only crowd`."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.rows import Row, compared
from benchmarks.runs import rate_of, training
from tui_lab.remote import Remote
from tui_lab.runs import RunFolder

VIEWERS, RUNS = 8, 16
ALONE = ("--variant", "norm")


def many_viewers(quick: bool) -> Row:
    """Eight that follow one run, against nobody: what they cost its training."""
    seconds, rounds = (2.0, 4) if quick else (4.0, 12)
    with training(flags=(*ALONE, "--nice", "0")) as [run]:
        pairs = []
        for _ in range(rounds):
            alone = rate_of(run, seconds)
            pairs.append((rate_of(run, seconds, lambda s: _followed(run, s)), alone))
    name = f"training with {VIEWERS} viewers / none"
    return compared(name, pairs, budget=0.9, at_most=False, unit="steps/s")


def _followed(run: Path, seconds: float) -> None:
    """Eight viewers' followers and control lines, each looking as often as a screen does."""
    until = time.monotonic() + seconds

    def look() -> None:
        remote = Remote(RunFolder(run))
        while time.monotonic() < until:
            remote.read()
            remote.watch()
            time.sleep(0.1)
        remote.close()

    _all_at_once([look] * VIEWERS)


def many_runs(quick: bool) -> Row:
    """Sixteen runs at once on these cores, all their steps together, against as many as cores."""
    seconds, rounds = (5.0, 1) if quick else (12.0, 3)
    fair = os.cpu_count() or 1
    pairs = [(_together(RUNS, seconds), _together(fair, seconds)) for _ in range(rounds)]
    name = f"steps of {RUNS} runs at once / of {fair}"
    return compared(name, pairs, budget=0.7, at_most=False, unit="steps/s")


def _together(count: int, seconds: float) -> float:
    """Steps a second of so many runs that train at the same time."""
    with training(flags=ALONE, count=count) as runs:
        rates: list[float] = []
        _all_at_once([lambda run=run: rates.append(rate_of(run, seconds)) for run in runs])  # type: ignore[misc]
    return sum(rates)


def _all_at_once(works: list[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
