"""Whether the first row of a table names its columns."""

from collections.abc import Sequence

from lessons.kit.data.table.columns import PLAIN, is_missing

SEEN = 1000
"""Rows that the first one is compared with."""
NUMBERS = 0.9
"""A column of numbers, for this purpose."""


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is names.

    It is where it has words above numbers; among words alone, where no word of it comes back in
    its own column.
    """
    first, body = rows[0], rows[1 : SEEN + 1]
    names = [name.strip() for name in first]
    if not body or any(map(_is_number, names)):
        return False
    columns = [[row[at].strip() for row in body if len(row) > at] for at in range(len(names))]
    pairs = list(zip(names, columns, strict=True))
    if any(_of_numbers(column) and not is_missing(name) for name, column in pairs):
        return True
    comes_back = any(name in column for name, column in pairs)
    return not comes_back and len(set(names)) == len(names) and len(body) > 1


def _of_numbers(column: Sequence[str]) -> bool:
    filled = [cell for cell in column if not is_missing(cell)]
    return bool(filled) and sum(map(_is_number, filled)) >= NUMBERS * len(filled)


def _is_number(cell: str) -> bool:
    return PLAIN.fullmatch(cell) is not None


def names_of(first: Sequence[str]) -> list[str]:
    """The names in a header: none empty, none twice."""
    found: list[str] = []
    for at, name in enumerate(first, 1):
        plain = " ".join(name.split()) or f"column {at}"
        found.append(plain if plain not in found else f"{plain} ({at})")
    return found
