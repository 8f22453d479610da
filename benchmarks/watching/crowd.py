"""What many viewers and many runs at once cost: `python -m benchmarks --only crowd`."""

import os
import statistics
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.tools.rows import Row, compared
from benchmarks.tools.runs import clocks, rate_of, training
from benchmarks.watching.keys import beside, milliseconds, slowest
from tui_lab.client.remote import Remote
from tui_lab.runs.folder import RunFolder

VIEWERS, RUNS = 8, 16
ALONE = ("--variant", "norm")
SHARED = 0.7
CROWDED = 3.0
"""A worker at nice 10 weighs a ninth of a viewer: beside eight of them a core leaves it half of
its time, and a little goes for waiting until one of them is put aside."""


def many_viewers(quick: bool) -> Row:
    """Eight that follow one run, against nobody: what they cost its training."""
    seconds, rounds = (1.5, 2) if quick else (4.0, 12)
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


def many_runs(quick: bool) -> list[Row]:
    """Sixteen runs (quick: four) against as many as cores: their steps, and keys beside them."""
    runs, seconds, keys, rounds = (RUNS // 4, 1.0, 4, 1) if quick else (RUNS, 12.0, 60, 3)
    fair = os.cpu_count() or 1
    found = [(Crowd(runs, seconds, keys), Crowd(fair, seconds, keys)) for _ in range(rounds)]
    steps = [(many.steps, few.steps) for many, few in found]
    painted = [(many.keys, few.keys) for many, few in found]
    by_cpu = statistics.median(many.for_cpu / few.for_cpu for many, few in found)
    late = [1000 * statistics.median(map(slowest, side)) for side in zip(*painted, strict=True)]
    return [
        compared(f"steps of {runs} runs at once / of {fair}", steps, SHARED, at_most=False,
                 unit="steps/s", also=f"; {by_cpu:.3g} of the steps for a second of CPU"),
        compared(f"key to paint beside {runs} runs / beside {fair}, p50",
                 milliseconds(painted, statistics.median), CROWDED, unit="ms",
                 also=f"; p99 {late[0]:.0f} ms against {late[1]:.0f} ms"),
    ]  # fmt: skip


class Crowd:
    """What this many runs that train at the same time do together."""

    def __init__(self, count: int, seconds: float, keys: int) -> None:
        self.rates: list[float] = []
        self.cpu = 0.0
        with training(flags=ALONE, count=count) as runs:
            _all_at_once([partial(self._watch, run, seconds) for run in runs])
            self.keys = beside(runs[0], keys)
        self.steps = sum(self.rates)
        self.for_cpu = self.steps / self.cpu

    def _watch(self, run: Path, seconds: float) -> None:
        """Add this run's steps a second, and its share of a core."""
        began, worked, step = clocks(run)
        time.sleep(seconds)
        ended, spent, last = clocks(run)
        self.rates.append((last - step) / (ended - began))
        self.cpu += (spent - worked) / (ended - began)


def _all_at_once(works: list[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
