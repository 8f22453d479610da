"""A listing: one JSON document for programs, a table for people."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def put(rows: Any, as_json: bool, table: Callable[[Any], None]) -> None:
    """Print rows, as JSON or by the function that prints a table of them."""
    if as_json:
        from tui_lab.runs.report import to_line  # msgspec and more, which a table does not need

        sys.stdout.write(to_line(rows).decode())
    else:
        table(rows)
