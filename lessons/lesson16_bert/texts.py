"""Texts as word numbers in one long row, cut into batches as they are asked for. No torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.shared.labelled.wording import Words

PADDING, UNKNOWN, START, HIDDEN = range(4)
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[MASK]")
"""Tokens that are no words: nothing, a word that training never saw, the start, a hidden word."""
FIRST = len(MARKS)
MOST_COUNTED = 20_000
Numbers = NDArray[Any]


@dataclass(frozen=True)
class Vocabulary:
    """The words that have a number of their own, the first of them FIRST."""

    words: list[str]
    numbers: dict[str, int] = field(repr=False)

    @classmethod
    def of(cls, words: Iterable[str]) -> Vocabulary:
        """These words, in order."""
        kept = list(dict.fromkeys(words))
        return cls(kept, {word: at for at, word in enumerate(kept, FIRST)})

    @classmethod
    def of_pieces(cls, pieces: list[str]) -> Vocabulary:
        """Pieces of words, of which the first are the marks."""
        return cls.of(pieces[FIRST:])

    def __len__(self) -> int:
        return FIRST + len(self.words)

    def encode(self, words: Sequence[str]) -> list[int]:
        """The number of each word, UNKNOWN for one that has none; a mark may stand among them."""
        marks = {MARKS[HIDDEN]: HIDDEN}
        return [self.numbers.get(word, marks.get(word, UNKNOWN)) for word in words]

    def name(self, number: int) -> str:
        """The word, or the mark."""
        return MARKS[number] if number < FIRST else self.words[number - FIRST]

    def names(self, numbers: Iterable[int]) -> list[str]:
        """Words and marks without padding."""
        return [self.name(int(number)) for number in numbers if int(number) != PADDING]


@dataclass(frozen=True, eq=False)
class Texts:
    """Many texts. `stream` may be a file mapped into memory: only what a batch needs is read."""

    stream: Numbers
    """All words one after the other, as numbers less `shift`."""
    starts: Numbers
    """(N,) where each text begins in the stream."""
    lengths: Numbers
    """(N,) words of each text, cut where a text is too long."""
    shift: int = 0
    known: int = 2**31 - 1
    """Numbers from here on are unknown words."""
    order: Numbers = field(init=False)
    """(N,) the texts from short to long, so that those of one batch need little padding."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", np.argsort(self.lengths, kind="stable"))

    @classmethod
    def of(cls, texts: Sequence[Words], vocabulary: Vocabulary, longest: int) -> Texts:
        """From words in memory."""
        codes = [vocabulary.encode(words[:longest]) for words in texts]
        lengths = np.array([len(each) for each in codes], np.int64)
        stream = np.fromiter(chain.from_iterable(codes), np.int32, int(lengths.sum()))
        return cls(stream, lengths.cumsum() - lengths, lengths)

    @classmethod
    def cut(cls, stream: Numbers, longest: int, known: int) -> Texts:
        """From a stream with −1 after each sentence; those of a single word teach nothing."""
        ends = np.flatnonzero(stream < 0)
        starts = np.concatenate([[0], ends[:-1] + 1]).astype(np.int64)
        lengths = np.minimum(ends - starts, longest)
        kept = lengths > 1
        return cls(stream, starts[kept], lengths[kept], shift=FIRST, known=known)

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def longest(self) -> int:
        """Tokens of the longest text, with its start."""
        return 1 + int(self.lengths.max(initial=1))

    def get(self, rows: Numbers) -> Numbers:
        """The tokens of these texts, (B, T): the start, the words, and padding behind."""
        lengths = self.lengths[rows]
        t = np.arange(int(lengths.max(initial=1)))
        places = np.minimum(self.starts[rows][:, None] + t, len(self.stream) - 1)
        words = self.stream[places].astype(np.int64) + self.shift
        words[words >= self.known] = UNKNOWN
        words[t >= lengths[:, None]] = PADDING
        return np.concatenate([np.full((len(rows), 1), START), words], axis=1)


def entropy(texts: Texts, words: int) -> float:
    """−Σ p ln p of single words, in nats: the loss of always guessing by how frequent words are.

    Of very many texts, of some from all over.
    """
    rows = np.linspace(0, len(texts) - 1, min(len(texts), MOST_COUNTED)).astype(np.int64)
    found = texts.get(rows)
    counts = np.bincount(found[found >= FIRST], minlength=words)[FIRST:]
    p = counts[counts > 0] / max(1, counts.sum())
    return float(-(p * np.log(p)).sum())
