"""What every kind of log can do: give its new values, and say what is wrong with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path

from tui_lab.foreign.points import MOST_BACK, Order, Points


class Log(ABC):
    """One file, as it grows."""

    kind = ""
    """What it is, for people."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts_rows = False
        """Whether the step is the number of the row, as no column says it."""
        self.skipped: dict[str, int] = {}
        """What could not be read, in words, and how often."""
        self.order = Order()

    @abstractmethod
    def read(self, *, final: bool = False) -> list[Points]:
        """The next values, a piece at a time; with `final` of an unfinished last line, too.

        Raises OSError, and Trouble for what is no log at all.
        """

    @property
    @abstractmethod
    def at_end(self) -> bool:
        """Whether the last piece was the last for now."""

    @property
    @abstractmethod
    def changed(self) -> float:
        """When it was written last, in seconds since 1970."""

    @property
    def told(self) -> str:
        """How its steps and times are counted, in words."""
        return ""

    def skip(self, what: str, count: int = 1) -> None:
        """Remember what was left out."""
        if count:
            self.skipped[what] = self.skipped.get(what, 0) + count

    @property
    def notes(self) -> list[str]:
        """What a reader should know of it, one short sentence each."""
        skipped = [f"{count} {what}" for what, count in self.skipped.items()]
        return skipped if self.counts_rows else [*skipped, *self.order.notes()]

    def ordered(self, points: Iterable[Points]) -> Iterator[Points]:
        """The values in pieces whose steps only grow."""
        for each in points:
            if each.steps:
                yield from self.order.ordered(each)

    def settled(self, points: Iterable[Points]) -> list[Points]:
        """The same; of a log whose steps go back all the time, without what goes back."""
        found = list(self.ordered(points))
        if not self.is_confused:
            return found
        kept = [each for each in found if each.forgets is None]
        self.skip("pieces whose steps go back left out", len(found) - len(kept))
        return kept

    @property
    def is_confused(self) -> bool:
        """Whether its steps go back oftener than those of a training that was resumed."""
        return self.order.back > MOST_BACK and not self.counts_rows
