"""Text into words, quickly: every step here is one C loop over a piece of text.

A word is letters and digits with inner apostrophes, in lower case. A character of a script that
is written without spaces is a word by itself, with its marks. What is invisible is passed over, and
everything else only separates.
"""

import re
from itertools import pairwise
from unicodedata import category, normalize

from lessons.kit.data.text import scripts

END = "|"
"""Stands among the words where a sentence ends; no word looks like it."""
APOSTROPHES = "'’ʼ＇"
STOPS = ".!?…"
WIDE_STOPS = "。！？｡؟।"
EMPTY_LINE = re.compile(r"\n[ \n]*\n")
MARK = re.compile(r"[.!?…][\"'”’)»\]]*\s|[。！？｡؟।]")
"""The end of a sentence, before it is made plain."""
EDGE, JOINT = "\x1f", "\x1e"
"""Behind a character that is a word by itself, and before a mark of one: where both meet, neither
stands. For `str.split` they are spaces."""
ACCENTED = re.compile(f"{EDGE}([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]+)")
"""Marks of any script's letters, behind an edge."""


class _Becomes(dict[int, str]):
    """What a character becomes, worked out once for each."""

    def __missing__(self, code: int) -> str:
        self[code] = becomes = _becomes(chr(code))
        return becomes


def _becomes(character: str) -> str:
    if character in APOSTROPHES:
        return "'"
    if character in STOPS:
        return "."
    if character in WIDE_STOPS:
        return ". "  # no space follows these, where one ends a sentence
    if scripts.is_unspaced(character):
        return f" {character}{EDGE}"
    if scripts.is_part_of_unspaced(character):
        return f"{JOINT}{character}{EDGE}"
    is_inside = character.isalnum() or character in scripts.JOINERS
    return character if character == "\n" or is_inside or category(character)[0] == "M" else " "


BECOMES = _Becomes()


def tokens(text: str, newline_ends: bool = False) -> list[str]:
    """The words of a text in their order, with END between sentences.

    A sentence ends at a full stop, question or exclamation mark before a space, and at an empty
    line; at every line's end with `newline_ends`. Words may still carry outer apostrophes
    (`'tis`): `bare` takes them off, once for each distinct word instead of each time it occurs.
    """
    if not text.isascii():
        text = normalize("NFC", scripts.without_unseen(text))
    plain = text.lower().translate(BECOMES)
    if EDGE in plain:
        plain = _with_marks(plain)
    if newline_ends:
        plain = plain.replace("\n", ". ")
    else:
        plain = EMPTY_LINE.sub(". ", plain).replace("\n", " ")
    return f"{plain} ".replace(". ", f" {END} ").replace(".", " ").split()


def _with_marks(plain: str) -> str:
    """Each mark with the letter before it, and stacked letters with each other."""
    plain = ACCENTED.sub(rf"\1{EDGE}", plain.replace(EDGE + JOINT, ""))
    for stacker in scripts.STACKERS:
        plain = plain.replace(f"{stacker}{EDGE} ", stacker)
    return plain


def bare(word: str) -> str:
    """The word without outer apostrophes."""
    return word.strip("'")


def lines_are_sentences(sample: str) -> bool:
    """Whether each line of a text is plainly a sentence of its own.

    That is so where sentence marks hardly occur and lines are not wrapped at a width. In
    wrapped prose the next line's first word would not have fitted on the line.
    """
    lines = [line for line in sample.split("\n") if line.strip()][:-1]
    if len(lines) < 2:
        return False
    if len(MARK.findall(sample)) > len(lines) // 10:
        return False
    return not _wrapped(lines)


def _wrapped(lines: list[str]) -> bool:
    lengths = sorted(map(len, lines))
    width = lengths[len(lengths) * 9 // 10]
    full = sum(
        len(line) + 1 + len(after.split(maxsplit=1)[0]) > width for line, after in pairwise(lines)
    )
    return full > 0.6 * (len(lines) - 1)
