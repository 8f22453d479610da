"""A learner's table as numbers: what each column is, which is the target, what is missing.

Nothing is learned from the rows to be tested on: what fills a missing cell, and what a column is
divided by, comes from the training rows alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.kit.data.sources.files import refusal
from lessons.kit.data.table.columns import Column, is_missing
from lessons.kit.data.table.header import has_header, names_of
from lessons.kit.data.table.target import Target, find_target
from lessons.kit.errors import BadEnvironment, visible
from lessons.kit.stream.numbers import natural

USED = ("number", "category")
LEFT_OUT = {
    "constant": "the same in every row",
    "rows": "the number of the row",
    "text": "different in most rows",
    "empty": "empty",
}
LEAST_ROWS = 20
FILL, LEAVE = "fill", "leave out"
"""What becomes of missing values: the median of the training rows, or their row goes."""
OTHER = 0.01
"""Levels that are rarer than this share of the training rows are one: other."""
NAMED = 6


@dataclass
class Tabular:
    """The columns of a table, and which of them is to be predicted."""

    features: list[Column]
    target: Column
    how: str
    """class or number."""
    values: NDArray[Any]
    """(N,) the target: the class's place in `classes` (int64), or the number (float64)."""
    classes: list[str]
    """Of a target with classes, sorted; else none."""
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    """JSON-ready: rows, columns, target, task, classes, missing."""

    def __len__(self) -> int:
        return len(self.values)

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """What makes two rows the same one: all their features, as they stand in the file."""
        return list(zip(*(column.cells for column in self.features), strict=True))


@dataclass(frozen=True)
class Encoding:
    """How rows become numbers, learned from the training rows alone."""

    names: list[str]
    """Of each input, such as "age" or "colour = red"."""
    inputs: NDArray[np.float32]
    """(N, F) standardised numbers and one-hot categories of all rows."""
    notes: list[str]


def read_tabular(
    path: Path, rows: Sequence[Sequence[str]], names: Sequence[str] | None = None,
    *, target: str = "", task: str = "", missing: str = FILL,
) -> Tabular:  # fmt: skip
    """What a table holds. `names` are its columns' where the file says them, else found.

    `target` names the column to predict, or gives its number from 1; `task` is "class" or
    "number"; `missing` is FILL, or LEAVE for rows with an empty cell to be left out. Raises
    BadUsage for a target that is not there, BadEnvironment for what is no such table.
    """
    notes: list[str] = []
    if names is None and rows and len(rows[0]) == _commonest_width(rows) and has_header(rows):
        names, rows = rows[0], rows[1:]
    width = len(names) if names else _commonest_width(rows)
    whole = [row for row in rows if len(row) == width]
    if len(whole) < len(rows):
        notes.append(f"{len(rows) - len(whole):,} rows do not have {width} columns: left out")
    if width < 2 or not whole:
        raise refusal(path, "has no rows with two columns or more", "give a table as CSV")
    if len(whole) < LEAST_ROWS:
        raise few_rows(path, len(whole))
    called = names_of(names) if names else [str(at) for at in range(1, width + 1)]
    columns = [
        Column(name, cells) for name, cells in zip(called, zip(*whole, strict=True), strict=True)
    ]
    found = find_target(columns, target, task)
    if missing == LEAVE:
        columns, lost = _whole_rows(columns, found.at)
        notes += [f"{lost:,} rows have missing values: left out"] if lost else []
    return _with_target(path, columns, found, notes)


def few_rows(path: Path, count: int) -> BadEnvironment:
    """The refusal of a table that is too short to learn from."""
    rows = "1 row" if count == 1 else f"{count} rows"
    return refusal(path, f"has {rows}", f"the lesson needs at least {LEAST_ROWS}")


def _whole_rows(columns: list[Column], target: int) -> tuple[list[Column], int]:
    """The columns without the rows in which a feature is missing, and how many those are."""
    used = [c for at, c in enumerate(columns) if at != target and c.kind in USED]
    rows = range(len(columns[0].cells))
    kept = [at for at in rows if not any(is_missing(c.cells[at]) for c in used)]
    return [Column(c.name, [c.cells[at] for at in kept]) for c in columns], len(rows) - len(kept)


def _commonest_width(rows: Sequence[Sequence[str]]) -> int:
    return max(Counter(map(len, rows)).items(), key=lambda pair: pair[1], default=(0, 0))[0]


def _with_target(path: Path, columns: list[Column], found: Target, notes: list[str]) -> Tabular:
    target = columns[found.at]
    known = [at for at, cell in enumerate(target.cells) if not _unknown(target, found, at, cell)]
    if len(known) < len(target.cells):
        lost = len(target.cells) - len(known)
        notes.append(f"{lost:,} rows have no value in column {visible(target.name)!r}: left out")
        columns = [Column(c.name, [c.cells[at] for at in known]) for c in columns]
        target = columns[found.at]
    if len(known) < LEAST_ROWS:
        raise few_rows(path, len(known))
    features = [c for at, c in enumerate(columns) if at != found.at and c.kind in USED]
    if not features:
        raise refusal(
            path, "has no column to predict from", "give columns of numbers or categories"
        )
    notes = [_said(target, found), *_left_out(columns, found.at), *_missing(features), *notes]
    values, classes = _values(target, found)
    facts = {
        "rows": len(known),
        "columns": [visible(c.name) for c in columns],
        "target": visible(target.name),
        "task": found.how,
        "classes": {visible(name): int((values == at).sum()) for at, name in enumerate(classes)},
        "missing": {visible(c.name): lost for c in features if (lost := len(c.cells) - c.filled)},
    }
    return Tabular(features, target, found.how, values, classes, notes, facts)


def _unknown(target: Column, found: Target, at: int, cell: str) -> bool:
    return bool(np.isnan(target.numbers[at])) if found.how == "number" else is_missing(cell)


def _values(target: Column, found: Target) -> tuple[NDArray[Any], list[str]]:
    if found.how == "number":
        return target.numbers, []
    cells = [cell.strip() for cell in target.cells]
    classes = sorted(set(cells), key=natural)
    places = {name: at for at, name in enumerate(classes)}
    return np.array([places[cell] for cell in cells], dtype=np.int64), classes


def _said(target: Column, found: Target) -> str:
    task = "a class" if found.how == "class" else "a number"
    return (
        f"predicts column {visible(target.name)!r}, {task} ({found.why}); "
        "another one with --set target=NAME"
    )


def _left_out(columns: Sequence[Column], target: int) -> list[str]:
    """The columns that are not used, and why."""
    return [
        f"column {visible(c.name)!r} is left out: {LEFT_OUT[c.kind]}"
        for at, c in enumerate(columns)
        if at != target and c.kind not in USED
    ]


def _missing(features: Sequence[Column]) -> list[str]:
    """The cells without a value, by column, and what becomes of them."""
    what = {
        "number": "filled with the median of the training rows",
        "category": "a category of their own",
    }
    said = []
    for kind, fate in what.items():
        lost = {c.name: n for c in features if c.kind == kind and (n := len(c.cells) - _known(c))}
        if lost:
            told = [f"{visible(name)} {n:,}" for name, n in list(lost.items())[:NAMED]]
            more = f" and {len(lost) - NAMED} columns more" if len(lost) > NAMED else ""
            said.append(f"missing values: {', '.join(told)}{more}; {fate}")
    return said


def _known(column: Column) -> int:
    return int(np.isfinite(column.numbers).sum()) if column.kind == "number" else column.filled


def encoded(table: Tabular, train: Sequence[int]) -> Encoding:
    """All rows as numbers: medians, means, deviations and levels of the rows `train` alone.

    A number becomes (x − mean) / deviation, its missing cells 0 after the median filled them; a
    category one input for each level, all 0 for a level that no training row has.
    """
    names: list[str] = []
    inputs: list[NDArray[np.float64]] = []
    unseen = 0
    for column in table.features:
        if column.kind == "number":
            names.append(column.name)
            inputs.append(_standardised(column.numbers, train))
        else:
            levels = _levels(column, train)
            hot = _one_hot(column, levels)
            unseen += int((hot.sum(axis=1) == 0).sum())
            names += [f"{column.name} = {level}" for level in levels]
            inputs += list(hot.T)
    notes = [f"{unseen:,} cells have a category that no training row has"] if unseen else []
    return Encoding(names, np.stack(inputs, axis=1).astype(np.float32), notes)


def _standardised(numbers: NDArray[np.float64], train: Sequence[int]) -> NDArray[np.float64]:
    seen = numbers[list(train)]
    known = seen[np.isfinite(seen)]
    filled = np.where(np.isfinite(numbers), numbers, np.median(known) if len(known) else 0.0)
    mean, deviation = filled[list(train)].mean(), filled[list(train)].std()
    scaled: NDArray[np.float64] = (filled - mean) / (deviation if deviation > 0 else 1.0)
    return scaled


MISSING = "(missing)"
REST = "(other)"


def _levels(column: Column, train: Sequence[int]) -> list[str]:
    """The levels that come back in the training rows, sorted; the rare ones together."""
    seen = Column(column.name, [column.cells[at] for at in train])
    rare = max(1, OTHER * len(train)) if len(seen.levels) > NAMED else 0
    levels = sorted(level for level, count in seen.levels.items() if count > rare)
    if len(levels) < len(seen.levels):
        levels.append(REST)
    return levels + ([MISSING] if seen.filled < len(seen.cells) else [])


def _one_hot(column: Column, levels: Sequence[str]) -> NDArray[np.float64]:
    places = {level: at for at, level in enumerate(levels)}
    hot = np.zeros((len(column.cells), len(levels)))
    for row, cell in enumerate(column.cells):
        level = MISSING if is_missing(cell) else cell.strip()
        at = places.get(level, places.get(REST) if level != MISSING else None)
        if at is not None:
            hot[row, at] = 1.0
    return hot
