"""The lines of a tagging file: what separates their columns, and which of them hold a token."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

SPACE = " "
"""Stands for any number of spaces and tabs."""
UNSEEN = " \t\r\v\f\u00a0\u200b\ufeff"
COMMENT = re.compile(r"#\s*[\w.:-]+\s*=|#\s*(newdoc|newpar)\b")
"""What CoNLL-U says of a sentence before its tokens, such as `# sent_id = 4`."""
DOCUMENT = "-DOCSTART-"
JOINED = re.compile(r"\S+([/_])(?:[A-Z][A-Z0-9$*+-]*|[^\w\s]+)")
"""A token with its tag behind a mark, such as dog/NN or ./."""
MOST_OTHERS = 0.1
"""Share of the words of a text with such tags that have none."""


@dataclass(frozen=True)
class Line:
    """A line with something on it."""

    number: int
    """In the file, from 1."""
    cells: list[str]
    opens: bool
    """Whether nothing of its sentence stands before it: the line before is empty, or there is none.

    Of `without_comments`, comments before it do not count.
    """
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
        opens = False
    return found


def joined_by(text: str) -> str:
    """What stands between each word of a text and its tag, in the/DT dog/NN; "" where none does."""
    words = text.split()
    marks = Counter(found[1] for word in words if (found := JOINED.fullmatch(word)))
    mark, count = max(marks.items(), key=lambda each: each[1], default=("", 0))
    return mark if count and count >= (1 - MOST_OTHERS) * len(words) else ""


def usual_columns(lines: Sequence[Line]) -> int:
    """How many columns most lines have, comments and marks of documents left aside."""
    counts = Counter(len(line.cells) for line in lines
                     if not line.text.startswith("#") and line.cells[0] != DOCUMENT)  # fmt: skip
    return counts.most_common(1)[0][0] if counts else 0


def without_comments(lines: Sequence[Line], columns: int) -> list[Line]:
    """The lines that do not speak about their sentence: #, and no token `#` itself."""
    kept = []
    opens = False
    for line in lines:
        opens = opens or line.opens
        other = bool(COMMENT.match(line.text)) or (opens and len(line.cells) != columns)
        if line.text.startswith("#") and other:
            continue
        kept.append(replace(line, opens=opens))
        opens = False
    return kept
