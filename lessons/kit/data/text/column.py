"""The texts of one column of a table, as a text: what stands beside them is not read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lessons.kit.data.labelled.columns import WantedColumns, find_text
from lessons.kit.data.rows.table import read_table
from lessons.kit.data.sources.files import Source, open_source
from lessons.kit.data.sources.meter import Meter
from lessons.kit.errors import one_line, visible

AT_ONCE = 2**20
"""Characters of the texts that are handed on at once."""


@dataclass(frozen=True)
class Column:
    """The texts of a column, and what was decided about it."""

    source: Source
    texts: list[str]
    notes: list[str]

    def pieces(self) -> Iterator[str]:
        """The texts, many at once, with an empty line between two: there a sentence ends."""
        some: list[str] = []
        size = 0
        for text in self.texts:
            some.append(text)
            size += len(text) + 2
            if size > AT_ONCE:
                yield "\n\n".join([*some, ""])
                some, size = [], 0
        yield "\n\n".join(some)


def read_column(path: Path, name: str, encoding: str, meter: Meter) -> Column:
    """The column of this name, or the one that holds the longest texts.

    Raises BadEnvironment for what is no table, BadUsage for a name that is not there.
    """
    source = open_source(path, meter.read_of(path), encoding=encoding)
    table = read_table(path, source, meter)
    columns = find_text(path, table, WantedColumns(text=name))
    rows = table.rows[1:] if columns.header else table.rows
    texts = [row[columns.text] for _, row in rows if len(row) > columns.text]
    own = one_line(visible(columns.names[columns.text]))
    said = f"a table: its column {own!r} is read, and no other"
    notes = [said if name else f"{said} (--set text=NAME for another)", *table.notes]
    if table.seen > len(table.rows):
        notes.append(f"{len(rows):,} of its {table.seen:,} rows, drawn by chance, are used")
    return Column(source, texts, notes)
