"""The columns of a table: numbers, categories, or what a network cannot use."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lessons.kit.patterns import possessive

MISSING = frozenset(
    ("", "?", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "\\n", "-", "--", ".", "missing")
)
WORDS = frozenset(("none", "nil", "missing"))
"""Among words these are one of the kinds: who sleeps well has the sleep disorder None."""
NUMERIC = 0.95
"""A column with this share of numbers is one of numbers; what else is in it is missing."""
MOST_LEVELS = 100
"""A category with more different values is a name or a text."""
LEVEL_SHARE = 0.5
"""A category comes back: with more different values than this share of its rows it is none."""
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
PLAIN_LINES = re.compile(possessive(rf"{PLAIN.pattern}\n", "+"), re.ASCII)
COMMA = re.compile(r"[+-]?\d+,\d+")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
SIGNS = "%$€£¥ "

IDENTIFIED = 0.9
"""An id is different in this share of the rows at least."""
ID_FROM = 1000
"""The first column may be an id without a name; ages and counts are smaller."""
ID_NAMES = frozenset(("id", "ids", "index", "idx", "uuid", "guid", "key", "unnamed0", "rownames"))
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
DATE = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{8}(?=T))([T ][\d:.]+\S*)?"
)

Kind = Literal["number", "category", "constant", "rows", "id", "date", "text", "empty"]
"""rows: 1, 2, 3, … and id: neither says anything of the row; text: as good as all different."""
LEFT_OUT: dict[Kind, str] = {
    "constant": "the same in every row",
    "rows": "the number of the row",
    "id": "an id, different in nearly every row",
    "date": "a date",
    "text": "different in most rows",
    "empty": "empty",
}
"""Why a network cannot use a column of this kind."""


def is_missing(value: str) -> bool:
    """Whether a cell says that there is nothing in it."""
    return value.strip().casefold() in MISSING


@dataclass(frozen=True)
class Column:
    """One column: its name, its cells as they stand in the file, and what it is."""

    name: str
    cells: Sequence[str]
    known: Kind | None = None
    """What it is, where that was found out of more rows than these."""
    holes: frozenset[str] | None = None
    """What stands in a cell with nothing in it, where that was found out of more rows."""

    @cached_property
    def _is_plain(self) -> bool:
        """Whether every cell is a number that Python reads, as mostly: looked at all together."""
        lines = "\n".join(self.cells) + "\n"
        is_plain = PLAIN_LINES.fullmatch(lines) is not None
        return is_plain and lines.count("\n") == len(self.cells)  # no cell holds two lines

    @cached_property
    def _counts(self) -> "Counter[str]":
        """How often each cell is there: of a million cells few are different, mostly."""
        return Counter(self.cells)

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """(N,) every cell as a number; nan where it is none, and where it is missing."""
        if self._is_plain:
            values = np.fromiter(map(float, self.cells), np.float64, len(self.cells))
            return np.where(np.isfinite(values), values, np.nan)
        parse = _parser(self.cells)
        known = {cell: parse(cell) for cell in self._counts}
        return np.fromiter(map(known.__getitem__, self.cells), np.float64, len(self.cells))

    @cached_property
    def levels(self) -> "Counter[str]":
        """The different values of a category and how often each one is; missing cells not."""
        if self._is_plain:
            return self._counts
        found: Counter[str] = Counter()
        for cell, count in self._counts.items():
            if not self.is_missing(cell):
                found[cell.strip()] += count
        return found

    def is_missing(self, cell: str) -> bool:
        """Whether one of its cells says that there is nothing in it."""
        return cell.strip().casefold() in self.missing

    @cached_property
    def missing(self) -> frozenset[str]:
        """What says here that there is nothing: not `-` beside nothing but `+`, nor `none`
        among words.
        """
        if self.holes is not None:
            return self.holes
        if self._is_plain:
            return MISSING
        said = {cell.strip().casefold() for cell in self._counts} - MISSING
        if said == {"+"}:
            return MISSING - {"-"}
        return MISSING if not said or any(map(PLAIN.fullmatch, said)) else MISSING - WORDS

    def rows(self, places: Sequence[int]) -> "Column":
        """Some of its rows, as what all of them say that it is."""
        cells = [self.cells[at] for at in places]
        return Column(self.name, cells, self.kind, self.missing)

    @property
    def filled(self) -> int:
        """Cells that are not missing."""
        return self.levels.total()

    @cached_property
    def kind(self) -> Kind:
        """What the column is."""
        return self.known or self._found

    @property
    def _found(self) -> Kind:
        if not self.levels:
            return "empty"
        if len(self.levels) == 1 and self.filled == len(self.cells):
            return "constant"
        if np.isfinite(self.numbers).sum() >= NUMERIC * self.filled:
            return "rows" if self._counts_rows else "id" if self._is_called_id else "number"
        if sum(map(bool, map(DATE.fullmatch, self.levels))) >= NUMERIC * len(self.levels):
            return "date"
        few = len(self.levels) <= min(MOST_LEVELS, max(2, LEVEL_SHARE * self.filled))
        return "category" if few else "text"

    @property
    def _counts_rows(self) -> bool:
        """Whether it is 0, 1, 2, … or 1, 2, 3, …, in whatever order."""
        found = np.sort(self.numbers)
        steps = np.diff(found)
        return len(found) > 10 and found[0] in (0.0, 1.0) and bool((steps == 1.0).all())

    @property
    def _is_called_id(self) -> bool:
        words = [word.casefold() for word in WORD.findall(self.name)]
        return (words[-1:] == ["id"] or "".join(words) in ID_NAMES) and self.identifies

    @property
    def identifies(self) -> bool:
        """Whether it is a whole number that is different in nearly every row."""
        return self.is_whole and len(self.levels) >= IDENTIFIED * len(self.cells)

    @property
    def may_be_id(self) -> bool:
        """Whether it is, standing first and without a name, most likely an id."""
        is_large = self.kind == "number" and bool(np.nanmin(self.numbers) >= ID_FROM)
        return is_large and self.identifies

    @property
    def is_whole(self) -> bool:
        """Whether all its numbers are whole ones."""
        found = self.numbers[np.isfinite(self.numbers)]
        return bool((found == np.rint(found)).all())


def _parser(cells: Sequence[str]) -> Callable[[str], float]:
    """How the numbers of a column are written: 1.5, or 1,5 where most of them are so."""
    sample = [cell.strip() for cell in cells[:1000]]
    commas = sum(COMMA.fullmatch(cell) is not None for cell in sample)
    grouped = sum(GROUPED.fullmatch(cell) is not None for cell in sample)
    return _with_comma if commas > grouped and not any("." in cell for cell in sample) else _number


def _number(cell: str) -> float:
    """A number as most files have it, perhaps with a sign: 12, 1.5e3, 1,234, 5 %, $3; or nan."""
    text = cell.strip(SIGNS)
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    value = float(text) if PLAIN.fullmatch(text) else math.nan
    return value if math.isfinite(value) else math.nan


def _with_comma(cell: str) -> float:
    """A number with a decimal comma: 1,5."""
    return _number(cell.replace(",", "."))
