"""The lines of a tagging file: what separates their columns, and which of them hold a token."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SPACE = " "
"""Stands for any number of spaces and tabs."""
UNSEEN = " \t\r\v\f\u00a0\u200b\ufeff"
COMMENT = re.compile(r"#\s*[\w.:-]+\s*=|#\s*(newdoc|newpar)\b")
"""What CoNLL-U says of a sentence before its tokens, such as `# sent_id = 4`."""
DOCUMENT = "-DOCSTART-"


@dataclass(frozen=True)
class Line:
    """A line with something on it."""

    number: int
    """In the file, from 1."""
    cells: list[str]
    opens: bool
    """Whether nothing of its sentence stands before it."""
    text: str


def separator_of(lines: Sequence[str]) -> str:
    """Tab, where most lines have one; else spaces."""
    full = [line for line in lines if line.strip(UNSEEN) and not COMMENT.match(line)]
    return "\t" if 2 * sum("\t" in line for line in full) > len(full) else SPACE


def cells_of(line: str, separator: str) -> list[str]:
    """The columns of a line. What ends it without a word in it is no column."""
    line = line.strip("\ufeff")
    if separator == SPACE:
        return re.split(r"[ \t]+", line.strip(UNSEEN))
    return [cell.strip(UNSEEN) for cell in line.rstrip(f"{UNSEEN}{separator}").split(separator)]


def lines_of(text: str, separator: str) -> list[Line]:
    """Every line with something on it."""
    found = []
    opens = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip(UNSEEN):
            opens = True
            continue
        found.append(Line(number, cells_of(line, separator), opens, line))
        opens = opens and line.startswith("#")
    return found


def usual_columns(lines: Sequence[Line]) -> int:
    """How many columns most lines have, comments and marks of documents left aside."""
    counts = Counter(len(line.cells) for line in lines
                     if not line.text.startswith("#") and line.cells[0] != DOCUMENT)  # fmt: skip
    return counts.most_common(1)[0][0] if counts else 0


def is_comment(line: Line, columns: int) -> bool:
    """Whether a line speaks about its sentence: # before its tokens, and no token `#` itself."""
    if not line.text.startswith("#"):
        return False
    return bool(COMMENT.match(line.text)) or (line.opens and len(line.cells) != columns)
