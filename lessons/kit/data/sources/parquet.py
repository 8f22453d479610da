"""A Parquet table as bytes: its column of text, or its rows as JSON lines, a few at a time."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from lessons.kit.data.sources.opening import refusal
from lessons.kit.errors import one_line

ROWS = 1000
"""Rows that are held at once."""
MOST_GROUP = 2**31
"""Bytes of a stretch of rows that the format lets nobody read in pieces."""
SHOWN = 5


def parquet(path: Path, file: IO[bytes], plain: bool) -> tuple["Rows", str]:
    """The table's rows as bytes, and what is read of it, if not all.

    Raises BadEnvironment where pyarrow is missing.
    """
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError:
        fix = "pip install pyarrow, or save it as CSV (UTF-8)"
        raise refusal(path, "is a Parquet table", fix) from None
    table = ParquetFile(file)
    groups = range(table.metadata.num_row_groups)
    if any(table.metadata.row_group(at).total_byte_size > MOST_GROUP for at in groups):
        raise refusal(path, "is a Parquet table of very large pieces", "save it as CSV (UTF-8)")
    size = file.seek(0, 2)
    if not plain:
        return Rows(table, size, _lines, columns_of_rows(table)), ""
    column = text_column(path, table)
    note = f"a Parquet table: its column {one_line(column)!r} is read"
    return Rows(table, size, _texts, [column]), note


class Rows:
    """The rows of a table as bytes."""

    def __init__(self, table: Any, size: int, spoken: Any, columns: list[str]) -> None:
        self.position = 0
        """How much of the file the rows so far are, in bytes."""
        self._pieces = self._spoken(table, size, spoken, columns)
        self._rest = b""

    def _spoken(self, table: Any, size: int, spoken: Any, columns: list[str]) -> Iterator[bytes]:
        every, done = max(1, table.metadata.num_rows), 0
        names = class_names(table)
        for batch in table.iter_batches(batch_size=ROWS, columns=columns, use_threads=False):
            done += batch.num_rows
            self.position = size * done // every
            yield "".join(spoken(batch.to_pylist(), names)).encode("utf-8", "replace")

    def read(self, size: int) -> bytes:
        """The next bytes, at most this many; none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


def _lines(rows: list[dict[str, Any]], names: dict[str, list[str]]) -> Iterable[str]:
    """A JSON object on each line; numbers that stand for names of classes become these."""
    for row in rows:
        for column, known in names.items():
            at = row.get(column)
            if isinstance(at, int):
                row[column] = known[at] if 0 <= at < len(known) else None
        yield json.dumps(row, ensure_ascii=False, default=_plain) + "\n"


def _texts(rows: list[dict[str, Any]], names: dict[str, list[str]]) -> Iterable[str]:
    """The texts of the one column, an empty line between two."""
    for row in rows:
        for text in row.values():
            if text is not None:
                yield f"{text}\n\n"


def _plain(value: object) -> object:
    """What JSON has no word for."""
    if isinstance(value, date | datetime | time | Decimal):
        return str(value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else None


def class_names(table: Any) -> dict[str, list[str]]:
    """The names behind a column's numbers, as the Hugging Face hub keeps them in its tables."""
    try:
        raw = (table.schema_arrow.metadata or {}).get(b"huggingface", b"{}")
        features = json.loads(raw)["info"]["features"]
        return {
            column: list(map(str, feature["names"]))
            for column, feature in features.items()
            if isinstance(feature, dict) and feature.get("_type") == "ClassLabel"
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def columns_of_rows(table: Any) -> list[str]:
    """The columns that may be a text or a label: no pictures, sounds and structures."""
    import pyarrow.types as kinds

    left_out = (kinds.is_binary, kinds.is_large_binary, kinds.is_struct, kinds.is_map)
    return [
        field.name
        for field in table.schema_arrow
        if not any(is_it(field.type) for is_it in left_out)
    ]


def text_column(path: Path, table: Any) -> str:
    """The column of strings with the longest ones. Raises BadEnvironment where there is none."""
    import pyarrow.types as kinds

    schema = table.schema_arrow
    strings: list[str] = [
        field.name
        for field in schema
        if kinds.is_string(field.type) or kinds.is_large_string(field.type)
    ]
    if not strings:
        some = ", ".join(map(one_line, schema.names[:SHOWN]))
        what = f"is a Parquet table without a column of text (it has {some})"
        raise refusal(path, what, "give one with text in it")
    first = next(table.iter_batches(batch_size=ROWS, columns=strings, use_threads=False), None)
    rows = first.to_pylist() if first is not None else []
    return max(strings, key=lambda name: sum(len(row[name] or "") for row in rows))
