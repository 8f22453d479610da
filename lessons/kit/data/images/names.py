"""The class of each picture, from a table beside the pictures or from their names."""

import re
from collections import Counter
from pathlib import Path

from lessons.kit.data.brought import silent
from lessons.kit.data.rows.table import read_table
from lessons.kit.data.sources.files import open_source, refusal
from lessons.kit.data.sources.meter import Meter
from lessons.kit.errors import visible

MOST_CLASSES = 100
WORDS = re.compile(r"[^\W\d_]+|\d+")


def labels_beside(folder: Path, tables: list[Path], pictures: list[Path]) -> dict[Path, str]:
    """Labels from the first CSV or TSV that names most of the pictures in one of its columns."""
    known = {name: path for path in pictures for name in (path.name, path.stem)}
    known |= {path.relative_to(folder).as_posix(): path for path in pictures}
    for table in tables:
        rows = _rows(table)
        column = _column_of_names(rows, known)
        if column is not None:
            return _labels(table, rows, column, known)
    return {}


def _rows(table: Path) -> list[list[str]]:
    """All rows of a table, by the door that every table comes through, with its names on top."""
    meter = Meter(silent, 1)
    found = read_table(table, open_source(table), meter)
    names = [found.names] if found.names else []
    return [*names, *(row for _, row in found.rows if any(map(str.strip, row)))]


def _column_of_names(rows: list[list[str]], known: dict[str, Path]) -> int | None:
    """The column in which most rows name a picture."""
    width = min(map(len, rows), default=0)
    hits = [sum(row[at].strip() in known for row in rows) for at in range(width)]
    best = max(range(width), key=hits.__getitem__, default=None)
    return best if best is not None and 2 * hits[best] > len(rows) else None


def _labels(
    table: Path, rows: list[list[str]], names: int, known: dict[str, Path]
) -> dict[Path, str]:
    """What stands in the column of labels: one with few different values."""
    named = [row for row in rows if row[names].strip() in known]
    width = min(map(len, named))
    header = rows[0] if rows[0] not in named else []
    others = [at for at in range(width) if at != names]
    by_name = [at for at in others if len(header) > at and header[at].casefold() in LABEL_NAMES]
    able = by_name or [at for at in others if _is_label([row[at] for row in named])]
    if not able:
        what = "names the pictures, but has no column with few different values beside the names"
        raise refusal(table, what, "add a column called label")
    return {known[row[names].strip()]: row[able[0]].strip() for row in named}


LABEL_NAMES = ("label", "class", "target", "category", "digit", "y")


def _is_label(values: list[str]) -> bool:
    kinds = len(set(values))
    return 2 <= kinds <= min(MOST_CLASSES, 1 + len(values) // 2)


def labels_in_names(pictures: list[Path]) -> dict[Path, str]:
    """Labels from one place in every name: `cat.12.jpg`, `3_0007.png`, `img004-seven.png`.

    The place is one where few different words stand, each of them at least twice; words win
    over numbers. None where there is no such place.
    """
    words = [WORDS.findall(path.stem.casefold()) for path in pictures]
    places = min(map(len, words), default=0)
    able = [at for at in range(places) if _tells([each[at] for each in words])]
    if not able:
        return {}
    best = max(able, key=lambda at: (not words[0][at].isdigit(), -at))
    return {path: each[best] for path, each in zip(pictures, words, strict=True)}


def _tells(words: list[str]) -> bool:
    counts = Counter(words)
    return 2 <= len(counts) <= min(MOST_CLASSES, len(words) // 2) and min(counts.values()) >= 2


def said(labels: dict[Path, str]) -> str:
    """How the first of these was read, in words."""
    path, label = next(iter(labels.items()))
    return f"classes from the files' names: {visible(path.name)} is {visible(label)!r}"
