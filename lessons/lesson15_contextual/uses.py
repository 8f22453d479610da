"""What a run reads: sentences to learn from, and uses of one word or of several to judge by.

A use is a sentence and the place in it where the word stands. Everything is a number here: 0 is
padding, 1 a word never seen, then the words, and the last code is the mark that hides a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lessons.shared.labelled.wording import PADDING, UNKNOWN, Vocabulary

if TYPE_CHECKING:
    import numpy as np

    Codes = np.ndarray[Any, np.dtype[np.int64]]
    Hints = np.ndarray[Any, np.dtype[np.float32]]

FIRST = UNKNOWN + 1
"""The first code that is a word."""


BEFORE = 3
"""Words before the one that is meant in a list: a narrow panel cuts what is further on."""
NOTHING = ""
"""Stands before a sentence that begins soon before its word; read as padding."""


@dataclass(frozen=True)
class Use:
    """One use of a word: its sentence, its place, and its sense where that is known."""

    words: list[str]
    at: int
    sense: int = -1
    row: int = 0
    """Where it stands in the learner's file."""

    @property
    def marked(self) -> str:
        """The sentence with the word marked."""
        return " ".join(
            [*self.words[: self.at], f"[{self.words[self.at]}]", *self.words[self.at + 1 :]]
        )

    @property
    def listed(self) -> str:
        """The sentence from a few words before the marked word on, for a narrow column."""
        first = max(0, self.at - BEFORE)
        rest = Use(self.words[first:], self.at - first).marked
        return f"… {rest}" if first else rest

    def around(self, reach: int) -> Use:
        """The same use in a shorter sentence: at most so many words on either side."""
        start = max(0, self.at - reach)
        return Use(self.words[start : self.at + reach + 1], self.at - start, self.sense, self.row)


@dataclass(frozen=True, eq=False)
class Encoded:
    """Uses as numbers."""

    tokens: Codes
    """(N, T), padded at the end."""
    at: Codes
    """(N,) the place of the word in each."""
    senses: Codes
    """(N,) −1 where the sense is not known."""

    def __len__(self) -> int:
        return len(self.at)


@dataclass(eq=False)
class Reading:
    """What all networks of a race read."""

    vocabulary: Vocabulary
    tokens: Codes
    """(N, T): the sentences to learn from."""
    longest: int
    word: str
    """The word that is shown."""
    senses: list[str]
    """The names of its senses; none where nobody knows them."""
    parts: dict[str, list[Use]] = field(default_factory=dict)
    """The uses by part: support and query, or train, valid and test, or uses."""
    words: list[str] = field(default_factory=list)
    """All words that are judged."""
    forms: tuple[str, ...] = ()
    """How the word may be written."""
    groups: int = 0
    """How many groups of uses the learner wants; 0 leaves it to what fits best."""
    centre: int = -1
    """Where the word stands in every encoded use; −1 where sentences stand as they come."""

    @property
    def is_taught(self) -> bool:
        """Whether senses are labels to learn from."""
        return "train" in self.parts

    def around(self, use: Use) -> Use:
        """The use with so much of its sentence as is read."""
        reach = (self.longest - 1) // 2
        return use if len(use.words) <= self.longest else use.around(reach)

    def placed(self, use: Use) -> Use:
        """The use as it is read: with the word at the place where all have it, if they do."""
        return centred(use.around(self.centre), self.centre) if self.centre >= 0 else use

    def encode(self, uses: Sequence[Use]) -> Encoded:
        """These uses as numbers."""
        import numpy as np

        uses = [self.placed(use) for use in uses]
        codes = {**self.vocabulary.codes, NOTHING: PADDING}
        rows = [[codes.get(word, UNKNOWN) for word in use.words] for use in uses]
        tokens = padded(rows, self.longest)
        at = np.array([use.at for use in uses], dtype=np.int64)
        return Encoded(tokens, at, np.array([use.sense for use in uses], dtype=np.int64))

    def in_words(self, tokens: Any) -> list[str]:
        """What each row of tokens says; a hidden word is …."""
        names = [" ", "?", *self.vocabulary.words, "…"]
        return [" ".join(names[int(code)] for code in row if int(code)) for row in tokens]

    @property
    def labels(self) -> Codes:
        """(N,) the sense in each row of `tokens`, where senses are labels; else none."""
        return self.encode(self.parts["train"]).senses if self.is_taught else self.encode([]).senses

    @property
    def hints(self) -> Hints:
        """(N, K, C): what words alone say of the sense in each row, where senses are labels."""
        import numpy as np

        if not self.is_taught:
            return np.zeros((len(self.tokens), 0, 0), dtype=np.float32)
        from lessons.lesson15_contextual.own.hints import hints_of

        return hints_of(self).train

    @property
    def hidden(self) -> int:
        """The code of the mark that hides a word."""
        return len(self.vocabulary)


def centred(use: Use, place: int) -> Use:
    """The same use with nothing before it, so that the word stands at this place."""
    missing = place - use.at
    return Use([NOTHING] * missing + use.words, place, use.sense, use.row)


def padded(rows: Sequence[Sequence[int]], width: int) -> Codes:
    """Rows of one width, 0 at their ends; what is longer is cut."""
    import numpy as np  # the page is read without it

    found = np.full((len(rows), width), PADDING, dtype=np.int64)
    for at, row in enumerate(rows):
        found[at, : len(row)] = row[:width]
    return found
