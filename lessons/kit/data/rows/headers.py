"""Where a table begins: which row names its columns, and what stands above it."""

import re
from collections import Counter
from collections.abc import Sequence

from lessons.kit.data.rows.layout import LEADING, Row
from lessons.kit.errors import visible

TEXTS = (
    "text", "review", "reviewtext", "reviewbody", "sentence", "content", "comment", "commenttext",
    "tweet", "tweettext", "message", "body", "document", "doc", "utterance", "phrase", "snippet",
    "post", "article", "description", "summary", "question", "query", "headline", "title",
    "caption", "name", "评论", "评论内容", "内容", "文本", "正文", "句子",
)  # fmt: skip
LABELS = (
    "label", "labels", "sense", "senseid", "sensekey", "sentiment", "class", "classes",
    "classindex", "category", "target", "polarity", "emotion", "intent",
    "stars", "starrating", "rating", "overall", "score",
    "sentimentlabel", "airlinesentiment", "type", "topic", "genre", "language", "tag", "y",
    "output", "标签", "类别", "情感", "情感倾向", "分类", "评分",
)  # fmt: skip
SPLITS = (
    "split", "splits", "set", "subset", "partition", "fold", "isvalid", "isvalidation", "istest",
    "istrain", "usage",
)  # fmt: skip
LONGEST_NAME = 40
LONGEST_QUESTION = 300
NUMBER = re.compile(r"\s*[+-]?(\d+([.,]\d+)*|\.\d+)([eE][+-]?\d+)?%?\s*")
SEP = re.compile(r'"?sep=(\\t|.)"?\n', re.IGNORECASE)
"""How a spreadsheet is told, in a first line of its own, what parts the columns."""
SHOWN = 3
"""Lines above the header that are told whole; more are counted."""


def plain(name: str) -> str:
    """A name without case and punctuation, as the lists here have it."""
    return re.sub(r"[\W_]+", "", name.casefold())


def is_header(first: Sequence[str], rows: list[list[str]], wanted: set[str]) -> bool:
    """Whether a row is the names of columns, with these rows below it.

    It is where a column is asked for by such a name. Else its fields are different and no
    numbers, and none of them comes back in its own column, but for the name of the texts, beside
    the name of the labels: among 60,000 phrases one is "text". And either they are short and one is
    a name that people give to columns, or below one of them the same few values come back, or
    numbers. Of long fields, as whole questions are, that one has to be a question or a name too.
    """
    cells = [cell.strip() for cell in first]
    if {cell.casefold() for cell in cells} & wanted:
        return True
    filled = [cell for cell in cells if cell]
    if not filled or any(map(NUMBER.fullmatch, filled)) or max(map(len, filled)) > LONGEST_QUESTION:
        return False
    below = [Counter(row[at].strip() for row in rows if at < len(row)) for at in range(len(cells))]
    again = [cell for cell, counts in zip(cells, below, strict=True) if cell and cell in counts]
    if again and not _is_a_text_too(again, cells):
        return False
    named = zip(cells, below, strict=True)
    few = [cell != "" and _is_class(counts, len(rows)) for cell, counts in named]
    known = [plain(cell) in {*TEXTS, *LABELS, *SPLITS} for cell in cells]
    if all(len(cell) <= LONGEST_NAME and len(cell.split()) <= 4 for cell in filled):
        return any(known) or (len(set(filled)) == len(filled) and any(few))
    columns = zip(cells, below, few, known, strict=True)
    return len(set(filled)) == len(filled) and any(
        classes and (name or _asks(cell) or _are_numbers(counts))
        for cell, counts, classes, name in columns
    )


def _is_a_text_too(again: list[str], cells: list[str]) -> bool:
    """Whether what comes back is the name of the column of texts alone, and the labels have one."""
    others = {plain(cell) for cell in cells} - {plain(cell) for cell in again}
    return all(plain(cell) in TEXTS for cell in again) and not others.isdisjoint(LABELS)


def _is_class(counts: Counter[str], rows: int) -> bool:
    """A few values that come back."""
    return 2 <= len(counts) <= (rows + 1) // 3


def _asks(cell: str) -> bool:
    return cell.rstrip(' "”»)').endswith(("?", "？", "؟", ":"))


def _are_numbers(counts: Counter[str]) -> bool:
    return all(NUMBER.fullmatch(value) for value in counts if value)


def above(rows: list[Row], wanted: set[str]) -> int:
    """How many of the first rows stand above the table: a title, comments, empty cells.

    They are other than most rows, or they are one filled cell or a comment above the names.
    """
    widths = Counter(len(row) for _, row in rows)
    width = max(widths, key=lambda w: (widths[w], w), default=0)
    start = next((at for at, (_, row) in enumerate(rows[:LEADING]) if len(row) == width), 0)
    for at in range(max(0, start - 1), min(LEADING, len(rows) - 1)):
        row, below = rows[at][1], [row for _, row in rows[at + 1 :] if row]
        if len(list(filter(str.strip, row))) > 1 and not _is_comment(row):
            if is_header(row, below, wanted):
                return at
            if at >= start:
                break
    return start


def _is_comment(row: list[str]) -> bool:
    """Whether a row is a remark, and not names of which the first begins with a hash."""
    return row[0].lstrip().startswith("#") and plain(row[0]) not in {*TEXTS, *LABELS}


def said_above(rows: list[Row], delimiter: str) -> str:
    """What was passed over above the table."""
    lines = [visible(" ".join(f"{delimiter} ".join(row).split()))[:50] for _, row in rows]
    more = f" and {len(lines) - SHOWN} lines more" if len(lines) > SHOWN else ""
    return f"passed over above the table: {', '.join(map(repr, lines[:SHOWN]))}{more}"
