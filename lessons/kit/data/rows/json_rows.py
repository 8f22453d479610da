"""Rows from JSON Lines, or from one JSON document that holds a list of objects."""

import json
import re
from collections.abc import Iterable, Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from lessons.kit.data.rows.layout import Row
from lessons.kit.data.rows.rows import IsKept, Lines, Table, held
from lessons.kit.data.sources.files import Source, pieces, refusal
from lessons.kit.data.sources.meter import Meter
from lessons.kit.data.sources.packed import bare
from lessons.kit.errors import BadEnvironment

SUFFIXES = (".json", ".jsonl", ".ndjson", ".jsonlines")
FIRST = re.compile(r'\s*(\{\s*"|\[\s*\{)')
"""How a file of JSON objects begins, whatever it is called."""
MOST_BYTES = 2**27
"""One JSON document has to be held whole, in about ten times its size."""
MOST_COLUMNS = 500
UNREADABLE = "without a JSON object"


def looks_like_json(path: Path, sample: str) -> bool:
    """Whether a file of this name and beginning holds JSON objects."""
    named = bare(path).suffix.lower() in SUFFIXES and sample.lstrip()[:1] in ("{", "[")
    return named or FIRST.match(sample) is not None


def read_json(source: Source, sample: str, meter: Meter, is_kept: IsKept | None = None) -> Table:
    """The objects as rows, a column for each key. Raises BadEnvironment for other JSON."""
    if not _is_lines(sample):
        return _document(source, meter, is_kept)
    lines = Lines(source, meter)
    columns = Columns()
    sampled = held(columns.rows(enumerate(map(parsed, lines), 1)), is_kept)
    return Table(
        source, "JSON Lines", columns.padded(sampled.drawn()), sampled.seen,
        list(columns.place), UNREADABLE, lines.told(),
    )  # fmt: skip


def parsed(text: str) -> Any:
    """The value of a JSON text; None where it is none, "" of an empty line."""
    try:
        return json.loads(text) if text.strip() else ""
    except (ValueError, RecursionError):
        return None


class Columns:
    """Objects as rows: a key that was not seen before is a new column."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}

    def rows(self, values: Iterable[tuple[int, Any]]) -> Iterator[Row]:
        """A row for each value; one without fields for what is no object."""
        for number, value in values:
            if isinstance(value, dict):
                yield number, self._row(value)
            elif value != "":
                yield number, []

    def _row(self, value: dict[str, Any]) -> list[str]:
        for key in value:
            if len(self.place) < MOST_COLUMNS:
                self.place.setdefault(key, len(self.place))
        row = [""] * len(self.place)
        for key, item in value.items():
            if key in self.place:
                row[self.place[key]] = spoken(item)
        return row

    def padded(self, rows: list[Row]) -> list[Row]:
        """Rows that were made before the last column was seen, as long as the others."""
        width = len(self.place)
        return [(n, row + [""] * (width - len(row)) if row else row) for n, row in rows]


def spoken(value: Any) -> str:
    """A JSON value as a field: words in a list are joined, other structures are nothing."""
    if isinstance(value, str):
        # JSON can escape half a surrogate pair, which no file and no screen can hold
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return spoken(" ".join(value))
    if isinstance(value, float) and not isfinite(value):
        return ""  # NaN is how pandas writes that nothing is there
    return json.dumps(value) if isinstance(value, bool | int | float) else ""


def _is_lines(sample: str) -> bool:
    """Whether a file that begins like this has an object on each line."""
    first, _, rest = sample.lstrip().partition("\n")
    value = parsed(first)
    if isinstance(value, dict):
        return bool(rest.strip()) or not any(isinstance(v, dict | list) for v in value.values())
    return first.startswith("{") and rest.lstrip().startswith("{")


def _document(source: Source, meter: Meter, is_kept: IsKept | None) -> Table:
    if source.size > MOST_BYTES:
        large = f"is one JSON document of {source.size >> 20} MiB"
        raise refusal(source.path, large, "save it as JSON Lines, one object on each line")
    parts = []
    for text, size in pieces(source):
        parts.append(text)
        meter.read(source.path, size)
    value = _loaded(source.path, "".join(parts))
    columns = Columns()
    sampled = held(columns.rows(enumerate(_objects(source.path, value), 1)), is_kept)
    return Table(
        source, "one JSON document", columns.padded(sampled.drawn()), sampled.seen,
        list(columns.place), UNREADABLE,
    )  # fmt: skip


def _loaded(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        what = f"is not JSON from line {error.lineno} on ({error.msg})"
        raise refusal(path, what, "fix that line, or save the rows as CSV") from None
    except (ValueError, RecursionError):
        raise _no_objects(path) from None


def _objects(path: Path, value: Any) -> list[Any]:
    """The list of objects in a document, or its columns turned into objects."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return value
    if isinstance(value, dict):
        for inner in value.values():
            if isinstance(inner, list) and inner and isinstance(inner[0], dict):
                return inner
        columns = {key: _column(inner) for key, inner in value.items()}
        if columns and len({len(column) for column in columns.values()}) == 1:
            return [
                dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
            ]
    raise _no_objects(path)


def _column(value: Any) -> list[Any]:
    """A list, or the values of a dictionary by row number, as pandas writes a table."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _no_objects(path: Path) -> BadEnvironment:
    fix = 'give a list of objects such as [{"text": "…", "label": "…"}], or JSON Lines'
    return refusal(path, "contains no list of JSON objects", fix)
