"""What it costs to draw."""

import math
import random
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.rows import Row, compared
from benchmarks.startup import LAB, environment
from benchmarks.terminal import Terminal
from tui_lab.binned import Binned
from tui_lab.plotting import Line, preload, series

DRAWN = (100, 30)  # columns and lines of the chart that is repainted
LINE_BUDGET = 10_000.0  # bytes a second that a learner over SSH may be sent


def repaint_cost(quick: bool) -> Row:
    """A chart of a million recorded steps against one of a thousand."""
    preload()
    steps = 100_000 if quick else 1_000_000
    few, many = recorded(1_000), recorded(steps)

    def seconds(curve: Binned) -> float:
        xs = [one.step for one in curve.bins]
        line = Line("loss", "#88aaff", "●", xs, [one.mean for one in curve.bins])
        began = time.process_time()
        series([line], *DRAWN, x_range=(0, curve.last_step))
        return time.process_time() - began

    seconds(few)
    pairs = [(seconds(many), seconds(few)) for _ in range(15)]
    return compared(f"repaint of {steps:.0e} steps / of 1e+03", pairs, budget=1.5)


def recorded(steps: int) -> Binned:
    """A loss that falls and rattles, seeded."""
    rattle, curve = random.Random(0), Binned()
    for step in range(1, steps + 1):
        curve.add(step, 3 * math.exp(-4 * step / steps) + 0.2 * rattle.random())
    return curve


def bytes_per_second(quick: bool) -> Row:
    """What a 120×40 screen with four charts is sent at the default refresh, while training."""
    seconds = 5 if quick else 15
    with (
        tempfile.TemporaryDirectory() as folder,
        Terminal(LAB, environment(folder)) as terminal,
    ):
        start_lesson(terminal)
        sent = [terminal.listen(1.0) for _ in range(seconds)]
        stop_all(folder)
    pairs = [(float(one), LINE_BUDGET) for one in sent]
    return compared("bytes a second / 10 kB", pairs, budget=1.0, unit="B")


def stop_all(folder: str) -> None:
    """End what still trains there: it would outlive its screen, and disturb what comes next."""
    names = [run.name for run in (Path(folder) / "runs").iterdir()]
    for name in names:
        command = [*LAB, "stop", name]
        subprocess.run(command, env=environment(folder), capture_output=True, check=False)


def start_lesson(terminal: Terminal) -> None:
    """Open lesson 3, give it a hundred thousand steps, and play."""
    terminal.until("Gradient clipping")
    terminal.press("3")
    terminal.until("press space")
    terminal.press(":set steps 100000\r")
    time.sleep(0.5)
    terminal.press(" ")
    time.sleep(0.5)
    terminal.press("s")  # no prediction this time
    terminal.until("playing")
    terminal.listen(3.0)
