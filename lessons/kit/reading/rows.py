"""Rows of a file of any size, held in bounded memory."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lessons.kit.errors import BadEnvironment
from lessons.kit.reading.files import Source, pieces
from lessons.kit.reading.layout import Row
from lessons.kit.reading.meter import Meter

MOST_ROWS = 200_000
"""More rows than this are sampled."""
MOST_CHARACTERS = 2**27
"""More characters than this in all rows held, and half of the rows are let go."""
MOST_KEPT = 2**30
"""More characters than this in the rows that are never sampled, and they are refused."""
LONGEST_LINE = 2**20
"""Longer lines are not read: no example is so long."""
UNREADABLE_FIELD = "with a field over 131,072 characters (is a quote never closed?)"


class HeldOutTooMuch(BadEnvironment):
    """What is only for testing cannot be held, and half of it would be another test."""


IsKept = Callable[[list[str]], bool]
"""Whether a row is held in any case: what is only for testing is no sample."""


@dataclass
class Table:
    """The rows of one file, or a fair sample of them."""

    source: Source
    format: str
    """Such as "CSV, parted by commas"."""
    rows: list[Row]
    """Without fields where a row could not be read."""
    seen: int
    """Rows that the file has."""
    names: list[str] | None = None
    """Of the columns, where the format has them; else the first row may be a header."""
    unreadable: str = UNREADABLE_FIELD
    notes: list[str] = field(default_factory=list)


class Sample:
    """Every row while they are few; of many, each one with the same chance, in their order."""

    def __init__(self, is_kept: IsKept | None = None) -> None:
        self.is_kept = is_kept
        self.rows: list[Row] = []
        self.kept: list[Row] = []
        self.seen = 0
        self.characters_kept = 0
        self.characters = 0
        self.share = 1.0
        self.chance = random.Random(0)

    def add(self, row: Row) -> None:
        """Hold a row, perhaps."""
        self.seen += 1
        if self.is_kept is not None and self.is_kept(row[1]):
            self._keep(row)
            return
        if self.share < 1 and self.chance.random() >= self.share:
            return
        self.rows.append(row)
        self.characters += sum(map(len, row[1]))
        if len(self.rows) > 2 * MOST_ROWS or self.characters > MOST_CHARACTERS:
            self._halve()

    def _keep(self, row: Row) -> None:
        self.kept.append(row)
        self.characters_kept += sum(map(len, row[1]))
        if self.characters_kept > MOST_KEPT:
            large = f"what is held out for testing has over {MOST_KEPT >> 20:,} million characters"
            raise HeldOutTooMuch(large, "hold out less")

    def _halve(self) -> None:
        self.share /= 2
        first, *rest = self.rows  # the first may be a header
        self.rows = [first, *(row for row in rest if self.chance.random() < 0.5)]
        self.characters = sum(len(text) for _, row in self.rows for text in row)

    def drawn(self) -> list[Row]:
        """The rows, at most MOST_ROWS of them and the first, and those kept in any case."""
        drawn = self.rows
        if len(drawn) > MOST_ROWS + 1:
            among = self.chance.sample(range(1, len(drawn)), MOST_ROWS)
            drawn = [drawn[0], *(drawn[at] for at in sorted(among))]
        return sorted([*drawn, *self.kept], key=lambda row: row[0]) if self.kept else drawn


class Lines:
    """The lines of a source with their "\\n"; one that is too long is empty, and counted."""

    def __init__(self, source: Source, meter: Meter) -> None:
        self.source = source
        self.meter = meter
        self.overlong = 0
        self.skipping = False

    def __iter__(self) -> Iterator[str]:
        rest = ""
        for text, size in pieces(self.source):
            *lines, rest = (rest + text.replace("\0", "")).split("\n")
            yield from map(self._ended, lines)
            if len(rest) > LONGEST_LINE:
                rest, self.skipping = "", True
            self.meter.read(self.source.path, size)
        if rest or self.skipping:
            yield self._ended(rest)

    def _ended(self, line: str) -> str:
        overlong = self.skipping or len(line) > LONGEST_LINE
        self.overlong += overlong
        self.skipping = False
        return "\n" if overlong else line + "\n"


def held(rows: Iterable[Row], is_kept: IsKept | None = None) -> Sample:
    """A sample of these rows: all of them while they are few, and those kept in any case."""
    sample = Sample(is_kept)
    for row in rows:
        sample.add(row)
    return sample
