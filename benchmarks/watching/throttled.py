"""From a key to its paint on a slow line: 50 kB/s, charts at ten repaints a second.

Against the same screen painted as Textual would by itself: every cell of a chart each time, and
however much is waiting for the line already.
"""

import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.tools.rows import Row, compared
from benchmarks.tools.runs import home_of, training
from benchmarks.tools.terminal import Terminal
from benchmarks.watching.keys import BELOW, HELP, NICE
from benchmarks.watching.startup import LAB

LINE = 50_000  # bytes a second
MOVING = Path(__file__).parent / "moving"
SIP = 0.02  # seconds between two readings
CARELESS = """
from textual.app import App
from textual.widget import Widget
from tui_lab.__main__ import main
from tui_lab.terminal.foreign import ForeignText
from tui_lab.widgets.panels import canvas
from tui_lab.widgets.panels import gallery
def catch_up(self):
    if self.is_showing:
        self._drawn_for = None
        Widget.refresh(self)
canvas.Canvas.catch_up = catch_up
ForeignText._display = App._display
gallery.terminal_is_behind = lambda app: False
main()
"""
UNGATED = [sys.executable, "-c", CARELESS]


class SlowLine(Terminal):
    """A terminal at the other end of a line that lets this many bytes a second through."""

    def _read(self, patience: float) -> None:
        time.sleep(SIP)
        self._take(0.0, int(LINE * SIP))


def key_to_paint(quick: bool) -> Row:
    """Opening the help, ours against ungated, in turn; each the mean of a few keys."""
    with training(flags=NICE) as [run]:
        return compared_on(run, quick, "", BELOW, (120, 40))


def beside_a_sheet(quick: bool) -> Row:
    """The same in a small window, while 64 images change in it."""
    flags = ("--set", "shows=sheet", "--set", "side=28")
    with training(str(MOVING), (*flags, *NICE)) as [run]:
        return compared_on(run, quick, " beside a sheet of images", "only", (80, 24))


def compared_on(run: Path, quick: bool, what: str, below: str, size: tuple[int, int]) -> Row:
    """Keys on the screen of this run, which shows that word below the help."""
    count, rounds = (1, 1) if quick else (5, 4)
    pairs = [
        (reaction(LAB, run, count, below, size), reaction(UNGATED, run, count, below, size))
        for _ in range(rounds)
    ]
    name = f"key to paint at {LINE // 1000} kB/s{what}, ours / ungated"
    return compared(name, pairs, budget=0.1)


def reaction(
    command: Sequence[str], run: Path, count: int, below: str, size: tuple[int, int]
) -> float:
    """Seconds from `?` to the help, on average."""
    attach = [*command, "attach", run.name, "--fps", "10"]
    with SlowLine(attach, home_of(run.parents[1]), *size) as terminal:
        terminal.until("playing")
        found = []
        for _ in range(count):
            terminal.listen(3.0)
            found.append(terminal.reaction("?", HELP))
            terminal.reaction("q", below)
    return statistics.fmean(found)
