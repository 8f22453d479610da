"""What is read: sentences of the planted language, five of a tutorial's kind, or the learner's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from math import cbrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit import BadEnvironment, BadUsage, Data, Params
from lessons.kit.data.brought import Progress
from lessons.kit.data.sources.files import refusal
from lessons.kit.data.text import corpus as kit
from lessons.kit.errors import visible
from lessons.lesson01_skipgram import grammar

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, Any]

SENTENCES, FRESH = 3000, 300
"""Sentences of the planted language that are learned, and that are kept apart."""
HELD = 10
"""One part in so many of the learner's text is kept apart, at its end."""
MOST_HELD = 100_000
"""Words kept apart at the most: more would measure no better."""
SHORT = 1_000_000
"""Words below which only the very commonest are thinned out."""
MOST_SHUFFLED = 2_000_000
"""Words that the shuffled control reads: more disorder teaches no more."""


@dataclass(frozen=True)
class Corpus:
    """A text as word numbers, in order; −1 after every sentence."""

    words: list[str]
    """(V,), the most frequent first."""
    counts: Numbers
    """How often each occurs in the whole text, (V,)."""
    tokens: Numbers
    """What is learned, (N,)."""
    held: Numbers
    """What is kept apart, to be predicted; empty for the five sentences."""
    planted: bool = False
    """Whether the truth of its relations is known."""
    own: bool = True
    """Whether it comes with the lesson."""

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each word."""
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def shuffled(self) -> Corpus:
        """The same words in sentences of the same lengths, but in no order. The same every time."""
        return replace(self, tokens=_shuffled(self.tokens[:MOST_SHUFFLED]),
                       held=_shuffled(self.held))  # fmt: skip

    def excerpt(self, sentences: int) -> Corpus:
        """The first sentences alone, of the same vocabulary; all of them for 0."""
        import numpy as np

        ends = np.flatnonzero(self.tokens < 0)[:sentences]
        if not sentences or len(ends) < sentences:  # it may end within its only sentence
            return self
        first = replace(self, tokens=self.tokens[: ends[-1] + 1])
        if not first.has_pairs:
            what = f"no word has a neighbour in the first {sentences:,} sentences"
            raise BadUsage(what, "--set excerpt=0 learns them all")
        return first

    @property
    def has_pairs(self) -> bool:
        """Whether any two words stand side by side in one sentence."""
        starts = range(0, len(self.tokens), SHORT)  # mostly the first stretch can tell
        return any(_side_by_side(self.tokens[start : start + SHORT + 1]) for start in starts)

    def get_batch(self, start: int, length: int) -> Numbers:
        """So many of the tokens that are learned, from a place on, going round at the end."""
        import numpy as np

        start %= len(self.tokens)
        pieces = [self.tokens[start : start + length]]
        length -= len(pieces[0])
        whole, rest = divmod(length, len(self.tokens))
        return np.concatenate([*pieces, *[self.tokens] * whole, self.tokens[:rest]])

    def share_of_words(self) -> float:
        """How many of the tokens are words; the others are ends of sentences."""
        return float((self.tokens >= 0).mean())

    def passes(self) -> float:
        """How often to read it: the shorter, the oftener, but a short one is soon known by heart.

        24 times for 26,000 words, 12 for 220,000, once from 340 million: about where the part kept
        apart was predicted best, on a novel and on film reviews.
        """
        return min(max(700 / cbrt(len(self.tokens)), 1.0), 50.0)

    def threshold(self) -> float:
        """The share above which words are thinned out: a short text has none to spare."""
        if self.own:
            return 1.0
        return 1e-2 if len(self.tokens) < SHORT else 1e-3

    def pairs(self, window: int, held: bool = False) -> Numbers:
        """How often each word stands within the window of each other, (V, V): row the centre."""
        return count_pairs(self.held if held else self.tokens, len(self.words), window)

    def questions(self) -> list[tuple[str, str, str, str]]:
        """The analogies whose answers were planted, if every word of them was seen."""
        asked = grammar.questions() if self.planted else []
        return [question for question in asked if all(word in self.number for word in question)]

    def group(self, word: str) -> str:
        """What kind of thing a word names, where that was planted."""
        return grammar.group_of(word) if self.planted else ""

    def spelled(self, word: str) -> str:
        """The word as the text has it: in lower case, unless it is known as it stands."""
        return word if word in self.number else word.lower()

    def unknown(self, named: str) -> list[str]:
        """Those of the words named that the text does not have."""
        return [word for word in named.split() if self.spelled(word) not in self.number]

    def chosen(self, named: str, most: int) -> list[str]:
        """The words to draw: those named, or else the planted pairs, or frequent ones."""
        known = [word for word in map(self.spelled, named.split()) if word in self.number]
        if known:
            return known[:most]
        if self.planted:
            pairs = [*grammar.ROLES, *grammar.PLACES]
            return [word for pair in pairs for word in pair if word in self.number][:most]
        skipped = min(len(self.words) // 8, 100)  # the first are the, of, and: company of all
        return self.words[skipped if not self.own else 0 :][:most]


def _side_by_side(tokens: Numbers) -> bool:
    is_word = tokens >= 0
    return bool((is_word[1:] & is_word[:-1]).any())


def _shuffled(tokens: Numbers) -> Numbers:
    import numpy as np

    mixed = tokens.copy()
    is_word = tokens >= 0
    mixed[is_word] = np.random.default_rng(0).permutation(tokens[is_word])
    return mixed


def count_pairs(tokens: Numbers, words: int, window: int) -> Numbers:
    """Co-occurrence counts, (V, V), of words at most `window` apart in one sentence."""
    import numpy as np

    sentence = np.cumsum(tokens < 0)
    counts = np.zeros(words * words)
    for apart in range(1, window + 1):
        left, right = tokens[:-apart].astype(np.int64), tokens[apart:]
        both = (left >= 0) & (right >= 0) & (sentence[:-apart] == sentence[apart:])
        cells = left[both] * words + right[both]
        counts += np.bincount(cells, minlength=words * words)
    one_way = counts.reshape(words, words)
    return one_way + one_way.T


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The corpus of this run. Raises BadEnvironment for a text with hardly a word in it."""
    settings = hp.as_dict()
    if path is not None:
        return learners(path, settings, progress)
    return tiny() if settings["corpus"] == "tiny" else planted(settings)


def look_at(path: Path, hp: Params) -> None:
    """See quickly whether this is a text. Raises BadEnvironment."""
    kit.peek_corpus(path, hp.as_dict()["encoding"])


def planted(settings: dict[str, Any]) -> Data:
    """Sentences of the planted language, and fresh ones that are kept apart."""
    drawn = grammar.relations(SENTENCES + FRESH, settings["drawn"])
    corpus, where = _joined(drawn, SENTENCES)
    words = Corpus(corpus.words, corpus.counts, corpus.tokens[:where], corpus.tokens[where:], True)
    return Data(words, _summary("a planted language that comes with the lesson", drawn, corpus))


def tiny() -> Data:
    """Five sentences, all of them learned."""
    corpus, where = _joined(grammar.tiny(), len(grammar.TINY))
    words = Corpus(corpus.words, corpus.counts, corpus.tokens, corpus.tokens[where:])
    return Data(words, _summary("five sentences that come with the lesson", grammar.tiny(), corpus))


def _joined(sentences: Sequence[list[str]], learned: int) -> tuple[kit.Corpus, int]:
    """All sentences as numbers, and the place where those that are learned end."""
    return kit.corpus_of(sentences), sum(len(sentence) + 1 for sentence in sentences[:learned])


def _summary(source: str, sentences: Sequence[list[str]], corpus: kit.Corpus) -> dict[str, Any]:
    written = "\n".join(map(" ".join, sentences))
    return {
        "source": source,
        "sentences": len(sentences),
        "words": corpus.raw_words,
        "types": len(corpus.words),
        "digest": sha256(written.encode()).hexdigest()[:16],
        "notes": [],
    }


def learners(path: Path, settings: dict[str, Any], progress: Progress) -> Data:
    """The learner's text, its end kept apart."""
    min_count, encoding = settings["min_count"], settings["encoding"]
    corpus = kit.read_corpus(path, min_count=min_count, progress=progress, encoding=encoding)
    if len(corpus.words) < 3:
        what = (
            f"{visible(str(path))} has only {len(corpus.words)} words that occur {min_count} times"
        )
        raise BadEnvironment(what, "bring more text, or set min_count=1")
    apart = min(len(corpus.tokens) // HELD, MOST_HELD)
    where = len(corpus.tokens) - apart
    words = Corpus(corpus.words, corpus.counts, corpus.tokens[:where], corpus.tokens[where:],
                  own=False)  # fmt: skip
    if not words.has_pairs:
        what = "has no two words side by side in one sentence"
        raise refusal(path, what, "bring sentences, or set min_count=1")
    kept = f"learned: {len(corpus.words):,} words that occur at least {min_count} times"
    held = f"the last {int((words.held >= 0).sum()):,} words are kept apart, to be predicted"
    notes = [*corpus.summary.get("notes", []), kept, held]
    return Data(words, {**corpus.summary, "notes": notes})
