"""From a key to its paint, while a network trains.

Opening the help and closing it, on a real terminal, at uneven moments. Against the same app with
training in a thread of its own process.
"""

import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.rows import Row, compared
from benchmarks.runs import home_of, training
from benchmarks.startup import LAB, environment
from benchmarks.terminal import Terminal

HELP = "The next pane"
"""What the help says and nothing else does."""
BELOW = "as applied"
"""What the help covers: of a panel's title, which is painted only where everything is."""
THREADED = [sys.executable, "-m", "benchmarks.threaded"]
Seconds = list[float]


def key_to_paint(quick: bool) -> list[Row]:
    """Median and 99th percentile, against the same app with training in a thread."""
    count, rounds = (15, 1) if quick else (60, 4)
    pairs = [(ours(count), theirs(count)) for _ in range(rounds)]
    name = "key to paint while training, {}, ours / a thread"
    return [
        compared(name.format("p50"), milliseconds(pairs, statistics.median), 1.0, unit="ms"),
        compared(name.format("p99"), milliseconds(pairs, slowest), budget=1 / 3, unit="ms"),
    ]


def ours(count: int) -> Seconds:
    """Seconds from key to paint with a worker of its own process."""
    with training() as [run]:
        return beside(run, count)


def beside(run: Path, count: int) -> Seconds:
    """Seconds from key to paint on the screen of a run."""
    with viewer(run) as terminal:
        terminal.until("playing")
        terminal.listen(2.0)
        return reactions(terminal, count)


def viewer(run: Path, *flags: str) -> Terminal:
    """The lab's screen of a run, on a terminal of 120 by 40."""
    return Terminal([*LAB, "attach", run.name, *flags], home_of(run.parents[1]))


def theirs(count: int) -> Seconds:
    """The same with a thread."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Terminal(THREADED, environment(folder)) as terminal,
    ):
        terminal.until("press space")
        terminal.listen(2.0)
        return reactions(terminal, count)


def reactions(terminal: Terminal, count: int) -> Seconds:
    """Open the help and close it; the first time, when it is loaded, does not count."""
    pauses, found = random.Random(0), []
    for _ in range(count + 1):
        found.append(terminal.reaction("?", HELP))
        terminal.reaction("q", BELOW)
        terminal.listen(0.2 + 0.2 * pauses.random())
    return found[1:]


def slowest(seconds: Seconds) -> float:
    """The 99th percentile."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[98]


def milliseconds(
    pairs: Sequence[tuple[Seconds, Seconds]], figure: Callable[[Seconds], float]
) -> list[tuple[float, float]]:
    """One figure of each series, in milliseconds."""
    return [(1000 * figure(mine), 1000 * figure(other)) for mine, other in pairs]
