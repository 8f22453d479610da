"""Rows of a file of any size, held in bounded memory."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lessons.kit.data.rows.grammar import LONGEST_RECORD
from lessons.kit.data.rows.layout import LEADING, Layout, Row, marks_in
from lessons.kit.data.sources.files import Source, pieces
from lessons.kit.data.sources.meter import Meter
from lessons.kit.errors import BadEnvironment

MOST_ROWS = 200_000
"""More rows than this are sampled."""
MOST_CHARACTERS = 2**27
"""More characters than this in all rows held, and half of the rows are let go."""
MOST_KEPT = 2**30
"""More characters than this in the rows that are never sampled, and they are refused."""
LONGEST_LINE = LONGEST_RECORD
"""Longer lines are not read: nothing of a file without line ends would be left in memory."""
UNREADABLE_ROW = "over 64 million characters long (is a quote never closed?)"


class HeldOutTooMuch(BadEnvironment):
    """What is only for testing cannot be held, and half of it would be another test."""


IsKept = Callable[[list[str]], bool]
"""Whether a row is held in any case: what is only for testing is no sample."""


@dataclass
class Table:
    """The rows of one file, or a fair sample of them."""

    source: Source
    format: str
    """Such as "CSV, separated by commas"."""
    rows: list[Row]
    """Without fields where a row could not be read."""
    seen: int
    """Rows that the file has."""
    names: list[str] | None = None
    """Of the columns, where the format has them; else the first row may be a header."""
    unreadable: str = UNREADABLE_ROW
    notes: list[str] = field(default_factory=list)


class Sample:
    """Every row while they are few; of many, each one with the same chance, in their order."""

    def __init__(self, is_kept: IsKept | None = None) -> None:
        self.is_kept = is_kept or (lambda row: False)
        self.head: list[Row] = []
        """The first rows, whatever happens to others: one of them may be a header."""
        self.rows: list[Row] = []
        self.kept: list[Row] = []
        self.seen = 0
        self.characters_kept = 0
        self.characters = 0
        self.share = 1.0
        self.chance = random.Random(0)

    def add_row(self, row: Row) -> None:
        """Hold a row, perhaps."""
        self.seen += 1
        if self.seen <= LEADING + 1 and self.characters <= MOST_CHARACTERS // 2:
            self.head.append(row)
            self.characters += _size(row)
            return
        if self.is_kept(row[1]):
            self._keep(row)
            return
        if self.share < 1 and self.chance.random() >= self.share:
            return
        self.rows.append(row)
        self.characters += _size(row)
        if len(self.rows) > 2 * MOST_ROWS or self.characters > MOST_CHARACTERS:
            self._halve()

    def _keep(self, row: Row) -> None:
        self.kept.append(row)
        self.characters_kept += _size(row)
        if self.characters_kept > MOST_KEPT:
            large = f"what is held out for testing has over {MOST_KEPT >> 20:,} million characters"
            raise HeldOutTooMuch(large, "use a smaller test set")

    def _halve(self) -> None:
        self.share /= 2
        self.rows = [row for row in self.rows if self.chance.random() < 0.5]
        self.characters = sum(map(_size, [*self.head, *self.rows]))

    def drawn(self, above: int = 0) -> list[Row]:
        """The rows below this many lines: the first, MOST_ROWS at most, and all that are kept."""
        first, early = self.head[above : above + 1], self.head[above + 1 :]
        kept = [*(row for row in early if self.is_kept(row[1])), *self.kept]
        early = [row for row in early if not self.is_kept(row[1])]
        if self.share < 1:
            early = [row for row in early if self.chance.random() < self.share]
        rows = [*early, *self.rows]
        if len(rows) > MOST_ROWS:
            among = sorted(self.chance.sample(range(len(rows)), MOST_ROWS))
            rows = [rows[at] for at in among]
        return [*first, *sorted([*rows, *kept], key=lambda row: row[0])] if kept else first + rows


def _size(row: Row) -> int:
    return sum(map(len, row[1]))


class Texts:
    """The text of a source in pieces, and the marks in it that may part it."""

    def __init__(self, source: Source, meter: Meter, layout: Layout) -> None:
        self.source = source
        self.meter = meter
        self.layout = layout
        self.marks: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        begun = ""
        for text, size in pieces(self.source, translate=False):
            text = begun + text.replace("\0", "")
            begun = text[len(text.rstrip("\\\r")) :] if size else ""  # half an escape
            text = text[: len(text) - len(begun)]
            self.marks |= marks_in(text)
            yield self.layout.ended(text)
            self.meter.read(self.source.path, size)


class Lines:
    """The lines of a source with their "\\n"; one that is too long is empty, and counted."""

    def __init__(self, source: Source, meter: Meter) -> None:
        self.source = source
        self.meter = meter
        self.overlong = 0
        self.skipping = False

    def __iter__(self) -> Iterator[str]:
        rest: list[str] = []
        size = 0
        for text, read in pieces(self.source):
            first, *lines = text.replace("\0", "").split("\n")
            rest.append("" if self.skipping else first)
            size += len(rest[-1])
            if lines:
                yield self._ended("".join(rest))
                yield from map(self._ended, lines[:-1])
                rest, size = [lines[-1]], len(lines[-1])
            if size > LONGEST_LINE:
                rest, size, self.skipping = [], 0, True
            self.meter.read(self.source.path, read)
        if size or self.skipping:
            yield self._ended("".join(rest))

    def _ended(self, line: str) -> str:
        overlong = self.skipping or len(line) > LONGEST_LINE
        self.overlong += overlong
        self.skipping = False
        return "\n" if overlong else line + "\n"

    def told(self) -> list[str]:
        """What was not read, in words."""
        return [f"lines over 64 million characters, not read: {self.overlong}"] * (
            self.overlong > 0
        )


def held(rows: Iterable[Row], is_kept: IsKept | None = None) -> Sample:
    """A sample of these rows: all of them while they are few, and those kept in any case."""
    sample = Sample(is_kept)
    for row in rows:
        sample.add_row(row)
    return sample
