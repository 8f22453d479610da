"""The lesson's own language: eight topics, and eight words that each belong to two of them.

Half of a topic's words are kept for the test: centroids come from sentences with words 1 to 8 of
each topic, and what is asked from sentences with words 9 to 16. They share no content word, so a
sense cannot be told by a neighbour that was seen beside it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

TOPICS = {
    "money": "loan account cash coin pays saves rich costly "
             "credit debt wallet cheque owes lends cheap unpaid",
    "river": "water shore boat fish flows floats wet deep "
             "stream mud raft reeds drifts rises muddy shallow",
    "animals": "fox owl nest wolf hunts hides wild furry "
               "deer feather cub herd howls feeds shy hungry",
    "sport": "ball team goal player kicks scores fast fair "
             "match referee trophy stadium trains wins strong proud",
    "machines": "engine gear wheel motor turns drives oily heavy "
                "piston lever valve pump grinds pulls rusty loud",
    "garden": "rose seed soil leaf grows blooms green sunny "
              "root lawn tulip spade digs sprouts fresh fragrant",
    "building": "wall roof brick tower builds lifts tall solid "
                "ladder beam window cement paints climbs steep narrow",
    "spies": "agent secret code letter steals reports hidden loyal "
             "spy traitor file cipher betrays whispers false silent",
}  # fmt: skip
"""Sixteen words each: in both halves four nouns, two verbs, two adjectives."""
SENSES = {
    "bank": ("money", "river"), "bat": ("animals", "sport"), "spring": ("river", "machines"),
    "seal": ("animals", "spies"), "crane": ("animals", "building"), "pitch": ("sport", "building"),
    "plant": ("machines", "garden"), "mole": ("garden", "spies"),
}  # fmt: skip
"""Each ambiguous word, and the two topics that it belongs to."""
PATTERNS = (
    "the A N V the N by the N", "the N near the N V a A N", "a N V and the A N V",
    "with the N the N V the A N", "every N of the A N V", "the N V the N with a A N",
    "the N is A and the N V", "a A N by the N V",
)  # fmt: skip
"""How sentences are made; N, V and A stand for a noun, a verb and an adjective of one topic."""
NOUNS, VERBS, ADJECTIVES = slice(0, 4), slice(4, 6), slice(6, 8)
HALF = 8
"""Words of a topic that are in either half."""
CONTENT = frozenset(word for words in TOPICS.values() for word in words.split())
"""Every word that belongs to a topic; not the ambiguous ones, which belong to two."""
AMBIGUOUS_SHARE = 0.5
"""Of the sentences: the share with an ambiguous word in the place of a noun."""


@dataclass(frozen=True)
class Made:
    """A sentence, where its ambiguous word stands, and which of its topics is meant."""

    words: list[str]
    at: int
    sense: int


def halves(topic: str, which: tuple[int, ...]) -> dict[str, list[str]]:
    """Nouns, verbs and adjectives of a topic, from its first half (0), its second (1), or both."""
    words = TOPICS[topic].split()
    found: dict[str, list[str]] = {"N": [], "V": [], "A": []}
    for half in which:
        own = words[half * HALF : (half + 1) * HALF]
        for kind, part in zip("NVA", (NOUNS, VERBS, ADJECTIVES), strict=True):
            found[kind] += own[part]
    return found


def filled(luck: random.Random, topic: str, which: tuple[int, ...]) -> list[str]:
    """A sentence about a topic; no noun comes twice."""
    kinds = {kind: luck.sample(words, len(words)) for kind, words in halves(topic, which).items()}
    pattern = luck.choice(PATTERNS).split()
    return [kinds[slot].pop() if slot in kinds else slot for slot in pattern]


def sentences(count: int, seed: int) -> list[list[str]]:
    """What the encoder reads: topics drawn evenly, all sixteen words, no sense ever written."""
    luck = random.Random(seed)
    found = []
    for _ in range(count):
        topic = luck.choice(list(TOPICS))
        words = filled(luck, topic, (0, 1))
        if luck.random() < AMBIGUOUS_SHARE:
            fitting = [word for word, senses in SENSES.items() if topic in senses]
            words[luck.choice(places(words))] = luck.choice(fitting)
        found.append(words)
    return found


def uses(word: str, half: int, count: int, seed: int) -> list[Made]:
    """So many sentences of each sense of a word, with topic words of one half alone."""
    luck = random.Random(f"{word} {half} {seed}")
    found, seen = list[Made](), set[tuple[str, ...]]()
    for sense, topic in enumerate(SENSES[word]):
        while sum(made.sense == sense for made in found) < count:
            words = filled(luck, topic, (half,))
            at = luck.choice(places(words))
            words[at] = word
            if tuple(words) not in seen:
                seen.add(tuple(words))
                found.append(Made(words, at, sense))
    return found


def places(words: list[str]) -> list[int]:
    """Where nouns stand: an ambiguous word may take their place."""
    return [at for at, word in enumerate(words) if word in NOUN_WORDS]


NOUN_WORDS = frozenset(word for topic in TOPICS for word in halves(topic, (0, 1))["N"])
