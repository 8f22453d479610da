"""Sentences made up by a small grammar of 74 words, so that it is known what decides them.

"the food was great and the staff was not rude": two clauses, each with a word of praise or blame.
After "and" both clauses judge alike, after "but" the second is the opposite of the first, and it
decides. "not" turns a word round. So words of praise mostly stand beside words of praise: whoever
reads many sentences can sort the words into two groups, and no label is needed for that.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

NEGATIVE, POSITIVE = "negative", "positive"
PRAISE = (
    "good", "great", "superb", "lovely", "fresh", "warm", "kind", "quick", "clean", "bright",
    "friendly", "pleasant", "charming", "perfect", "splendid", "honest", "polite", "cosy",
    "delicious", "excellent", "generous", "wonderful", "helpful", "careful",
)  # fmt: skip
BLAME = (
    "bad", "awful", "terrible", "ugly", "stale", "cold", "rude", "slow", "dirty", "gloomy",
    "hostile", "unpleasant", "boring", "poor", "dreadful", "dishonest", "nasty", "cramped",
    "bland", "horrible", "greedy", "miserable", "useless", "careless",
)  # fmt: skip
NOUNS = (
    "food", "staff", "room", "soup", "waiter", "bed", "view", "bar", "cook", "garden", "music",
    "bread", "service", "kitchen", "host", "bath",
)  # fmt: skip
OTHERS = ("the", "was", "and", "but", "not", "very", "so", "quite", "really", "too")
WORDS = (*PRAISE, *BLAME, *NOUNS, *OTHERS)
ADVERBS = OTHERS[5:]
WEIGHTS = [1 / (rank + 3) for rank in range(len(PRAISE))]
"""How often each word of praise or blame is drawn: the first are frequent, as in any real text."""
ADVERB = 0.25
"""The share of the clauses with an adverb, which says nothing."""


@dataclass(frozen=True)
class Sentence:
    """One made-up sentence, its label, and whether it has "not" or "but" in it."""

    words: tuple[str, ...]
    label: int
    """1 is praise."""
    kind: str

    @property
    def text(self) -> str:
        """As a person writes it."""
        return " ".join(self.words)


class Grammar:
    """A seeded source of sentences: `negation` of the clauses have "not", `but` are contrasts.

    `even` draws rare words as often as frequent ones: a test of what is known of all of them.
    """

    def __init__(self, seed: int, negation: float, but: float, *, even: bool = False) -> None:
        self.luck = random.Random(seed)  # its own: the global generator is left alone
        self.weights = None if even else WEIGHTS
        self.negation = negation
        self.but = but

    def sentences(self, count: int, other_than: Sequence[Sentence] = ()) -> list[Sentence]:
        """So many different sentences, praise and blame in turn, none of them among the others."""
        made = {sentence.words for sentence in other_than}
        found: list[Sentence] = []
        while len(found) < count:
            sentence = self.sentence(label=len(found) % 2)
            if sentence.words not in made:
                made.add(sentence.words)
                found.append(sentence)
        self.luck.shuffle(found)
        return found

    def sentence(self, label: int) -> Sentence:
        """Two clauses. The second decides."""
        contrasts = self.luck.random() < self.but
        first = self.clause(1 - label if contrasts else label)
        second = self.clause(label)
        words = (*first, "but" if contrasts else "and", *second)
        kind = "but" if contrasts else "not" if "not" in words else "plain"
        return Sentence(words, label, kind)

    def clause(self, label: int) -> tuple[str, ...]:
        """Such as "the soup was not really cold"."""
        negated = self.luck.random() < self.negation
        adverb = (self.luck.choice(ADVERBS),) if self.luck.random() < ADVERB else ()
        word = self.luck.choices(PRAISE if label != negated else BLAME, self.weights)[0]
        noun = self.luck.choice(NOUNS)
        before = self.luck.choices(PRAISE if label else BLAME, self.weights)[0]
        return ("the", before, noun, "was", *("not",) * negated, *adverb, word)
