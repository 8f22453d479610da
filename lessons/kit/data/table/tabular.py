"""A learner's table: what each column is, which is the target, what is missing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.kit.data.sources.files import refusal
from lessons.kit.data.table.columns import LEFT_OUT, Column
from lessons.kit.data.table.header import has_header, names_of
from lessons.kit.data.table.target import Target, find_target
from lessons.kit.errors import BadEnvironment, visible
from lessons.kit.stream.numbers import counted, natural

USED = ("number", "category")
LEAST_ROWS = 20
FILL, LEAVE = "fill", "leave-out"
"""What becomes of missing values: the median of the training rows, or their row goes."""
NAMED = 6
"""Columns that a note names; of more their number."""


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
    lines: list[int]
    """(N,) where each row stands in the file, from 1."""
    unlabelled: "Unlabelled"
    """The rows whose target is empty: what people most want to have predicted."""
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
class Unlabelled:
    """Rows without a target: the same features as the others, and where each row stands."""

    features: list[Column]
    lines: list[int]

    def __len__(self) -> int:
        return len(self.lines)


def read_tabular(
    path: Path, rows: Sequence[Sequence[str]], names: Sequence[str] | None = None,
    *, target: str = "", task: str = "", missing: str = FILL, lines: Sequence[int] = (),
) -> Tabular:  # fmt: skip
    """What a table holds. `names` are its columns' where the file says them, else found.

    `target` names the column to predict, or gives its number from 1; `task` is "class" or
    "number"; `missing` is FILL, or LEAVE for rows with an empty cell to be left out; `lines` says
    where each row stands in the file, else they are counted from 1. Raises BadUsage for a target
    that is not there, BadEnvironment for what is no such table.
    """
    notes: list[str] = []
    lines = lines or range(1, len(rows) + 1)
    if names is None and rows and len(rows[0]) == _commonest_width(rows) and has_header(rows):
        names, rows, lines = rows[0], rows[1:], lines[1:]
    width = len(names) if names else _commonest_width(rows)
    places = [at for at, row in enumerate(rows) if len(row) == width]
    whole, lines = [rows[at] for at in places], [lines[at] for at in places]
    if len(whole) < len(rows):
        notes.append(
            f"{counted(len(rows) - len(whole), 'rows do')} not have {width} columns: left out"
        )
    if width < 2 or not whole:
        raise refusal(path, "has no rows with two columns or more", "give a table as CSV")
    if len(whole) < LEAST_ROWS:
        raise few_rows(path, len(whole))
    called = names_of(names) if names else [str(at) for at in range(1, width + 1)]
    columns = _columns(called, whole, has_names=bool(names))
    found = find_target(columns, target, task)
    if missing == LEAVE:
        kept = _without_holes(columns, found.at)
        lost = len(whole) - len(kept)
        columns, lines = [c.rows(kept) for c in columns], [lines[at] for at in kept]
        notes += [f"{counted(lost, 'rows have')} missing values: left out"] if lost else []
    return _with_target(path, columns, lines, found, notes)


def _columns(
    names: Sequence[str], rows: Sequence[Sequence[str]], *, has_names: bool
) -> list[Column]:
    """The columns; the first may be an id without a name."""
    cells = zip(*rows, strict=True)
    columns = [Column(name, column) for name, column in zip(names, cells, strict=True)]
    if not has_names and columns[0].may_be_id:
        columns[0] = replace(columns[0], known="id")
    return columns


def few_rows(path: Path, count: int) -> BadEnvironment:
    """The refusal of a table that is too short to learn from."""
    rows = "1 row" if count == 1 else f"{count} rows"
    return refusal(path, f"has {rows}", f"the lesson needs at least {LEAST_ROWS}")


def _without_holes(columns: list[Column], target: int) -> list[int]:
    """The rows in which no feature is missing."""
    used = [c for at, c in enumerate(columns) if at != target and c.kind in USED]
    rows = range(len(columns[0].cells))
    return [at for at in rows if not any(c.is_missing(c.cells[at]) for c in used)]


def _commonest_width(rows: Sequence[Sequence[str]]) -> int:
    return max(Counter(map(len, rows)).items(), key=lambda pair: pair[1], default=(0, 0))[0]


def _with_target(
    path: Path, everything: list[Column], lines: Sequence[int], found: Target, notes: list[str]
) -> Tabular:
    known, unknown = _by_target(everything[found.at], found)
    columns = [c.rows(known) for c in everything] if unknown else everything
    target = columns[found.at]
    if unknown:
        said = f"{counted(len(unknown), 'rows have')} no value in column {visible(target.name)!r}"
        notes.append(f"{said}: not learned from")
    if len(known) < LEAST_ROWS:
        raise few_rows(path, len(known))
    used = [at for at, c in enumerate(columns) if at != found.at and c.kind in USED]
    if not used:
        raise refusal(
            path, "has no column to predict from", "give columns of numbers or categories"
        )
    features = [columns[at] for at in used]
    without = Unlabelled(
        [everything[at].rows(unknown) for at in used], [lines[at] for at in unknown]
    )
    notes = [_said(target, found), *_left_out(columns, found.at), *_missing(features), *notes]
    values, classes = _values(target, found)
    facts = _facts(columns, features, target, found, values, classes)
    own = [lines[at] for at in known]
    return Tabular(features, target, found.how, values, classes, own, without, notes, facts)


def _facts(
    columns: list[Column], features: list[Column], target: Column, found: Target,
    values: NDArray[Any], classes: list[str],
) -> dict[str, Any]:  # fmt: skip
    counts = Counter(values.tolist()) if classes else {}
    return {
        "rows": len(values),
        "columns": [visible(c.name) for c in columns],
        "target": visible(target.name),
        "task": found.how,
        "classes": {visible(name): counts[at] for at, name in enumerate(classes)},
        "missing": {visible(c.name): lost for c in features if (lost := len(c.cells) - c.filled)},
    }


def _by_target(target: Column, found: Target) -> tuple[list[int], list[int]]:
    """The rows that have a target, and those that have none."""
    without = [_unknown(target, found, at, cell) for at, cell in enumerate(target.cells)]
    rows = range(len(without))
    return [at for at in rows if not without[at]], [at for at in rows if without[at]]


def _unknown(target: Column, found: Target, at: int, cell: str) -> bool:
    if found.how == "number":
        return bool(np.isnan(target.numbers[at]))
    return target.is_missing(cell)


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
            told = [f"{visible(name)} ({n:,})" for name, n in list(lost.items())[:NAMED]]
            more = f" and {len(lost) - NAMED} columns more" if len(lost) > NAMED else ""
            said.append(f"missing values in column {', '.join(told)}{more}: {fate}")
    return said


def _known(column: Column) -> int:
    return int(np.isfinite(column.numbers).sum()) if column.kind == "number" else column.filled
