"""Whether a text that is learned character by character has something in it to be learned.

What is the same all through is refused: whatever a network is scored on it knows, so its loss says
nothing. Of what is merely little, or held out but known, the learner is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from lessons.kit.data.sources.files import refusal

FEW = 10_000
"""Characters. Of fewer, a tenth is half a page: a score on it is a matter of luck."""
FEW_LINES = 200
"""Different lines. Of fewer, less than twenty are held out."""
CHANCE = 20
"""So few held-out characters may stand in the other part by chance."""
SAMPLE = 2**16
ENOUGH = 3
"""Different things are counted no further: of two in a sample the last may be half of the other."""


def refuse_sameness(path: Path, text: str) -> None:
    """Raise BadEnvironment for a character, a word or a line that comes again and again."""
    first = text[:SAMPLE]
    if len(some(first.split())) == len(some(lines_in(first))) == ENOUGH:
        return  # all but every text: a long one is not cut into words for nothing
    words, fix = text.split(), "give a text in which there is something to predict"
    if not words:
        raise refusal(path, "has nothing but blanks in it", fix)
    for what, things in ("character", "".join(words)), ("word", words), ("line", lines_in(text)):
        if len(things) > 1 and len(some(things)) == 1:
            raise refusal(path, f"has one {what} again and again", fix)


def lines_in(text: str) -> list[str]:
    """The lines with something on them, without the blanks around it."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def some(things: Iterable[str]) -> set[str]:
    """Some of the different ones: a long text is not looked through for all of them."""
    found: set[str] = set()
    for each in things:
        found.add(each)
        if len(found) == ENOUGH:
            break
    return found


def thin(text: str, held_out: str) -> list[str]:
    """What to say of a long text that is short, or whose held-out part is in the other one."""
    notes = []
    if len(text) < FEW:
        notes.append(
            f"{len(text):,} characters are few: a network soon knows them by heart, and a score on "
            "the held-out ones is a matter of luck"
        )
    if len(held_out) > CHANCE and text.find(held_out) < len(text) - len(held_out):
        notes.append(
            "what is held out is in the other part too, word for word: a low loss there says "
            "nothing about new text"
        )
    return notes


def thin_lines(lines: Sequence[str], held_out: int) -> list[str]:
    """The same of lines that are learned one by one."""
    count = len(set(lines))
    if count >= FEW_LINES:
        return []
    return [
        f"{count:,} different lines are few, with {held_out:,} of them in the test: a score on "
        "these is a matter of luck"
    ]
