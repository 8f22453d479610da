"""The text that is learned: lines from a grammar, or the learner's own; one long text, or lines.

A long text is read in windows, and its last tenth is held out. Lines, such as names, are read one
by one, each from a mark to a mark; a tenth of the different ones is held out, none with a copy
among those that are learned. This file needs no torch: the menu reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit import BadUsage, Data, Params, Progress, read_text
from lessons.kit.data.brought import Text
from lessons.kit.data.sources.files import refusal
from lessons.kit.data.text import as_text
from lessons.kit.data.text.variety import lines_in, refuse_sameness, thin, thin_lines
from lessons.kit.stream.numbers import counted
from lessons.lesson14_transformer import lines as grammar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

SHARE = 10
"""One of so many characters, or different lines, is held out."""
MARK = "\n"
"""Begins and ends a line."""
NOTHING = -1
"""Fills a row up, after the end of a line."""
FEWEST, LONGEST, MOST_WORDS = 20, 40, 2.5
"""A file is taken for names where it has so many lines, none longer, of so few words on average."""


@dataclass(frozen=True)
class Corpus:
    """A text as numbers: the place of each character in the alphabet."""

    alphabet: str
    training: Codes
    """(N,), one long text; or (M, T + 1), a line in each row, from the mark to the mark."""
    held_out: Codes
    """(K, T + 1), windows of the last tenth, one after the other; or lines."""
    floor: float | None = None
    """Nats a character of what was drawn at random, where that is known."""

    @property
    def is_lines(self) -> bool:
        """Whether each row is a line by itself."""
        return self.training.ndim == 2

    @cached_property
    def place(self) -> dict[str, int]:
        """Character to code."""
        return {character: at for at, character in enumerate(self.alphabet)}

    def encode(self, prompt: str) -> list[int]:
        """The codes of what can be read."""
        return [self.place[c] for c in prompt if c in self.place]


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The lesson's lines or the learner's text; for induction nothing is read."""
    settings = hp.as_dict()
    refuse_widths(settings)
    if settings["task"] == "induction":
        if path is not None:
            what = "the repeated strings are drawn by the lesson, and read no data"
            raise BadUsage(
                what, "for a text of your own: --preset verse; for names: --preset names"
            )
        return Data(None, {"source": "random strings of symbols, repeated, drawn as it goes"})
    if path is None:
        return _drawn(settings["context"])
    progress("reading the text", 0.0)
    text = read_text(path, 2 * SHARE, encoding=settings["encoding"])
    text.notes.extend(as_text.notes(path, text.text, text.encoding))
    refuse_sameness(path, text.text)
    progress("numbering its characters", 0.5)
    how = settings["lines"]
    some = lines_in(text.text)
    if how == "on" or (how == "auto" and looks_like_names(some)):
        if len(set(some)) < 2:
            raise refusal(path, "has no two different lines", "give at least 20, one name in each")
        return _told(*as_lines(some, settings["context"]), text, "off")
    return _told(*as_windows(text.text, settings["context"], path), text, "on")


def refuse_widths(settings: dict[str, Any]) -> None:
    """Raise BadUsage where heads cannot share the width, or numbers do not come in pairs."""
    width, heads, positions = (settings[name] for name in ("width", "heads", "positions"))
    paired = {"sinusoidal": 2, "rotary": 2 * heads}.get(positions, 1)
    unit = lcm(heads, paired)
    if width % unit:
        what = f"{heads} heads with {positions} positions cannot share a width of {width}"
        raise BadUsage(
            what, f"width must be a multiple of {unit}: width={-(-width // unit) * unit}"
        )


def looks_like_names(some: list[str]) -> bool:
    """Whether lines are things of their own, such as names, and no text that goes on."""
    if len(some) < FEWEST or max(map(len, some)) > LONGEST or len(set(some)) < 2:
        return False
    return sum(len(line.split()) for line in some) <= MOST_WORDS * len(some)


def _told(corpus: Corpus, notes: list[str], text: Text, other: str) -> Data:
    switch = {"on": "to read each line by itself", "off": "to read it as one long text"}[other]
    said = [*text.notes, *notes, f"--set lines={other} {switch}"]
    return Data(corpus, text.summary | {"notes": said})


def _drawn(context: int) -> Data:
    """The lesson's own lines. Copies stay: all lines are drawn alike, so the floor holds."""
    some = grammar.lines()
    alphabet, codes = padded(some, context)
    train, test = codes[: -len(codes) // SHARE], codes[-len(codes) // SHARE :]
    floor = grammar.floor(some[-len(codes) // SHARE :])
    source = "lines made by the lesson from a small grammar"
    text = Text(MARK.join(some), source, notes=[_held_out(test, len(some))])
    return Data(Corpus(alphabet, train, test, floor), text.summary | {"floor": floor})


def _held_out(test: Codes, lines: int) -> str:
    characters = int((test[:, 1:] != NOTHING).sum())
    return (
        f"read line by line; held out, never trained on: {len(test):,} of {lines:,} lines, "
        f"{characters:,} characters with the end marks"
    )


def as_windows(text: str, context: int, path: Path) -> tuple[Corpus, list[str]]:
    """One long text: its last tenth held out, in windows that each begin where one ended."""
    import numpy as np

    alphabet, codes = numbered(text)
    kept = len(codes) - len(codes) // SHARE
    rest = codes[kept:]
    if kept < context + 2 or len(rest) < 2:
        fix = f"at least {(context + 2) * SHARE // (SHARE - 1) + 1:,} for a context of {context:,}"
        raise refusal(path, f"has {len(text):,} characters", fix)
    length = min(context, len(rest) - 1)
    starts = np.arange((len(rest) - 1) // length) * length
    windows = rest[starts[:, None] + np.arange(length + 1)]
    note = (
        "read as one long text; held out, never trained on: the last tenth, "
        f"{windows.shape[0] * length:,} characters, scored in windows of {length:,}"
    )
    return Corpus(alphabet, codes[:kept], windows), [note, *thin(text, text[kept:])]


def numbered(text: str) -> tuple[str, Codes]:
    """The different characters in order, and the place of each character among them."""
    import numpy as np

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    used = np.flatnonzero(np.bincount(points))
    table = np.zeros(int(used[-1]) + 1, dtype=np.int32)
    table[used] = np.arange(len(used))
    return "".join(map(chr, used)), table[points]


def as_lines(some: list[str], context: int) -> tuple[Corpus, list[str]]:
    """A line in each row; a tenth of the different lines held out, copies kept out of the test."""
    from lessons.kit.data.split import split_off

    split = split_off(1 / SHARE, seed=0, keys=some)
    alphabet, codes = padded(some, context)
    train, test = codes[split.train], codes[split.test]
    notes = [_held_out(test, len(some)), *split.notes, *thin_lines(some, len(test))]
    cut = sum(len(line) + 1 > context for line in some)
    if cut:
        notes.append(
            f"{counted(cut, 'lines are')} cut off after {context:,} characters (--set context=…)"
        )
    return Corpus(alphabet, train, test), notes


def padded(some: list[str], context: int) -> tuple[str, Codes]:
    """The alphabet, the mark first, and the lines as rows of codes from mark to mark."""
    import numpy as np

    alphabet = MARK + "".join(sorted({c for line in some for c in line} - {MARK}))
    place = {character: at for at, character in enumerate(alphabet)}
    width = min(context, max(map(len, some)) + 1) + 1
    rows = np.full((len(some), width), NOTHING, dtype=np.int32)
    for row, line in zip(rows, some, strict=True):
        codes = [place[c] for c in f"{MARK}{line}{MARK}"][:width]
        row[: len(codes)] = codes
    return alphabet, rows
