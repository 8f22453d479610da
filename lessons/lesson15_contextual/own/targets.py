"""Which use of its word a sentence is about: the one that is marked, else the first.

A mark stands on both sides of one word, as in <w>line</w>, _line_, *line*, [line], {line} or
[TGT] line [TGT] or >>line<<. It says which use is meant, and is no part of the sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lessons.kit import BadUsage
from lessons.kit.errors import visible
from lessons.shared.labelled.wording import Words, words_of

WORD = r"\s*(?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)*)\s*"
MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"<(?P<tag>\w+)\b[^<>]*>{WORD}</(?:(?P=tag))?>",
        rf"\[(?P<tag>[A-Z]+)\]{WORD}\[/?(?P=tag)\]",
        rf"(?<![\w*])(?P<sign>_+|\*+){WORD}(?P=sign)(?![\w*])",
        rf"\[+{WORD}\]+",
        rf"\{{+{WORD}\}}+",
        rf">>+{WORD}<<+",
    )
)
ENDINGS = ("", "s", "es", "'s", "ed", "ing", "er", "ers", "ly")
PLURALS = ("", "s", "es")


def forms_of(word: str, endings: Sequence[str] = ENDINGS) -> tuple[str, ...]:
    """The word and what may become of it: line, lines, lined; city, cities; plan, planned."""
    found = [word + ending for ending in endings]
    if word.endswith("e"):
        found += [word[:-1] + ending for ending in endings if ending[:1] in ("e", "i")]
    if word.endswith("y"):
        found += [word[:-1] + "i" + ending for ending in endings if ending.startswith("e")]
    doubled = word + word[-1:]
    found += [doubled + ending for ending in endings if ending in ("ed", "ing", "er", "ers")]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Target:
    """A sentence in words, without marks, and the place of the use that is meant."""

    words: Words
    at: int
    is_marked: bool = False
    others: int = 0
    """Uses of the word beside this one."""


def target_in(text: str, words: Sequence[str], forms: Sequence[str]) -> Target | None:
    """The marked use of one of these forms; else the first, in its plain form if there is one."""
    for before, word, after in marked(text):
        if word in forms:
            return Target([*words_of(before), word, *words_of(after)], len(words_of(before)), True)
    at = next((words.index(form) for form in forms if form in words), -1)
    others = sum(word in forms for word in words) - 1
    return Target(list(words), at, others=others) if at >= 0 else None


def marked(text: str) -> Iterable[tuple[str, str, str]]:
    """Each marked word in lower case, with the text before and behind it."""
    taken: list[range] = []
    for pattern in MARKS:
        for found in pattern.finditer(text):
            word = found["word"].lower()
            is_part = any(found.start() in each for each in taken)  # [TGT] of [TGT] line [TGT]
            if words_of(word) == [word] and not is_part:
                taken.append(range(*found.span()))
                yield text[: found.start()], word, text[found.end() :]


def marked_word(texts: Sequence[str], enough: float) -> str:
    """The word that is marked in so large a share of the texts; "" where there is none."""
    words = [{word for _, word, _ in marked(text)} for text in texts]
    counts = Counter(word for each in words for word in each)
    by_ending = sorted(counts, key=lambda word: (len(word), word))
    for word, forms in [
        *((word, set(forms_of(word))) for word in by_ending),
        *((word, alike(word, counts)) for word, _ in counts.most_common(1)),
    ]:
        if sum(not forms.isdisjoint(each) for each in words) >= enough * len(texts):
            return word
    return ""


def marked_forms(texts: Sequence[str], word: str) -> tuple[str, ...]:
    """The forms of a word by its ending, and those that are marked: a language has its own."""
    seen = dict.fromkeys(own for text in texts for _, own, _ in marked(text))
    return tuple(dict.fromkeys([*forms_of(word), *(own for own in seen if is_like(own, word))]))


def alike(word: str, others: Iterable[str]) -> set[str]:
    """Of these words those that begin like it."""
    return {other for other in others if is_like(other, word)}


def is_like(a: str, b: str) -> bool:
    """Whether two words may be forms of one: all but two letters of the shorter are the same."""
    same = max(2, min(len(a), len(b)) - 2)
    return a[:same] == b[:same]


def only_word(named: str, words: Sequence[str]) -> str:
    """The word that the learner names; "" for none. Raises BadUsage for several."""
    if len(words) > 1:
        fix = f"name one of them, such as --set word={max(words, key=len)}"
        raise BadUsage(f"{visible(named.strip())!r} is more than one word", fix)
    return words[0] if words else ""
