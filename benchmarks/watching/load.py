"""What ten million steps cost: the stream, and the viewer that folds it."""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.tools.rows import Row, compared
from lessons.kit.stream.events import Event, PictureEvent, Start, Steps
from tui_lab.runs.recorder import Recorder

FEW, MANY = 100_000, 10_000_000
AT_ONCE = 5_000  # steps in an event, as a fast loop says them
VARIANTS = ("norm", "unclipped")
LOOK = """
import resource, sys, time
import tui_lab.app.lab
from pathlib import Path
from tui_lab.client.remote import Follower
from tui_lab.state.store import Store
follower, store, began = Follower(Path(sys.argv[1])), Store(), time.process_time()
while not follower.at_end:
    for event in follower.read():
        store.take_event(event)
print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
"""A viewer that has loaded its screen, and folds a whole recording."""


def long_run(path: Path, steps: int) -> None:
    """Record a run of two networks and three scalars that took this many steps."""
    rattle, pen = random.Random(0), Recorder(path)
    seeds: dict[str, dict[str, Any]] = {variant: {} for variant in VARIANTS}
    pen.write([Start(run="long", lesson="lesson3", config={"steps": steps}, variants=seeds,
                     seeds=[0], steps=steps, device="cpu")])  # fmt: skip
    for first in range(1, steps, AT_ONCE):
        noise: list[float | None] = [rattle.random() for _ in range(AT_ONCE)]
        pen.write(_said(first, noise, due=first % (steps // 50) < AT_ONCE))
    pen.flush()
    pen.close()


def _said(first: int, noise: list[float | None], *, due: bool) -> Iterator[Event]:
    values = {"loss": noise, "grad_norm": noise, "held_out": noise}
    for variant in VARIANTS:
        yield Steps(variant=variant, seed=0, first=first, values=values)
        if due:
            cells = [[0.5] * 40 for _ in range(40)]
            yield PictureEvent(variant=variant, seed=0, step=first, panel="reach", value=cells)


def many_steps(quick: bool) -> list[Row]:
    """Ten million steps against a hundred thousand: the file, and the viewer's memory and time."""
    many = 1_000_000 if quick else MANY
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder, "few.jsonl"), Path(folder, "many.jsonl")
        for path, steps in zip(paths, (FEW, many), strict=True):
            long_run(path, steps)
        sizes = [float(path.stat().st_size) / 2**20 for path in paths]
        looks = [[_look(path) for path in paths] for _ in range(3)]
    what = f"{many:.0e} steps / {FEW:.0e}"
    times = [(many[0], few[0]) for few, many in looks]
    memory = [(many[1] / 2**20, few[1] / 2**20) for few, many in looks]
    return [
        compared(f"stream's size, {what}", [(sizes[1], sizes[0])], budget=4.0, unit="MiB"),
        compared(f"viewer's memory, {what}", memory, budget=1.3, unit="MiB"),
        compared(f"time to fold all of it, {what}", times, budget=4.0),
    ]


def _look(path: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", LOOK, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, held = map(float, done.stdout.split())
    return seconds, held
