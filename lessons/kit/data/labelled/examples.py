"""Labelled texts in whatever shape the learner has them: a table, or a folder."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lessons.kit.data.brought import Progress
from lessons.kit.data.labelled.class_texts import labelled
from lessons.kit.data.labelled.classes import ASKED, Wish, settle
from lessons.kit.data.labelled.columns import Columns, WantedColumns, find_columns
from lessons.kit.data.labelled.copies import leave_out_copies
from lessons.kit.data.labelled.files_of_rows import Entry
from lessons.kit.data.labelled.folder import inside, shape_of
from lessons.kit.data.labelled.gathered import TRAIN, Example, Gathered, Origin
from lessons.kit.data.rows.delimiters import marks_of
from lessons.kit.data.rows.layout import Row
from lessons.kit.data.rows.rows import MOST_ROWS, HeldOutTooMuch, IsKept, Table, held
from lessons.kit.data.rows.table import read_table
from lessons.kit.data.sources.files import (
    Source,
    digest_of,
    open_source,
    refusal,
    shown,
    size_of,
    told,
)
from lessons.kit.data.sources.folders import is_folder, size_of_all
from lessons.kit.data.sources.meter import Meter
from lessons.kit.data.sources.parts import parts_in
from lessons.kit.errors import BadEnvironment, BadUsage, Trouble, one_line, visible
from lessons.kit.stream.numbers import counted

HELD_OUT = ("valid", "test")
"""Parts that are never sampled."""
MOST_DROPPED = 0.5
"""More rows left out than this share, and something else is wrong."""
TRIED, SOON = 3, 2**20
"""This many tables of a folder are tried, and this many bytes, before the others are given up."""


@dataclass
class Examples:
    """Texts and their labels, in the order of the file."""

    texts: list[str]
    labels: list[str]
    parts: list[str] | None
    """"train", "valid" or "test" for each text, where the file says so."""
    source: str
    digest: str
    """Sixteen hex digits of every byte that was read."""
    notes: list[str] = field(default_factory=list)
    """What was decided, sampled and left out, in sentences for the learner."""
    facts: dict[str, Any] = field(default_factory=dict)
    """JSON-ready: format, rows, used, dropped, classes, columns, text, label, split, parts."""


def read_examples(
    path: Path, *, text: str = "", label: str = "", split: str = "", no_label: str = "auto",
    join_labels: bool = False, encoding: str = "", delimiter: str = "", quotes: str = "auto",
    progress: Progress,
) -> Examples:  # fmt: skip
    """Read a CSV, TSV, JSON, JSON Lines or Parquet file, or a folder of labelled texts.

    A folder has a folder or a text file for each class, or tables, perhaps below train and
    test. `text`, `label` and `split` name columns (or number them from 1). Labels in `no_label`,
    separated by commas, mean that there is none; `join_labels` makes one class of those that look
    alike. `encoding` is the files', where it is known; `delimiter` (or its name) parts their
    columns, and `quotes` hold a text or are text. Raises BadUsage for a name that is not there,
    and BadEnvironment for whatever cannot be read.
    """
    asked, wish = WantedColumns(text, label, split), Wish(no_label, join_labels)
    gathered = Gathered(encoding=encoding, marks=marks_of(delimiter, quotes))
    if is_folder(path):
        _read_folder(path, asked, wish, gathered, progress)
    else:
        _read_file(path, asked, gathered, progress)
        settle(gathered, wish, in_table=True)
    return _finished(path, gathered)


def _read_file(path: Path, asked: WantedColumns, gathered: Gathered, progress: Progress) -> None:
    meter = Meter(progress, 2 * size_of(path))
    source = open_source(path, meter.read_of(path), encoding=gathered.encoding)
    _add_table(Entry(path, "table", name=one_line(path.name)), source, asked, gathered, meter)


def _read_folder(
    path: Path, asked: WantedColumns, wish: Wish, gathered: Gathered, progress: Progress
) -> None:
    shape = shape_of(path, gathered.encoding, bool(gathered.marks.delimiter))
    for said in [*shape.notes, f"read as {shape.said}"]:
        gathered.note(said)
    tables = [entry for entry in shape.entries if entry.how == "table"]
    named = asked.text or asked.label or asked.split
    if named and not tables:
        what = f"{shown(path)} is read as {shape.said}: there is no column {visible(named)!r}"
        raise BadUsage(what, "leave out --set text, label and split")
    meter = Meter(progress, 2 * size_of_all([entry.path for entry in shape.entries])[0])
    if tables:
        _add_tables(path, tables, asked, gathered, meter)
    if others := [entry for entry in shape.entries if entry.how != "table"]:
        gathered.facts.setdefault("format", shape.said)
        sampled = held(labelled(others, gathered, meter), lambda row: row[3] in HELD_OUT)
        for _, (place, text, label, part) in sampled.drawn():
            gathered.add_example(Example(text, label, part or None, place, label))
    settle(gathered, wish, in_table=bool(tables))
    leave_out_copies(gathered, are_classes=not tables)


def _add_tables(
    path: Path, entries: list[Entry], asked: WantedColumns, gathered: Gathered, meter: Meter
) -> None:
    """Every table that has the columns; one that has not is passed over, if another has."""
    refusals: list[Trouble] = []
    tried = 0
    for entry in entries:
        try:
            source = open_source(entry.path, meter.read_of(entry.path), encoding=gathered.encoding)
            _add_table(entry, source, asked, gathered, meter)
        except HeldOutTooMuch:
            raise
        except Trouble as refused:
            refusals.append(refused)
            tried += size_of_all([entry.path])[0]
        if not gathered.sources and len(refusals) >= TRIED and tried > SOON:
            break  # so are the others, most likely, and there may be very many
    if not gathered.sources:
        inner = inside(path)
        if inner and isinstance(refusals[0], BadEnvironment):
            fix = f"{refusals[0].fix}; or give that folder instead: {shown(inner)}"
            raise BadEnvironment(refusals[0].message, fix)
        raise refusals[0]
    for other in refusals:
        gathered.note(f"skipped: {other.message.removeprefix(f'{shown(path)}/')}")


def _add_table(
    entry: Entry, source: Source, asked: WantedColumns, gathered: Gathered, meter: Meter
) -> None:
    always = entry.part in HELD_OUT
    marks = gathered.marks
    table = read_table(entry.path, source, meter, (lambda row: True) if always else None, marks)
    columns = find_columns(entry.path, table, asked)
    if table.seen > len(table.rows) and (is_kept := _kept_by(table, columns)):
        table = read_table(
            entry.path, source, meter, is_kept, marks
        )  # the sample was of the test too
    gathered.read(source)
    for said in [*columns.notes, *table.notes]:
        gathered.note(said)
    rows = table.rows[1:] if columns.header else table.rows
    gathered.origins[entry.name] = Origin(entry.part, table.seen - columns.header)
    parts = _parts(entry, rows, columns, asked, gathered)
    where = f"{one_line(entry.path.name)} " if len(gathered.sources) > 1 else ""
    whole, before, width = table.seen == len(table.rows), int(columns.header), len(columns.names)
    for (line, row), part in zip(rows, parts, strict=True):
        lost = not row and whole and line > before + 1  # a quote that nobody closes takes many
        place = f"{where}lines {before + 1} to {line}" if lost else f"{where}line {line}"
        before = line
        if not row:
            gathered.dropped.drop_row(table.unreadable, place)
        elif len(row) < width or any(field.strip() for field in row[width:]):
            gathered.dropped.drop_row(f"not of {width} fields but {len(row)}", place)
        else:
            gathered.add_example(
                Example(row[columns.text], row[columns.label], part, place, entry.name)
            )
    gathered.facts |= _facts(table, columns)


def _kept_by(table: Table, columns: Columns) -> IsKept | None:
    """Which rows the column that splits a file holds out; None where it holds out none."""
    at = columns.split
    if at is None:
        return None
    values = [row[at] if len(row) > at else "" for _, row in table.rows[int(columns.header) :]]
    parts = parts_in(columns.names[at], values) or []
    held_out = {value for value, part in zip(values, parts, strict=False) if part in HELD_OUT}
    return (lambda row: len(row) > at and row[at] in held_out) if held_out else None


def _parts(
    entry: Entry, rows: list[Row], columns: Columns, asked: WantedColumns, gathered: Gathered
) -> list[str | None]:
    """What each row is for: as its column says, or its file's name, or unknown."""
    at = columns.split
    if at is not None:
        values = [row[at] if len(row) > at else "" for _, row in rows]
        name = columns.names[at]
        parts = parts_in(name, values)
        if parts:
            gathered.note(f"train and test are as column {name!r} says")
            return list(parts)
        if asked.split:
            some = ", ".join(repr(visible(value))[:20] for value in sorted(set(values))[:5])
            what = f"column {visible(name)!r} does not say train and test, but {some}"
            raise BadUsage(f"{shown(entry.path)}: {what}", "name another: --set split=NAME")
        gathered.note(f"column {name!r} does not part the rows into train and test: not used")
    return [entry.part] * len(rows)


def _facts(table: Table, columns: Columns) -> dict[str, Any]:
    def named(at: int | None) -> str | None:
        return None if at is None else visible(columns.names[at])

    return {
        "format": table.format,
        "columns": [visible(name) for name in columns.names],
        "text": named(columns.text),
        "label": named(columns.label),
        "split": named(columns.split),
    }


def _finished(path: Path, gathered: Gathered) -> Examples:
    """The examples, once what was left out is judged and told."""
    used, dropped = len(gathered.examples), gathered.dropped.counts.total()
    useless = dropped - gathered.dropped.counts[ASKED]
    if useless > MOST_DROPPED * (used + useless):
        what = f"has {used + useless} rows, most of them unusable: {gathered.dropped}"
        raise refusal(path, what, _way_out(gathered))
    if not used:
        raise refusal(path, "has no rows", "give a file with a text and a label in each row")
    gathered.cut(MOST_ROWS)
    _tell(gathered, dropped)
    examples = gathered.examples
    parts = [e.part or TRAIN for e in examples] if _are_parted(gathered) else None
    facts = gathered.facts | {
        "rows": gathered.seen,
        "used": len(examples),
        "dropped": dict(gathered.dropped.counts),
        "classes": dict(Counter(visible(e.label) for e in examples).most_common(100)),
        "parts": dict(Counter(parts or ())),
        "files": len(gathered.sources),
    }
    return Examples(
        [e.text for e in examples], [e.label for e in examples], parts, one_line(str(path)),
        digest_of(gathered.sources), gathered.notes, facts,
    )  # fmt: skip


def _way_out(gathered: Gathered) -> str:
    """What to do where most rows or files are unusable."""
    if "columns" in gathered.facts:
        return "fix those rows, or name other columns: --set text=NAME, --set label=NAME"
    return "fix those files, or take them out of the folder"


def _tell(gathered: Gathered, dropped: int) -> None:
    """What was left out, and why."""
    if dropped:
        gathered.note(f"rows left out: {gathered.dropped}")
    if gathered.seen > len(gathered.examples) + dropped:
        held_out = sum(example.part in HELD_OUT for example in gathered.examples)
        drawn = f"{len(gathered.examples) - held_out:,} of them, drawn by chance, are used"
        kept = f" to learn from; the {held_out:,} held out are all kept" if held_out else ""
        gathered.note(f"{gathered.seen:,} rows do not fit into memory: {drawn}{kept}")
    if gathered.several:
        gathered.note(
            f"{counted(gathered.several, 'rows have')} several labels: the first one is used"
        )
    for said in told(gathered.sources):
        gathered.note(said)


def _are_parted(gathered: Gathered) -> bool:
    """Whether there is something to train on and something else to judge by."""
    kinds = {example.part for example in gathered.examples}
    if None in kinds and TRAIN not in kinds and len(kinds) > 1:
        unnamed = [name for name, origin in gathered.origins.items() if origin.part is None]
        gathered.note(f"to learn from, for the others are named as held out: {', '.join(unnamed)}")
    return bool(kinds & {None, TRAIN}) and bool(kinds - {None, TRAIN})
