"""From a key to its paint, while a network trains."""

import random
import statistics
import sys
import tempfile

from benchmarks.rows import Row, compared
from benchmarks.screen import start_lesson, stop_all
from benchmarks.startup import LAB, environment
from benchmarks.terminal import Terminal

HELP = "The next pane"
"""What the help says and nothing else does."""
THREADED = [sys.executable, "-m", "benchmarks.threaded"]


def key_to_paint(quick: bool) -> Row:
    """The slowest of a hundred keys, against the same app with training in a thread."""
    count, rounds = (25, 2) if quick else (100, 3)
    pairs = [(slowest(ours(count)), slowest(theirs(count))) for _ in range(rounds)]
    return compared("key to paint, p99, ours / a thread", pairs, budget=1 / 3)


def ours(count: int) -> list[float]:
    """Seconds from key to paint with a worker of its own process."""
    with tempfile.TemporaryDirectory() as folder, Terminal(LAB, environment(folder)) as terminal:
        start_lesson(terminal)
        found = reactions(terminal, count)
        stop_all(folder)
    return found


def theirs(count: int) -> list[float]:
    """The same with a thread."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Terminal(THREADED, environment(folder)) as terminal,
    ):
        terminal.until("press space")
        terminal.listen(3.0)
        return reactions(terminal, count)


def reactions(terminal: Terminal, count: int) -> list[float]:
    """Open the help and close it, at uneven moments."""
    pauses, found = random.Random(0), []
    for _ in range(count):
        found.append(terminal.reaction("?", HELP))
        terminal.press("q")
        terminal.listen(0.2 + 0.2 * pauses.random())
    return found


def slowest(seconds: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[98]


def main() -> None:
    """The figures themselves: median and 99th percentile, in milliseconds."""
    for name, measure in (("a process", ours), ("a thread", theirs)):
        found = measure(100)
        middle, late = 1000 * statistics.median(found), 1000 * slowest(found)
        print(f"{name}: key to paint p50 {middle:.0f} ms, p99 {late:.0f} ms")


if __name__ == "__main__":
    main()
