"""From a text to numbers: its words, and the vocabulary that numbers them.

Words are lower-cased and punctuation stands apart. In scripts that put no spaces between words
(Chinese, Japanese, Thai and their neighbours) every character is a word of its own, with its marks.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from lessons.kit.data.text import scripts

PADDING, UNKNOWN = 0, 1
"""Two codes that are no words: nothing at all, and something never seen in training."""
TAG = r"</?[a-zA-Z][^<>]{0,200}>"  # <br /> and its like
PLAIN = r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]"
BEYOND = "[\u0300-\u1fff\u20d0-\u20ff\u2190-\U0010ffff]"
"""What a word is where there are neither marks nor other scripts nor pictures: four times as fast
to find; and what there is where that will not do."""
FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
DRESSED = "[\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
"""What a picture may wear: a key's frame, a colour of skin, the letters of a flag."""

Words = list[str]


def words_of(text: str) -> Words:
    """The words of a text, in order; tags of a web page are left out."""
    if "<" in text or "&" in text:
        from html import unescape  # it knows 2,000 signs by name: the menu can do without

        text = unescape(re.sub(TAG, " ", text))
    if not text.isascii():
        text = normalize("NFC", scripts.without_unseen(text, pictures=True))
    text = text.lower()
    return re.findall(pattern() if re.search(BEYOND, text) else PLAIN, text)


@cache
def pattern() -> str:
    """What a word is in any script. Made when it is needed: the menu need not wait for it."""
    alone, marks = scripts.unspaced(), scripts.marks()
    character = f"[{alone}][{marks}]*"
    stacked = f"{character}(?:(?<=[{scripts.STACKERS}]){character})*"
    letter = rf"[^\W_{alone}]|[{marks}{scripts.JOINERS}{scripts.RARER}]"
    letter = f"(?:{letter})"
    picture = rf"[^\w\s]{DRESSED}(?:\u200d[^\w\s]{DRESSED})*"
    return rf"{stacked}|[0-9#*]\u20e3|{letter}+(?:['’]{letter}+)*|{FLAG}|{picture}"


def without_spaces(texts: Iterable[Words]) -> list[str]:
    """What to say of words that are single characters; nothing where there are hardly any."""
    total = single = 0
    alone = f"[{scripts.unspaced()}]"
    for words in texts:
        total += len(words)
        single += len(re.findall(alone, "".join(word[0] for word in words)))
    return scripts.told(single, total)


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
