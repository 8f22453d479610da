"""A table that is read as plain text: seen, said, and how to take its texts out.

Who reads words and letters takes whatever there is: in a table the labels, the commas and the
names of the columns too. That is allowed, and never silent.
"""

import csv
import json
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from lessons.kit.data.rows.spread import SLICE, Places, places_in
from lessons.kit.errors import one_line

ENDINGS = {".csv": ",;\t|", ".tsv": "\t", ".tab": "\t", ".json": "", ".jsonl": "", ".ndjson": ""}
"""How the names of tables end, and what may part the columns there."""
UNPACKED = (*ENDINGS, ".txt", "")
PARTS = "\t,;|"
BEFORE_OBJECTS = "\ufeff \t\n,["
SAMPLE = 2**16
"""Characters that tell whether a file is a table."""
ROWS = 50
FEWEST = 5
"""Rows from which lines of as many fields are no chance, where the file's name says nothing."""
FEWEST_PLACES = 0.5
"""Share of the places further down that must agree, where the beginning is no table."""
MOST_UNEVEN = 0.1
"""Share of the rows that may have another number of fields, where the name says that it is one."""
LONGEST_NAME = 40
MOST_WORDS = 3
"""A column's name has so few words, where nothing else says that it is one."""
MOST_NAMED = 6
SHOWN = 3
"""Files of a folder that are named; more are counted."""
HINT = "lesson 4 reads tables"


@dataclass(frozen=True)
class Table:
    """What a file that is read as text seems to be."""

    kind: str
    """delimited, lines (of JSON), or list (one JSON document)"""
    columns: list[str]
    """Their names; where there are none, only as many as there are."""
    named: bool
    longest: int
    """The place of the column with the longest fields: the texts, most likely."""
    delimiter: str = ","
    encoding: str = "utf-8"
    """The file's, as Python calls it."""


def table_in(path: Path, text: str, whole: bool) -> Table | None:
    """The table that a text begins as, with two columns at least; None for plain text.

    `whole` says that the text is all there is; else its last line may be cut.
    """
    return _json(text) or _delimited(text, whole, _ending(path))


def table_below(path: Path, places: Places) -> Table | None:
    """The table that a text is further down, by lines from all over it; None for plain text.

    Most places must have even rows, as many fields in each. Where columns are named is not known.
    """
    ending, below = _ending(path), places[1:]
    found = [_rows_at(lines, ending) for lines in below]
    tables = [table for table in found if table]
    if not tables:
        return None
    kinds = Counter((table.delimiter, len(table.columns)) for table in tables)
    (kind, count), *_ = kinds.most_common(1)
    if count < FEWEST_PLACES * len(below):
        return None
    return next(t for t in tables if (t.delimiter, len(t.columns)) == kind)


def _rows_at(lines: list[str], ending: str | None) -> Table | None:
    """The table that these lines are rows of: two columns by its name, else three or a tab."""
    able = []
    for delimiter in PARTS if ending is None else ENDINGS[ending]:
        rows = list(islice(_rows(lines, delimiter), ROWS))
        width, share = _even(rows)
        least = 2 if ending or delimiter == "\t" else 3
        even = share >= 1 - MOST_UNEVEN if ending else share == 1 and len(rows) >= FEWEST
        able += [(share, rows, delimiter)] * (width >= least and even)
    if not able:
        return None
    _, rows, delimiter = max(able, key=lambda each: each[0])
    table = _of_rows(rows, delimiter)
    return replace(table, named=False)


def _ending(path: Path) -> str | None:
    """What a file's name says that it is, if that is a table."""
    return next((e.lower() for e in reversed(path.suffixes) if e.lower() in ENDINGS), None)


def notes(path: Path, text: str, encoding: str = "utf-8") -> list[str]:
    """What to say of a file whose text was read whole; nothing of plain text."""
    table = table_in(path, text[:SAMPLE], whole=len(text) <= SAMPLE)
    if table is None and len(text) > SAMPLE:
        table = table_below(path, places_in([text], SLICE))
    return [told(path, replace(table, encoding=encoding))] if table else []


def told(path: Path, table: Table) -> str:
    """What to say of one file, with the command that takes its texts out."""
    names = ", ".join(_short(name) for name in table.columns[:MOST_NAMED])
    more = f" and {len(table.columns) - MOST_NAMED} more" if len(table.columns) > MOST_NAMED else ""
    columns = f"columns {names}{more}" if table.named else f"{len(table.columns)} columns"
    marks = "commas" if table.kind == "delimited" else "brackets"
    what = "table" if table.kind == "delimited" else "table in JSON"
    said = f"this looks like a {what} with {columns}; it is read as plain text: its {marks} and "
    command = _command(path, table)
    out = f"; to learn from one column alone: {command} > texts.txt" if command else ""
    return f"{said}labels too ({HINT}){out}"


def told_of(found: Sequence[tuple[Path, Table]], files: int) -> list[str]:
    """What to say of the tables among this many files."""
    if len(found) < 2:
        return [f"{one_line(p.name)}: {told(p, t)}" if files > 1 else told(p, t) for p, t in found]
    names = ", ".join(one_line(path.name) for path, _ in found[:SHOWN])
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    return [f"tables, read as plain text, commas and labels too ({HINT}): {names}{more}"]


def _json(text: str) -> Table | None:
    if not text.lstrip(BEFORE_OBJECTS).startswith("{"):
        return None
    rows = list(islice(_objects(text), ROWS))
    bare = text.lstrip("\ufeff \t\n")
    if not rows or not all(isinstance(row, dict) and len(row) > 1 for row in rows):
        return None
    columns = list(map(str, rows[0]))
    sizes = [sum(len(str(row.get(name, ""))) for row in rows) for name in columns]
    kind = "list" if bare.startswith("[") else "lines"
    return Table(kind, columns, True, sizes.index(max(sizes)))


def _objects(text: str) -> Iterator[Any]:
    """The objects of a list, or one after the other on lines, as far as they can be read."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        if text[at] in BEFORE_OBJECTS:
            at += 1
            continue
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value


def _delimited(text: str, whole: bool, ending: str | None) -> Table | None:
    """The table under whatever parts most of its rows alike."""
    parts = _possible(text, ending)
    if not parts:
        return None
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    lines = lines if whole else lines[:-1]
    tries = [(list(islice(_rows(lines, part), ROWS)), part) for part in parts]
    able = [one for one in tries if _is_table(*one, certain=ending is not None)]
    return _of_rows(*max(able, key=lambda one: _even(one[0])[1])) if able else None


def _possible(text: str, ending: str | None) -> list[str]:
    """What may part the columns; of most texts nothing, which is seen without reading rows.

    A folder may have 50,000 files: rows under four delimiters cost a third of all its reading.
    """
    if ending is not None:
        return [part for part in ENDINGS[ending] if part in text]
    return [part for part in PARTS if text.count(part) >= FEWEST * (1 if part == "\t" else 2)]


def _rows(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True):
            if row:
                yield row
    except csv.Error:
        return


def _even(rows: list[list[str]]) -> tuple[int, float]:
    """The number of fields of most rows, and their share."""
    if not rows:
        return 0, 0.0
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return width, count / len(rows)


def _is_table(rows: list[list[str]], delimiter: str, certain: bool) -> bool:
    """Whether these rows are a table's.

    Verses may have one comma each: where the name does not say that it is a table, there must be
    two of them in every line, or a tab, below names of columns.
    """
    width, share = _even(rows)
    if certain:
        return width > 1 and share >= 1 - MOST_UNEVEN
    is_even = len(rows) >= FEWEST and share == 1 and width >= (2 if delimiter == "\t" else 3)
    return is_even and _has_names(rows) and all(len(n.split()) <= MOST_WORDS for n in rows[0])


def _has_names(rows: list[list[str]]) -> bool:
    """Whether the first row may be the names of the columns.

    They are short, different, no numbers, and do not come again below.
    """
    names = [field.strip() for field in rows[0]]
    is_short = all(0 < len(name) <= LONGEST_NAME for name in names)
    is_new = not any(name in column for name, *column in zip(*rows, strict=True))
    is_different = len(rows) > 1 and len(set(names)) == len(names)
    return is_short and is_new and is_different and not any(map(_is_number, names))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _of_rows(rows: list[list[str]], delimiter: str) -> Table:
    width, _ = _even(rows)
    rows = [row for row in rows if len(row) == width]
    named = _has_names(rows)
    below = rows[1:] if named else rows
    sizes = [sum(map(len, column)) for column in zip(*below, strict=True)]
    return Table("delimited", rows[0], named, sizes.index(max(sizes)), delimiter)


def _command(path: Path, table: Table) -> str:
    """The line for a shell that prints the column of texts; "" where a name would not survive."""
    name = table.columns[table.longest]
    if not (str(path) + name).isprintable() or path.suffix.lower() not in UNPACKED:
        return ""
    encoding = "utf-8-sig" if table.encoding == "utf-8" else table.encoding
    file = f'open({_typed(str(path))}, encoding="{encoding}", newline="")'
    column = _typed(name) if table.named else table.longest
    if table.kind == "list":
        return _python("json", f"[print(r[{column}]) for r in json.load({file})]")
    if table.kind == "lines":
        lines = f"[print(json.loads(l)[{column}]) for l in {file} if l.strip()]"
        return _python("json", lines)
    reader = "DictReader" if table.named else "reader"
    parted = "" if table.delimiter == "," else f", delimiter={_typed(table.delimiter)}"
    return _python("csv", f"[print(r[{column}]) for r in csv.{reader}({file}{parted})]")


def _python(module: str, code: str) -> str:
    return f"python -c {shlex.quote(f'import {module}; {code}')}"


def _typed(text: str) -> str:
    """The text as Python and a shell's single quotes take it."""
    return json.dumps(text, ensure_ascii=False)


def _short(name: str) -> str:
    line = " ".join(one_line(name).split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"
