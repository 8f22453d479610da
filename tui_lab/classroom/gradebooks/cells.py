"""Cells of a table that other programs open: nothing in them is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Text that a spreadsheet shows and does not compute."""
    return f"'{text}" if text.startswith(FORMULA) else text


def points_text(points: float | None, decimal: str = ".") -> str:
    """Points as a gradebook reads them; "" where they are not known: that is no zero."""
    if points is None:
        return ""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", decimal)


def table(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Rows as CSV, with the line ends of its standard."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
