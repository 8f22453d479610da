"""The text that is learned: the story that comes with the lesson, or the learner's own."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from math import log
from pathlib import Path

from lessons.kit import Data, Params, Progress, read_text
from lessons.kit.data.text import as_text


@dataclass(frozen=True)
class Corpus:
    """A text as numbers."""

    alphabet: str
    codes: array[int]
    """The place of every character of the text in the alphabet."""
    letters: float
    """Nats a character of guessing by how often each one occurs: what is free to know."""

    def encode(self, prompt: str) -> list[int]:
        """The codes of what can be read; the first letter's if nothing can."""
        return [self.alphabet.index(c) for c in prompt if c in self.alphabet] or [0]

    def decode(self, codes: Iterable[int]) -> str:
        """The characters of these codes."""
        return "".join(self.alphabet[int(code)] for code in codes)


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """A text that is long enough for one window and the character after it."""
    settings = hp.as_dict()
    progress("reading the text", 0.0)
    at_least = settings["window"] + 1
    if path is None:
        with as_file(files(__package__) / "data" / "prose.txt") as own:
            text = replace(
                read_text(own, at_least), source="prose.txt, which comes with the lesson"
            )
    else:
        text = read_text(path, at_least, encoding=settings["encoding"])
        text.notes.extend(as_text.notes(path, text.text, text.encoding))
    progress("numbering its characters", 0.5)
    kept = max(settings["excerpt"], at_least) if settings["excerpt"] else None
    return Data(number(text.text[:kept]), text.summary)


def number(text: str) -> Corpus:
    """Number the characters of a text, and count them."""
    import numpy as np  # the menu need not wait for it

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    counts = np.bincount(points)
    used = np.flatnonzero(counts)
    place = np.zeros(len(counts), dtype=np.int64)
    place[used] = np.arange(len(used))
    shares = [int(count) / len(text) for count in counts[used]]
    letters = -sum(share * log(share) for share in shares)
    return Corpus("".join(map(chr, used)), array("q", place[points].tobytes()), letters)
