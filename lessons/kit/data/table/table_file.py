"""A learner's file as a table of numbers and categories, by the door that all rows come through."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lessons.kit.data.brought import Data, Progress
from lessons.kit.data.rows.delimiters import SPACE, Marks, marks_of
from lessons.kit.data.rows.headers import above, said_above
from lessons.kit.data.rows.layout import LEADING, Row
from lessons.kit.data.rows.rows import MOST_ROWS, Table
from lessons.kit.data.rows.table import read_table
from lessons.kit.data.sources.files import (
    Source,
    digest_of,
    open_source,
    pieces,
    refusal,
    shown,
    size_of,
    told,
)
from lessons.kit.data.sources.folders import is_folder
from lessons.kit.data.sources.meter import Meter
from lessons.kit.data.table.columns import PLAIN, Column
from lessons.kit.data.table.header import SEEN, has_header
from lessons.kit.data.table.tabular import FILL, Tabular, read_tabular
from lessons.kit.errors import BadEnvironment, one_line
from lessons.kit.stream.numbers import counted

FORMS = "give CSV, TSV, JSON Lines or Parquet with a row for each example"
ONCE = (", at the first one", "by spaces, at the last one")
"""Lines parted once are a label and a text: no table of numbers and categories."""
WORDS = re.compile(r'"[^"]*"|\S+')
"""What stands between spaces; words in quotes are one."""
MANY = 2000
"""Rows that tell what stands above them: all of them would take seconds."""
NEARLY = 0.95
"""Lines that have as many numbers as most, in a table of numbers."""


@dataclass
class Rows:
    """A file's rows, as `read_tabular` takes them."""

    cells: list[list[str]]
    lines: list[int]
    """Where each row stands in the file, from 1."""
    names: list[str] | None
    source: Source
    format: str
    notes: list[str] = field(default_factory=list)


def read_table_file(
    path: Path, *, target: str = "", task: str = "", encoding: str = "", delimiter: str = "",
    quotes: str = "auto", missing: str = FILL, progress: Progress,
) -> Data:  # fmt: skip
    """Read a CSV, TSV, JSON, JSON Lines or Parquet file, packed or not; its content is a `Tabular`.

    `target` names the column to predict, or gives its number from 1; `task` is "class" or "number";
    `missing` is FILL or LEAVE; the rest says how the file is written, where that is known. Raises
    BadUsage for a name that is not there, and BadEnvironment for whatever is no such table.
    """
    if is_folder(path):
        raise refusal(path, "is a folder", "give one file: CSV, TSV, JSON Lines or Parquet")
    rows = rows_of(path, encoding, delimiter, quotes, progress)
    found: Tabular = read_tabular(
        path, rows.cells, rows.names,
        target=target, task=task, missing=missing, lines=rows.lines,
    )  # fmt: skip
    summary = {
        "source": one_line(str(path)),
        "format": rows.format,
        "digest": digest_of([rows.source]),
        **found.facts,
        "notes": [*rows.notes, *found.notes, *told([rows.source])],
    }
    return Data(found, summary)


def rows_of(
    path: Path, encoding: str, delimiter: str, quotes: str, progress: Progress
) -> Rows:  # fmt: skip
    """The rows below whatever stands above the table, and the names of its columns if there are."""
    meter = Meter(progress, 2 * size_of(path))
    source = open_source(path, meter.read_of(path), encoding=encoding)
    table = _table(path, source, meter, marks_of(delimiter, quotes))
    lost = sum(not row for _, row in table.rows)
    rows = [row for row in table.rows if row[1]]
    notes = list(table.notes)
    skipped = 0 if table.names is not None else _above(rows)
    if skipped:
        notes.append(said_above(rows[:skipped], ", "))
    if lost:
        notes.append(f"{counted(lost, 'rows')} left out: {table.unreadable}")
    rows = [row for row in rows[skipped:] if any(map(str.strip, row[1]))]
    cells, lines = [row for _, row in rows], [at for at, _ in rows]
    if table.seen > len(table.rows):
        has_names = table.names is None and has_header(cells)
        notes.append(_sampled(table, skipped + has_names))
    return Rows(cells, lines, table.names, source, table.format, notes)


def _table(path: Path, source: Source, meter: Meter, marks: Marks) -> Table:
    """The table; also one whose columns stand below each other, with any number of spaces."""
    what, table = "is not a table: its lines do not split into equal columns", None
    may_be_aligned = marks.delimiter in ("", SPACE)
    try:
        table = read_table(path, source, meter, None, marks)
        if not may_be_aligned or not (table.format.endswith(ONCE) or _holds_columns(table)):
            return table
    except BadEnvironment as refused:
        what = refused.message.removeprefix(f"{shown(path)} ")
    in_columns = aligned(source) if may_be_aligned else None
    if in_columns is None:
        if table and not table.format.endswith(ONCE):
            return table
        raise refusal(path, what, FORMS)
    return in_columns


def _holds_columns(table: Table) -> bool:
    """Whether the first cell of most rows is several numbers: they were parted at the last alone.

    A tab before a name, at the end of a line whose numbers are separated by spaces.
    """
    cells = [row[0].split() for _, row in table.rows[:SEEN] if row]
    several = sum(len(cell) > 1 and all(map(PLAIN.fullmatch, cell)) for cell in cells)
    return several > len(cells) / 2


def aligned(source: Source) -> Table | None:
    """Numbers and categories separated by spaces, the same count in each line; else None."""
    rest, lines = "", list[str]()
    for piece, _ in pieces(source):
        *ended, rest = (rest + piece).split("\n")
        lines += ended
        if len(lines) > MOST_ROWS:
            break
    rows = [
        (at, [cell.strip('"') for cell in WORDS.findall(line)])
        for at, line in enumerate([*lines, rest], 1) if line.strip()
    ]  # fmt: skip
    widths = Counter(len(row) for _, row in rows)
    width, count = max(widths.items(), key=lambda pair: pair[1], default=(0, 0))
    whole = [row for _, row in rows if len(row) == width]
    if width < 2 or count < NEARLY * len(rows) or not _are_columns(whole):
        return None
    return Table(source, "separated by spaces", rows[:MOST_ROWS], len(rows))


def _are_columns(rows: list[list[str]]) -> bool:
    """Whether half of all cells are numbers; or some column is, and all words come back."""
    numbers = sum(PLAIN.fullmatch(cell) is not None for row in rows for cell in row)
    if 2 * numbers >= len(rows) * len(rows[0]):
        return True
    kinds = {Column("", cells).kind for cells in zip(*rows[:SEEN], strict=True)}
    return "number" in kinds and not kinds & {"text", "empty"}


def _above(rows: list[Row]) -> int:
    """How many rows stand above the table; none where the first row is as good as any."""
    every = 1 + len(rows) // MANY
    count = above(rows[: LEADING + 1] + rows[LEADING + 1 :: every], set())
    body = [row for _, row in rows]
    return 0 if count and has_header(body) and len(body[0]) == len(body[count]) else count


def _sampled(table: Table, on_top: int) -> str:
    """How many rows there are and how many are used, without what stands on top of them."""
    used = f"{len(table.rows) - on_top:,} of them, drawn by chance, are used"
    return f"{table.seen - on_top:,} rows are more than fit: {used}"
