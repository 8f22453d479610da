"""Sentences that lie in a table in some other way, written anew with their word marked.

left_context, target, right_context     three columns for one sentence
sentence, target_index                  the place of the word, counted from 0 or from 1
sentence, start, end                    the same, counted in characters
sentence with ____                      the word is left out; another column, or the learner, has it
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lessons.kit import BadUsage
from lessons.kit.data.rows.headers import TEXTS, plain
from lessons.kit.errors import visible
from lessons.kit.stream.numbers import counted

BEFORE = ("left", "leftcontext", "contextleft", "lcontext", "leftctx", "before", "pre", "prefix")
AFTER = ("right", "rightcontext", "contextright", "rcontext", "rightctx", "after", "post", "suffix")
WORDS = ("target", "targetword", "word", "node", "kwic", "keyword", "hit", "match", "token", "form",
         "lemma", "head")  # fmt: skip
PLACES = ("targetindex", "targetidx", "targetposition", "wordindex", "wordidx", "tokenindex",
          "index", "idx", "position")  # fmt: skip
STARTS = ("start", "startoffset", "charstart", "begin", "startchar", "offsetstart")
ENDS = ("end", "endoffset", "charend", "stop", "endchar", "offsetend")
SENTENCES = (*TEXTS, "context", "tokens", "words")
NAMES = {*BEFORE, *AFTER, *PLACES, *STARTS, *ENDS}
BLANK = re.compile(r"(?<![^\W_])_{2,}(?![^\W_])|\[(?:blank|mask|gap)\]", re.IGNORECASE)
ENOUGH = 0.7
"""The share of the rows from which on something is the way of a file."""
CORE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
"""The word in what a place names: not the comma behind it."""
WHOLE = re.compile(rf"\W*{CORE.pattern}\W*")

Cells = list[str]


@dataclass(frozen=True)
class Layout:
    """The columns of a table and its rows, with a sentence in one column; and what was done."""

    names: Cells
    rows: list[Cells]
    text: str
    note: str


class Columns:
    """A table whose columns are asked for by what people call them."""

    def __init__(self, names: Sequence[str], rows: Sequence[Cells], text: str = "") -> None:
        self.names = list(names)
        self.plain = [plain(name) for name in names]
        self.rows = [list(row) for row in rows if len(row) == len(names)]
        self.text = self.named((plain(text),)) if text else self.named(SENTENCES)

    def named(self, names: Sequence[str]) -> int | None:
        """The column with the first of these names that there is."""
        return next((self.plain.index(name) for name in names if name in self.plain), None)

    def with_text(self, sentences: list[str | None], gone: Sequence[int], note: str) -> Layout:
        """These sentences in the first column, and some columns left out; None leaves a row out."""
        kept = [at for at in range(len(self.names)) if at not in gone and at != self.text]
        rows = [[said, *(row[at] for at in kept)]
                for row, said in zip(self.rows, sentences, strict=True) if said]  # fmt: skip
        name = self.names[self.text] if self.text is not None else "sentence"
        return Layout([name, *(self.names[at] for at in kept)], rows, name, note)


def laid_out(names: Sequence[str], rows: Sequence[Cells], text: str, word: str) -> Layout | None:
    """The table with its word marked; None where it is none of these layouts.

    Raises BadUsage where the word is left out and nobody says which it is.
    """
    table = Columns(names, rows, text)
    if not table.rows:
        return None
    return in_three(table) or by_characters(table) or by_place(table) or in_blanks(table, word)


def in_three(table: Columns) -> Layout | None:
    """Left of the word, the word, and right of it."""
    places = [table.named(each) for each in (BEFORE, WORDS, AFTER)]
    left, word, right = places
    if left is None or word is None or right is None:
        return None
    sentences = [between(row[left], row[word], row[right]) for row in table.rows]
    said = ", ".join(repr(visible(table.names[at])) for at in (left, word, right))
    table.text = None
    note = f"the sentence is columns {said} together, and the word is the one in the middle"
    return table.with_text(sentences, (left, word, right), note)


def by_characters(table: Columns) -> Layout | None:
    """The word's first character and the one behind it, counted from 0."""
    start, end, text = table.named(STARTS), table.named(ENDS), table.text
    if start is None or end is None or text is None:
        return None
    sentences = [cut(row[text], number(row[start]), number(row[end])) for row in table.rows]
    return settled(table, sentences, (start, end))


def by_place(table: Columns) -> Layout | None:
    """The word's place among the words, from 0 or from 1: as the same word is there more often."""
    place, text = table.named(PLACES), table.text
    if place is None or text is None:
        return None
    from_0, from_1 = (
        [at_place(row[text], number(row[place]), first) for row in table.rows] for first in (0, 1)
    )
    best = from_0 if commonest(from_0) >= commonest(from_1) else from_1
    return settled(table, best, (place,))


def settled(table: Columns, sentences: list[str | None], gone: tuple[int, ...]) -> Layout | None:
    """The table with these sentences, unless too few have a word at the place that is named."""
    found = sum(each is not None for each in sentences)
    if found < ENOUGH * len(sentences):
        return None
    names = ", ".join(repr(visible(table.names[at])) for at in gone)
    lost = len(sentences) - found
    more = f"; left out, because no word is there: {counted(lost, 'rows')}" if lost else ""
    is_word = table.named(WORDS)
    others = () if is_word is None or is_word == table.text else (is_word,)
    return table.with_text(
        sentences, (*gone, *others), f"where the word stands is in column {names}{more}"
    )


def in_blanks(table: Columns, named: str) -> Layout | None:
    """A gap where the word was: another column says which, or the learner."""
    text, column = table.text, table.named(WORDS)
    if text is None:
        return None
    blanks = sum(BLANK.search(row[text]) is not None for row in table.rows)
    if blanks < ENOUGH * len(table.rows):
        return None
    if column in (None, text) and not named.strip():
        what = f"{counted(blanks, 'sentences have')} a gap (____) where their word should be"
        raise BadUsage(what, "say which word it is: --set word=NAME")
    words = [named if column is None or column == text else row[column] for row in table.rows]
    sentences = [filled(row[text], word) for row, word in zip(table.rows, words, strict=True)]
    gone = () if column is None or column == text else (column,)
    return table.with_text(sentences, gone, "the word is put where the sentences have a gap (____)")


def between(left: str, word: str, right: str) -> str | None:
    """One sentence of three parts."""
    return f"{left} {marked(word)} {right}".strip() if CORE.search(word) else None


def filled(text: str, word: str) -> str | None:
    """The sentence with its word in the first gap."""
    own = marked(word.strip())
    return BLANK.sub(lambda _: own, text, count=1) if BLANK.search(text) and own else None


def cut(text: str, start: int | None, end: int | None) -> str | None:
    """The sentence with these characters marked, if they are a word."""
    if start is None or end is None or not WHOLE.fullmatch(text[start:end]):
        return None
    return text[:start] + marked(text[start:end]) + text[end:]


def at_place(text: str, place: int | None, first: int) -> str | None:
    """The sentence with the word at this place marked, where the first one's place is `first`."""
    words = text.split()
    at = -1 if place is None else place - first
    if not 0 <= at < len(words) or not WHOLE.fullmatch(words[at]):
        return None
    words[at] = marked(words[at])
    return " ".join(words)


def marked(word: str) -> str:
    """The word with a mark around it, and what stands beside it outside."""
    return CORE.sub(lambda found: f"<w>{found[0]}</w>", word, count=1)


def commonest(sentences: Sequence[str | None]) -> int:
    """How often the commonest beginning of a marked word is there: a word changes at its end."""
    found = (re.search("<w>(.{1,4})", each) for each in sentences if each)
    counts = Counter(own[1].lower().rstrip("</") for own in found if own)
    return max(counts.values(), default=0)


def number(cell: str) -> int | None:
    """A place; of a range such as 2-3 the first."""
    found = re.match(r"\s*(\d+)(?:\s*[-:,]\s*\d+|\.0)?\s*$", cell)
    return int(found[1]) if found else None
