"""From a key to its paint, while a network trains.

Opening the help and closing it, on a real terminal, at uneven moments. Against the same app with
its worker in a thread, and with its worker halted: what is left then is Textual's painting of a
sheet, and no worker, wherever it is, can make a key quicker than that.
"""

import os
import random
import signal
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.tools.rows import Row, compared
from benchmarks.tools.runs import home_of, rate_of, spoken, the_run_in, training
from benchmarks.tools.terminal import Terminal
from benchmarks.watching.startup import LAB, environment

HELP = "The next pane"
"""What the help says and nothing else does."""
BELOW = "as applied"
"""What the help covers: of a panel's title, which is painted only where everything is."""
HALVES = 5  # keys with the worker at work, then as many with it halted
NOISE, BESIDE = 1.1, 1.5
THREADED = [sys.executable, "-m", "benchmarks.tools.threaded"]
Seconds = list[float]
NICE = ("--nice", "0")  # a thread cannot give way by itself


def key_to_paint(quick: bool) -> list[Row]:
    """Ours while it trains, against a thread and against nobody; and what each of them trains."""
    count, rounds = (5, 1) if quick else (40, 4)
    found = [(Ours(count), Thread(count)) for _ in range(rounds)]
    by_thread = [(ours.training, thread.training) for ours, thread in found]
    by_nobody = [(ours.training, ours.resting) for ours, _ in found]
    halted = 1000 * slowest([key for ours, _ in found for key in ours.resting])
    rates = [(ours.rate, thread.rate) for ours, thread in found]
    return [
        _painted("p50, ours / a thread", by_thread, statistics.median, NOISE),
        _painted("p99, ours / a thread", by_thread, slowest, 1 / 3,
                 also=f"; {halted:.0f} ms with the worker halted"),
        _painted("p50, ours / nobody training", by_nobody, statistics.median, BESIDE),
        compared("training while keys are pressed, ours / a thread", rates, 1.0, at_most=False,
                 unit="steps/s"),
    ]  # fmt: skip


def _painted(
    what: str, pairs: list[tuple[Seconds, Seconds]], figure: Callable[[Seconds], float],
    budget: float, also: str = "",
) -> Row:  # fmt: skip
    times = milliseconds(pairs, figure)
    return compared(f"key to paint, {what}", times, budget, unit="ms", also=also)


class Ours:
    """Seconds from key to paint with a worker of its own process, at work and halted in turn."""

    def __init__(self, count: int) -> None:
        self.training: Seconds = []
        self.resting: Seconds = []
        with training(flags=NICE) as [run], viewer(run) as terminal:
            get_ready(terminal)
            worker = spoken(run).pid
            for _ in range(count // HALVES):
                self.training += reactions(terminal, HALVES)
                os.kill(worker, signal.SIGSTOP)
                self.resting += reactions(terminal, HALVES)
                os.kill(worker, signal.SIGCONT)
            self.rate = rate_while_pressing(run, terminal, count)


class Thread:
    """The same with a thread, which cannot be halted by itself."""

    def __init__(self, count: int) -> None:
        with (
            tempfile.TemporaryDirectory() as folder,
            Terminal(THREADED, environment(folder)) as terminal,
        ):
            get_ready(terminal)
            self.training = reactions(terminal, count)
            self.rate = rate_while_pressing(the_run_in(folder), terminal, count)


def rate_while_pressing(run: Path, terminal: Terminal, count: int) -> float:
    """Steps a second of a run on whose screen this many keys are pressed."""
    return rate_of(run, 0.0, lambda _: reactions(terminal, count))


def beside(run: Path, count: int) -> Seconds:
    """Seconds from key to paint on the screen of a run."""
    with viewer(run) as terminal:
        get_ready(terminal)
        return reactions(terminal, count)


def get_ready(terminal: Terminal) -> None:
    """Wait for charts that move, and have the help loaded."""
    terminal.until("playing")
    terminal.listen(2.0)
    reactions(terminal, 1)


def viewer(run: Path, *flags: str) -> Terminal:
    """The lab's screen of a run, on a terminal of 120 by 40."""
    return Terminal([*LAB, "attach", run.name, *flags], home_of(run.parents[1]))


def reactions(terminal: Terminal, count: int) -> Seconds:
    """Open the help and close it, this many times."""
    pauses, found = random.Random(0), []
    for _ in range(count):
        found.append(terminal.reaction("?", HELP))
        terminal.reaction("q", BELOW)
        terminal.listen(0.2 + 0.2 * pauses.random())
    return found


def slowest(seconds: Seconds) -> float:
    """The 99th percentile."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[98]


def milliseconds(
    pairs: Sequence[tuple[Seconds, Seconds]], figure: Callable[[Seconds], float]
) -> list[tuple[float, float]]:
    """One figure of each series, in milliseconds."""
    return [(1000 * figure(mine), 1000 * figure(other)) for mine, other in pairs]
