"""TOML that people read and change: written here, read by Python's own tomllib."""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any


def to_toml(document: Mapping[str, Any], notes: Mapping[str, str] | None = None) -> str:
    """A document as TOML: plain fields first, then a table for each field that has names.

    `notes` are comments above a field, by its name; None is left out, as TOML has none.
    """
    return "\n".join(_lines(document, dict(notes or {}), "")) + "\n"


def _lines(document: Mapping[str, Any], notes: dict[str, str], above: str) -> Iterator[str]:
    plain = {k: v for k, v in document.items() if not isinstance(v, Mapping) and v is not None}
    tables = {k: v for k, v in document.items() if isinstance(v, Mapping)}
    for name, value in plain.items():
        yield from _note(notes, name)
        yield f"{_key(name)} = {_value(value)}"
    for name, table in tables.items():
        full = f"{above}.{_key(name)}" if above else _key(name)
        yield ""
        yield from _note(notes, name)
        yield f"[{full}]"
        yield from _lines(table, notes if not above else {}, full)


def _note(notes: dict[str, str], name: str) -> Iterator[str]:
    for line in notes.pop(name, "").splitlines():
        yield f"# {line}"


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else _value(name)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case datetime():
            return value.isoformat(timespec="seconds")
        case float() if not math.isfinite(value):
            return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
        case float():
            text = repr(value)
            return text if any(c in text for c in ".e") else f"{text}.0"
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
    return str(value)
