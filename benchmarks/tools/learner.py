"""A learner at a terminal: opens lesson 3, says what will happen, trains, and looks.

What is waited for is a state, of the program or of its run: what the screen says has other words
in each release.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import lessons
from benchmarks.tools.runs import PAST, end_all, home_of
from benchmarks.tools.terminal import LONGEST, Terminal
from benchmarks.watching.startup import LAB
from tui_lab.runs.folder import RunFolder

LESSON = "lesson3"
NICE = {"DL_LAB_NICE": "0"}  # a run that gives way to its neighbours sends nothing
TOLD = 8.0  # seconds after which no message lies on the screen any more


class Learner:
    """Who sits there, and the runs that they began."""

    def __init__(self, terminal: Terminal, home: Path) -> None:
        self.terminal = terminal
        self._home = home
        self.key = LESSON.removeprefix("lesson")
        """What opens the lesson."""
        self._begun: list[Path] = []
        """The runs that there are, the latest last."""

    def open(self, steps: int) -> None:
        """Go from the menu to the lesson, and have it train so many steps."""
        terminal = self.terminal
        terminal.until_still()
        terminal.obeys(self.key, ":", f"set steps {steps}\r")

    def begin(self) -> None:
        """Predict all that is asked, and train; until the first steps are over."""
        asked = len(lessons.load(LESSON).predictions)
        self.terminal.obeys(" ", *"1" * (asked - 1))
        self.terminal.press("1")  # it trains from here: the screen need not come to rest
        self._follow()

    def train_again(self, steps: int) -> None:
        """Another run of so many steps, with the one before behind it."""
        self.terminal.obeys(":", f"set steps {steps}\r")
        self.terminal.press("y")  # now
        self._follow()

    def _follow(self) -> None:
        """Look on until there is another run, and its first steps are over."""
        before = set(self._begun)
        self._until(lambda: before != self._found(), "a run")
        self._begun += self._found() - before
        self.until_step(PAST)

    def pause(self) -> None:
        """Pause the run."""
        self.terminal.press(" ")
        self.until_state("paused")

    def until_state(self, state: str) -> None:
        """Look on until the latest run is so."""
        self._until(lambda: self._status()[0] == state, state)

    def until_step(self, step: int) -> None:
        """Look on until the latest run has come so far."""
        self._until(lambda: self._status()[1] >= step, f"step {step}")

    def _found(self) -> set[Path]:
        return {path.parent for path in (self._home / "runs").glob("*/status.json")}

    def _status(self) -> tuple[str, int]:
        status = RunFolder(self._begun[-1]).status() if self._begun else None
        return (status.state, status.step) if status else ("", 0)

    def _until(self, happens: Callable[[], bool], what: str) -> None:
        """Read what is drawn until that is so. Raises TimeoutError."""
        for _ in range(int(4 * LONGEST)):
            if happens():
                return
            self.terminal.listen(0.25)
        raise TimeoutError(f"{what} never came; {self._status()}: {self.terminal.said!r}")


@contextmanager
def learner(
    steps: int, *flags: str, colours: Mapping[str, str] = NICE, begins: bool = True
) -> Iterator[Learner]:
    """A learner whose lesson 3 trains this many steps, predictions made."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with Terminal([*LAB, *flags], home_of(folder) | NICE | dict(colours)) as terminal:
                who = Learner(terminal, Path(folder))
                who.open(steps)
                if begins:
                    who.begin()
                yield who
        finally:
            end_all(folder)
