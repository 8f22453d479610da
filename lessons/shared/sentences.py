"""A text of any size as sentences of word numbers, with marks for what is no word. No torch.

Sentences lie in one array (N, T), longer ones in pieces, so that a batch is a few rows of it.
Every word of the text keeps a number, the rare ones too: what a network reads as [UNK] can be
shown as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.kit.data.brought import Progress
from lessons.kit.data.sources.files import refusal
from lessons.kit.data.text.corpus import Corpus, corpus_of, read_corpus
from lessons.kit.data.text.tokens import END, bare, tokens
from lessons.kit.stream.numbers import counted

Array = NDArray[Any]

MARKS = ("[PAD]", "[UNK]", "[MASK]", "[CLS]")
PADDING, UNKNOWN, HIDDEN, BEGIN = range(4)
"""Nothing at all, a word that is too rare, one that is to be guessed, and the sentence itself."""
FIRST = len(MARKS)
"""The number of the first word."""
MOST_CELLS = 2**25
"""Places for words in all sentences, 4 bytes each, twice: of a longer text a fair part is read."""
AT_ONCE = 2**20
"""Places that are filled at once: what is held on the way is eight times as large."""
NOTHING = -1
"""In `own`, where there is no word."""


@dataclass(frozen=True)
class Sentences:
    """Sentences as numbers: `words[n]` is number n, and 0 stands behind a sentence's end."""

    words: list[str]
    """(V,) the marks, and then the most frequent words, by falling count."""
    numbers: Array
    """(N, T) int32: what a network reads."""
    own: Array
    """(N, T) int32: places in `types`, −1 behind the end."""
    types: list[str]
    """Every word of the text, by falling count."""
    counts: Array
    """How often each of them occurs."""
    summary: dict[str, Any] = field(default_factory=dict)
    """JSON-ready, with `source` and `notes`."""

    def __len__(self) -> int:
        return len(self.numbers)

    def words_of(self, row: int) -> list[str]:
        """The words of a sentence as they stand in the text, in lower case."""
        return [self.types[at] for at in self.own[row].tolist() if at != NOTHING]

    def uses_of(self, word: str) -> Array:
        """Where a word stands, (K, 2): the row and the place in it; (0, 2) where it does not."""
        return np.argwhere(self.own == self._place_of(word, absent=NOTHING - 1))

    def number_of(self, word: str) -> int:
        """The number of a word; that of [UNK] for one that is too rare or not there."""
        at = self._place_of(word, absent=len(self.types))
        return at + FIRST if at + FIRST < len(self.words) else UNKNOWN

    def read(self, text: str) -> list[int]:
        """The numbers of a text's words, split as the sentences were."""
        return [self.number_of(word) for word in split(text)]

    def _place_of(self, word: str, absent: int) -> int:
        known = self._places
        return known[word] if word in known else known.get(plain(word), absent)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: at for at, word in enumerate(self.types)}


def split(text: str) -> list[str]:
    """The words of a text, as those of the sentences are split."""
    return [word for each in tokens(text) if each != END and (word := bare(each))]


def plain(word: str) -> str:
    """A word as a learner types it, as it stands among the words."""
    return (split(word) or [""])[0]


def sentences_of(
    sentences: Iterable[Sequence[str]], *, longest: int, vocabulary: int = 2**15,
    min_count: int = 1, copies: bool = True, source: str = "sentences in memory",
) -> Sentences:  # fmt: skip
    """Sentences in memory, such as those of a grammar, words exactly as they are given."""
    corpus = corpus_of(sentences)
    corpus.summary["source"] = source
    return _cut(corpus, longest, _known(corpus, vocabulary, min_count), copies)


def read_sentences(
    path: Path, *, longest: int, vocabulary: int, min_count: int = 2, text: str = "",
    encoding: str = "", least: int = 20, progress: Progress,
) -> Sentences:  # fmt: skip
    """The learner's text: a file or a folder of any size; of tables the column `text`.

    Sentences of one word, and those that are there already, are left out. Raises BadEnvironment
    for what cannot be read, and for fewer than `least` sentences; BadUsage for no such column.
    """
    corpus = read_corpus(path, min_count=1, progress=progress, encoding=encoding, column=text)
    found = _cut(corpus, longest, _known(corpus, vocabulary, min_count), copies=False)
    if len(found) < least:
        what = f"has {len(found)} different sentences of two words or more"
        raise refusal(path, what, f"give a text with at least {least}")
    return found


def _known(corpus: Corpus, vocabulary: int, min_count: int) -> int:
    """How many words get a number of their own: the most frequent ones."""
    often = int(np.count_nonzero(corpus.counts >= min_count))
    return min(often, max(vocabulary - FIRST, 0))


def _cut(corpus: Corpus, longest: int, known: int, copies: bool) -> Sentences:
    """The rows of all sentences, and what was decided about them."""
    notes = list(corpus.summary.get("notes", ()))
    starts, lengths = _pieces(corpus.tokens, longest, notes)
    if not copies:
        starts, lengths = _worth_reading(corpus.tokens, starts, lengths, notes)
    starts, lengths = _that_fit(starts, lengths, longest, notes)
    own = _rows(corpus.tokens, starts, lengths, longest)
    numbers = np.where(own < known, own + FIRST, UNKNOWN)
    numbers[own == NOTHING] = PADDING
    numbers = numbers.astype(np.int32, copy=False)
    unknown = np.count_nonzero(numbers == UNKNOWN) / max(int(lengths.sum()), 1)
    if known < len(corpus.words):
        told = f"the {known:,} most frequent of {len(corpus.words):,} words are read as such"
        notes.append(f"{told}; the others, {unknown:.1%} of the text, as {MARKS[UNKNOWN]}")
    words = [*MARKS, *corpus.words[:known]]
    summary = corpus.summary | {"sentences": len(own), "kept": known, "notes": notes}
    return Sentences(words, numbers, own, corpus.words, corpus.counts, summary)


def _pieces(stream: Array, longest: int, notes: list[str]) -> tuple[Array, Array]:
    """Where each sentence begins and its words, (N,) both; one that is too long is several."""
    ends = np.flatnonzero(stream < 0)
    starts = np.concatenate(([0], ends[:-1] + 1)).astype(np.int64)[: len(ends)]
    lengths = ends - starts
    parts = -(-lengths // longest)
    if cut := int(np.count_nonzero(parts > 1)):
        notes.append(f"{counted(cut, 'sentences are')} longer than {longest} words: read in pieces")
    first = np.cumsum(parts) - parts
    before = (np.arange(int(parts.sum())) - np.repeat(first, parts)) * longest
    starts, left = np.repeat(starts, parts) + before, np.repeat(lengths, parts) - before
    return starts, np.minimum(left, longest)


def _worth_reading(
    stream: Array, starts: Array, lengths: Array, notes: list[str]
) -> tuple[Array, Array]:
    """Without sentences of one word, which has no others to be told by, and without copies."""
    kept = lengths > 1
    starts, lengths = starts[kept], lengths[kept]
    _, first = np.unique(_marks_of(stream, starts, lengths), return_index=True)
    if copies := len(starts) - len(first):
        notes.append(f"{counted(copies, 'sentences are')} there already: each is read once")
    first.sort()
    return starts[first], lengths[first]


def _marks_of(stream: Array, starts: Array, lengths: Array) -> Array:
    """64 bits for each sentence, the same where its words are: different ones hardly ever meet."""
    if not len(starts):
        return starts
    luck = np.random.default_rng(0)
    mixed = luck.integers(1, 2**63, int(lengths.max()), dtype=np.uint64) | np.uint64(1)
    found = lengths.astype(np.uint64)
    for place in range(int(lengths.max())):
        has = np.flatnonzero(lengths > place)
        word = stream[starts[has] + place].astype(np.uint64) + np.uint64(1)
        word = (word ^ (word << np.uint64(31))) * mixed[place]
        found[has] += word ^ (word >> np.uint64(29))
    return found


def _that_fit(starts: Array, lengths: Array, longest: int, notes: list[str]) -> tuple[Array, Array]:
    """All sentences, or as many from all over the text as memory is meant to hold."""
    most = max(MOST_CELLS // longest, 1)
    if len(starts) <= most:
        return starts, lengths
    notes.append(f"{most:,} of {len(starts):,} sentences, from all over the text, are read")
    chosen = np.linspace(0, len(starts) - 1, most).astype(np.int64)
    return starts[chosen], lengths[chosen]


def _rows(stream: Array, starts: Array, lengths: Array, longest: int) -> Array:
    """(N, T) int32, a sentence a row."""
    width = min(longest, int(lengths.max(initial=1)))
    rows = np.full((len(starts), width), NOTHING, dtype=np.int32)
    many = max(AT_ONCE // width, 1)
    for at in range(0, len(starts), many):
        some = slice(at, at + many)
        places = starts[some, None] + np.arange(width)  # (n, T)
        is_word = np.arange(width) < lengths[some, None]
        rows[some][is_word] = stream[places[is_word]]
    return rows
