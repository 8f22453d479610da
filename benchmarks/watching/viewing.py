"""What it costs to look: a core's time of the viewer, and bytes, with all that a learner has there.

Predictions made, another run behind, in truecolor and in 256 colours, at 120×40 and the default
refresh. By CPU time, of which a busy machine takes nothing.
"""

import math
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.tools.learner import TOLD, Learner, learner
from benchmarks.tools.rows import Row, compared
from benchmarks.tools.terminal import Terminal
from benchmarks.watching.startup import LAB, environment

LINE_BUDGET = 10_000.0  # bytes a second that a learner over SSH may be sent
FAST = 10  # repaints of a panel a second, two and a half times the default
FAST_BUDGET = 2.5
"""Of those 10 kB: what is sent may grow as fast as the repaints do, and no faster."""
WATCHED, STILL = 0.10, 0.01
"""Of a core: a viewer while the run goes on, and while nothing changes."""
COLOURS = {"truecolor": {"COLORTERM": "truecolor"}, "256 colours": {"COLORTERM": ""}}
LONG, SHORT = 3000, 20
"""Steps of a run that takes minutes, and of one that is soon over."""
PIECES = 4  # of a time that is looked on
SCALARS, WRITTEN = 8, 0.2
"""Of somebody else's log: its columns, and seconds from a line to the next."""


def nothing_changes(quick: bool) -> list[Row]:
    """Hands off: the menu, a lesson, a run that is over, one that is paused, and watched logs."""
    seconds = 2.0 if quick else 5.0
    rows = []
    for colours, environ in COLOURS.items():
        with learner(SHORT, colours=environ, begins=False) as who:
            terminal = who.terminal
            rows += still(f"a lesson, {colours}", terminal, seconds)
            terminal.obeys("q")
            rows += still(f"the menu, {colours}", terminal, seconds)
            terminal.obeys(who.key)
            run_twice(who)
            who.until_state("finished")
            rows += still(f"a finished run and one behind it, {colours}", terminal, seconds)
            who.train_again(LONG)
            who.pause()
            rows += still(f"a paused run and two behind it, {colours}", terminal, seconds)
        with a_log(environ) as (terminal, _):
            rows += still(f"watched logs, {colours}", terminal, seconds)
    return rows


def training_watched(quick: bool) -> list[Row]:
    """The run goes on: lesson 3 with a run behind it, and a log that grows."""
    seconds = 3.0 if quick else 10.0
    rows = []
    for colours, environ in COLOURS.items():
        with learner(SHORT, colours=environ) as who:
            who.until_state("finished")
            who.train_again(LONG)
            who.terminal.listen(TOLD)
            rows += going_on(f"a training, {colours}", who.terminal, seconds)
        with a_log(environ) as (terminal, log):
            terminal.listen(TOLD)
            rows += going_on(f"a log that grows, {colours}", terminal, seconds, log)
    return rows


def at_a_fast_refresh(quick: bool) -> Row:
    """What is sent where ten repaints a second are asked for."""
    with learner(100_000, "--fps", str(FAST)) as who:
        who.terminal.listen(3.0)
        sent = [(float(who.terminal.listen(1.0)), LINE_BUDGET) for _ in range(3 if quick else 20)]
    name = f"bytes a second at {FAST} repaints a second / 10 kB"
    return compared(name, sent, budget=FAST_BUDGET, unit="B")


def run_twice(who: Learner) -> None:
    """Two short runs, the first behind the second."""
    who.begin()
    who.until_state("finished")
    who.train_again(SHORT + 1)


def still(what: str, terminal: Terminal, seconds: float) -> list[Row]:
    """Of a screen on which nothing changes."""
    terminal.listen(TOLD)
    shares, sent = looked_on(terminal, seconds, None)
    return [
        share_row(f"viewer while nothing changes / 1 % of a core: {what}", shares, STILL),
        compared(f"bytes a second while nothing changes / 10 kB: {what}",
                 [(each, LINE_BUDGET) for each in sent], budget=0.0, unit="B"),
    ]  # fmt: skip


def going_on(what: str, terminal: Terminal, seconds: float, log: Path | None = None) -> list[Row]:
    """Of a screen on which it goes on."""
    shares, sent = looked_on(terminal, seconds, log)
    return [
        share_row(f"viewer / 10 % of a core: {what}", shares, WATCHED),
        compared(f"bytes a second / 10 kB: {what}", [(each, LINE_BUDGET) for each in sent],
                 budget=1.0, unit="B"),
    ]  # fmt: skip


def share_row(name: str, shares: list[float], most: float) -> Row:
    """Of a core, in percent."""
    return compared(name, [(100 * share, 100 * most) for share in shares], 1.0, unit="%")


def looked_on(
    terminal: Terminal, seconds: float, log: Path | None
) -> tuple[list[float], list[float]]:
    """The share of a core and the bytes a second in pieces of this many seconds."""
    shares, sent = [], []
    for _ in range(PIECES):
        began, worked, before = time.perf_counter(), terminal.worked, terminal.bytes
        while (took := time.perf_counter() - began) < seconds:
            if log:
                write_on(log)
            terminal.listen(min(WRITTEN, seconds - took))
        shares.append((terminal.worked - worked) / took)
        sent.append((terminal.bytes - before) / took)
    return shares, sent


@contextmanager
def a_log(environ: Mapping[str, str]) -> Iterator[tuple[Terminal, Path]]:
    """`dl-lab watch` on a log of somebody else's, with an hour of training in it."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "training.csv")
        log.write_text("step," + ",".join(f"loss/{n}" for n in range(SCALARS)) + "\n")
        for _ in range(2000):
            write_on(log)
        command = [*LAB, "watch", str(log)]
        with Terminal(command, environment(folder) | dict(environ)) as terminal:
            terminal.until_still()
            yield terminal, log


def write_on(log: Path) -> None:
    """One more line."""
    with log.open("a") as file:
        step = file.tell() // 40 + 1
        values = (f"{math.exp(-step / 900) + 0.1 * math.sin(step * n):.4f}" for n in range(SCALARS))
        file.write(f"{step},{','.join(values)}\n")
