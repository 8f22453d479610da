"""CSV that other programs read, and that none of them acts on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from lessons.kit.errors import visible

FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""
NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


def as_csv(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Each row as a line. Numbers as they are; words so that no program acts on them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in rows:
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def safe(text: str) -> str:
    """Words that no terminal obeys, and that no spreadsheet takes for a formula; -1 is none."""
    text = visible(text).replace("\t", " ")
    is_formula = text.lstrip().startswith(FORMULA) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text
