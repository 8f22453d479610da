"""The heading of a table: the names of its columns, and how it is known where it comes again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui_lab.foreign.points import number_of
from tui_lab.foreign.rows import MOST_SCALARS, named


@dataclass(frozen=True)
class Heading:
    """The columns of a table."""

    names: list[str]
    """Clean, and none of them twice."""
    cells: frozenset[str]
    """As they are written; none where the table has no heading."""

    @classmethod
    def of(cls, cells: Sequence[str]) -> Heading:
        """A row of names; without any, the columns are counted."""
        written = frozenset(cell.strip() for cell in cells if cell.strip())
        names: list[str] = []
        for place, cell in enumerate(cells[:MOST_SCALARS], 1):
            is_index = place == 1 and not cell.strip() and written
            names.append(named("index" if is_index else cell, place, names))
        return cls(names, written)

    def is_like(self, row: Sequence[str], *, comma: bool) -> bool:
        """Whether a row has only words, most of them those of the heading: one more heading."""
        if not any(cell.strip() in self.cells for cell in row[:2]):
            return False
        told = [cell.strip() for cell in row if cell.strip()]
        known = sum(cell in self.cells for cell in told)
        return 2 * known >= len(told) and all(_is_word(cell, comma) for cell in told)


def has_names(first: Sequence[str], second: Sequence[str], *, comma: bool) -> bool:
    """Whether the first row is a heading. A row of numbers and a word is one of data, if that
    word's column has words below, too."""
    words = [[_is_word(cell, comma) for cell in row] for row in (first, second)]
    if not any(words[0]):
        return False
    has_numbers = any(cell and not word for cell, word in zip(first, words[0], strict=True))
    return not (has_numbers and words[0] == words[1])


def _is_word(cell: str, comma: bool) -> bool:
    return bool(cell) and number_of(cell, comma=comma) is None
