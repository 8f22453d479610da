"""From a text to numbers: its words, and the vocabulary that numbers them.

Words are lower-cased and punctuation stands apart. In scripts that put no spaces between words
(Chinese, Japanese, Thai and their neighbours) every character is a word of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PADDING, UNKNOWN = 0, 1
"""Two codes that are no words: nothing at all, and something never seen in training."""
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# signs that stand behind a letter: \w alone would cut Hindi words at their vowels
ACCENTS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed"
VOWELS = "\u0900-\u0963\u0966-\u0dff"
LETTER = rf"(?:[^\W_{SPACELESS}]|[{ACCENTS}{VOWELS}])"
WORD = rf"[{SPACELESS}]|{LETTER}+(?:['’]{LETTER}+)*|[^\w\s]"
TAG = r"</?[a-zA-Z][^<>]{0,200}>"  # <br /> and its like
CHARACTER = f"[{SPACELESS}]"
"""Patterns. They are made when they are needed: the menu need not wait for them."""

Words = list[str]


def words_of(text: str) -> Words:
    """The words of a text, in order; tags of a web page are left out."""
    if "<" in text or "&" in text:
        from html import unescape  # it knows 2,000 signs by name: the menu can do without

        text = unescape(re.sub(TAG, " ", text))
    return re.findall(WORD, text.lower())


def by_character(texts: Iterable[Words]) -> bool:
    """Whether most of these words are single characters of a script without spaces."""
    total = spaceless = 0
    for words in texts:
        total += len(words)
        spaceless += len(re.findall(CHARACTER, "".join(word[0] for word in words)))
    return 2 * spaceless > total


@dataclass(frozen=True)
class Vocabulary:
    """The words of the training texts, each with a code from 2 upwards."""

    words: list[str]
    codes: dict[str, int]

    @classmethod
    def of(cls, texts: Iterable[Words], at_least: int, most: int) -> "Vocabulary":
        """Words that occur so often, the most frequent first, and no more than `most`."""
        counts = Counter(word for words in texts for word in words)
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        kept = [word for word in ranked if counts[word] >= at_least][:most]
        return cls(kept, {word: code for code, word in enumerate(kept, UNKNOWN + 1)})

    def __len__(self) -> int:
        return len(self.words) + UNKNOWN + 1

    def knows(self, word: str) -> bool:
        """Whether it was there in training, often enough."""
        return word in self.codes

    def encode(self, words: Sequence[str], unknown: int = UNKNOWN) -> list[int]:
        """The code of every word; `unknown` for one that is not in the vocabulary."""
        return [self.codes.get(word, unknown) for word in words]

    def decode(self, codes: Iterable[int]) -> str:
        """The words of these codes without their padding; ? for the unknown one."""
        kept = [int(code) for code in codes if int(code) != PADDING]
        return " ".join("?" if c == UNKNOWN else self.words[c - UNKNOWN - 1] for c in kept)
