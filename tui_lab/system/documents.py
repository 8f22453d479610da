"""A learner's own document, kept as JSON that people can read. A damaged one is set aside."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from lessons.kit.errors import reason
from tui_lab.system.files import make_private, replace_file

D = TypeVar("D", bound=msgspec.Struct)


def read_document(path: Path, known: D, missing: D) -> tuple[D, str]:
    """The file as a document, and what is wrong with it, if anything.

    `known` is what stays where it cannot be read, `missing` what holds where there is none.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=type(known)), ""
    except FileNotFoundError:
        return missing, ""
    except OSError as error:
        return known, f"progress cannot be read ({reason(error)})"
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return known, _set_aside(path)


def write_document(path: Path, document: msgspec.Struct) -> None:
    """Keep a document, in a folder of the learner's own. Raises OSError."""
    make_private(path.parent)
    content = msgspec.json.format(msgspec.json.encode(document), indent=2)
    replace_file(path, content + b"\n", durable=False)


def _set_aside(path: Path) -> str:
    aside = path.with_suffix(f".damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}.json")
    try:
        path.rename(aside)
    except OSError as error:
        return f"{path.name} is damaged ({reason(error)})"
    return f"{path.name} was damaged: it was renamed to {aside.name}, and a new one was started"
