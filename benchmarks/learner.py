"""A learner at a terminal: opens lesson 3, says what will happen, trains, and looks."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.runs import PAST, end_all, home_of, the_run_in
from benchmarks.startup import LAB
from benchmarks.terminal import LONGEST, Terminal
from tui_lab.runs.folder import RunFolder

QUESTIONS = 3  # that lesson 3 asks before its run
NICE = {"DL_LAB_NICE": "0"}  # a run that gives way to its neighbours sends nothing
TOLD = 8.0  # seconds after which no message lies on the screen any more


@contextmanager
def learner(steps: int, *flags: str, predicts: bool = True) -> Iterator[Terminal]:
    """A terminal on which lesson 3 has begun to train this many steps, predictions made."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with Terminal([*LAB, *flags], home_of(folder) | NICE) as terminal:
                terminal.until("RECENT RUNS")
                terminal.reaction("3", "press space to start")
                terminal.reaction(":", "NAME VALUE")
                terminal.reaction(f"set steps {steps}\r", "restart")  # the keys are back
                terminal.reaction(" ", "Predict first")
                for _ in range(QUESTIONS if predicts else 0):
                    terminal.listen(0.5)
                    terminal.press("1")
                if not predicts:
                    terminal.press("s")
                terminal.until("playing")
                look_on(terminal, the_run_in(folder))
                yield terminal
        finally:
            end_all(folder)


def look_on(terminal: Terminal, run: Path) -> None:
    """Read what is drawn until the run is past its first steps. Raises TimeoutError."""
    for _ in range(int(2 * LONGEST)):
        terminal.listen(0.5)
        status = RunFolder(run).status()
        if status and status.step >= PAST:
            return
    raise TimeoutError(f"{run.name} never came to step {PAST}")
