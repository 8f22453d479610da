"""Tables without names of columns, in which a word has a column between its left and its right."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from lessons.lesson15_contextual.own.layouts import CORE, ENOUGH, Cells
from lessons.lesson15_contextual.own.targets import forms_of, is_like

ROWS, FEWEST = 200, 5
"""Rows that are looked at; and that there must be, of each label too on average."""
COLUMNS = 4
"""Left, word, right and label."""
DELIMITERS = "\t,;|"


def may_be_three(text: str) -> bool:
    """Whether the beginning of a file looks like such a table, whatever parts its columns."""
    lines = text.replace("\r", "\n").split("\n")[: 2 * ROWS]
    for mark in DELIMITERS:
        rows = [row for row in csv.reader(lines, delimiter=mark) if row]
        if len(rows) >= FEWEST and middle_of(rows) is not None:
            return True
    return False


def named(rows: Sequence[Cells]) -> tuple[Cells, str] | None:
    """Names for the columns, and how they were understood; None where it is no such table."""
    middle = middle_of(rows)
    if middle is None:
        return None
    names = [f"column {at + 1}" for at in range(len(rows[0]))]
    label = label_of(rows, middle)
    names[middle - 1 : middle + 2] = ["left", "target", "right"]
    names[label] = "label"
    note = (
        f"no names of columns: columns {middle} to {middle + 2} are taken for what is left of the "
        f"word, the word, and what is right of it, and column {label + 1} for the label"
    )
    return names, note


def middle_of(rows: Sequence[Cells]) -> int | None:
    """The column that has one word in nearly all rows, with text on both sides, and a label."""
    some = [row for row in rows[:ROWS] if len(row) == len(rows[0])]
    width = len(rows[0])
    if width < COLUMNS or len(some) < max(FEWEST, ENOUGH * len(rows[:ROWS])):
        return None
    able = [
        at
        for at in range(1, width - 1)
        if is_one_word([row[at] for row in some])
        and is_text([row[at - 1] for row in some], [row[at + 1] for row in some])
        and label_of(some, at) >= 0
    ]
    return able[0] if len(able) == 1 else None


def is_one_word(cells: Sequence[str]) -> bool:
    """Whether nearly all are forms of one word."""
    words = [cell.strip().lower() for cell in cells]
    common = Counter(word for word in words if CORE.fullmatch(word)).most_common(1)
    if not common:
        return False
    word = common[0][0]
    forms = {*forms_of(word), word.rstrip("s")}
    alike = [own in forms or (CORE.fullmatch(own) and is_like(own, word)) for own in words]
    return sum(map(bool, alike)) >= ENOUGH * len(words)


def is_text(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether these are the two sides of sentences: most have words, and they differ."""
    both = [f"{a} {b}" for a, b in zip(left, right, strict=True)]
    long = sum(len(own.split()) >= 3 for own in both)
    return long >= ENOUGH * len(both) and len(set(both)) >= len(both) / 2


def label_of(rows: Sequence[Cells], middle: int) -> int:
    """The column of few values that come back; -1 where there is none, or not one alone."""
    others = [at for at in range(len(rows[0])) if abs(at - middle) > 1]
    values = {at: {row[at].strip() for row in rows if at < len(row)} for at in others}
    able = [at for at in others if 2 <= len(values[at]) <= len(rows) // FEWEST]
    return able[0] if len(able) == 1 else -1
