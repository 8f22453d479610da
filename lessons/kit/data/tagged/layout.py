"""Which column of a tagging file is the token, and which one the tag."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lessons.kit.data.tagged.lines import Line
from lessons.kit.errors import BadUsage, visible

OF_TOKENS = ("token", "tokens", "word", "words", "form", "text", "sentence", "wort", "mot")
OF_TAGS = (
    "tag", "tags", "label", "labels", "pos", "upos", "xpos", "ner", "bio", "iob", "ner_tag",
    "ner_tags", "pos_tag", "pos_tags", "entity", "class", "chunk",
)  # fmt: skip
OF_IDS = ("id", "#", "index", "nr", "no")
ID = re.compile(r"\d{1,9}([-.]\d+)?")
FEW_NUMBERS = 9
CONLLU = 10
"""Columns of CoNLL-U: id, form, lemma, upos, xpos and five more."""
FORM, UPOS = 1, 3


@dataclass(frozen=True)
class Layout:
    """Places of the columns, from 0."""

    token: int
    tag: int
    columns: int
    names: Sequence[str] = ()
    """What the header calls them, where there is one."""
    has_ids: bool = False
    """Whether the first column numbers the tokens of a sentence."""

    @property
    def is_conllu(self) -> bool:
        """Whether it has the ten columns of CoNLL-U."""
        return self.has_ids and self.columns == CONLLU


def layout_of(
    lines: Sequence[Line], columns: int, *, token: str, tag: str, header: str
) -> Layout:  # fmt: skip
    """The columns as the learner names them; else the first and the last, but for numbers.

    Raises BadUsage for a column that is not there.
    """
    names = list(lines[0].cells) if has_header(lines[0], header) else []
    body = lines[1:] if names else lines
    has_ids = columns > 2 and are_ids(body)
    first, last = (FORM, UPOS) if has_ids and columns == CONLLU else (int(has_ids), columns - 1)
    return Layout(
        place_of(token, "token", names, columns, first),
        place_of(tag, "tag", names, columns, last),
        columns, names, has_ids,
    )  # fmt: skip


def has_header(line: Line, asked: str) -> bool:
    """Whether the first line has names of columns: as the learner says, or both are known ones."""
    if asked != "auto":
        return asked == "yes"
    names = [cell.casefold().lstrip("#").strip() for cell in line.cells]
    names = names[1:] if len(names) > 2 and names[0] in (*OF_IDS, "") else names
    return len(names) > 1 and names[0] in OF_TOKENS and names[-1] in OF_TAGS


def are_ids(lines: Sequence[Line]) -> bool:
    """Whether the first column counts tokens or sentences: it goes up, or begins again.

    In CoNLL-U it begins with each sentence. Numbers below `FEW_NUMBERS` alone may be tokens.
    """
    if not lines or not all(ID.fullmatch(line.cells[0]) for line in lines):
        return False
    if all(first_of(line) in (0, 1) for line in lines if line.opens):
        return True
    numbers = [first_of(line) for line in lines]
    counts = all(b in (0, 1) or a <= b for a, b in pairwise(numbers))
    return counts and max(numbers) > FEW_NUMBERS


def first_of(line: Line) -> int:
    """The number in the first column, of 1-2 and of 1.1 the 1."""
    return int(re.split(r"[-.]", line.cells[0])[0])


def place_of(asked: str, what: str, names: Sequence[str], columns: int, usual: int) -> int:
    """The place of the column that is asked for, by its name or its number, from 1."""
    if not asked:
        return usual
    if asked in names:
        return list(names).index(asked)
    there = ", ".join(map(visible, names)) if names else f"1 to {columns}, or -1 for the last"
    if re.fullmatch(r"[+-]?\d{1,6}", asked) and 1 <= abs(int(asked)) <= columns:
        return int(asked) - 1 if int(asked) > 0 else columns + int(asked)
    raise BadUsage(f"there is no column {visible(asked)!r} for {what}", f"it has {there}")
