"""Reviews made up by a small grammar, so that what decides a review is known.

Every review has one clause that judges, of one of four kinds, among sentences that judge
nothing. The kinds are balanced so that no single word tells the label: `not` and each word of
praise or blame occur equally often in good reviews and in bad ones. Only their order tells.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

KINDS = ("plain", "negated", "and-not", "not-but")
GOOD, BAD = "good", "bad"
JUDGING = {
    GOOD: ("superb", "moving", "funny", "clever", "charming", "gripping", "fresh", "warm",
           "honest", "graceful"),
    BAD: ("dull", "awful", "clumsy", "silly", "tired", "cold", "shallow", "slow", "noisy",
          "lifeless"),
}  # fmt: skip
ADVERBS = ("", "really", "quite", "so very", "in any way", "to my mind", "truly", "as they say",
           "rather", "somehow")  # fmt: skip
TAILS = ("", "", "as ever", "to the last", "for once", "even now", "mostly", "of late")
JUDGED = JUDGING[GOOD] + JUDGING[BAD]
SUBJECTS = ("acting", "plot", "music", "ending", "script", "story", "dialogue", "humour",
            "opening", "villain", "hero", "dancing", "editing", "lighting", "romance")  # fmt: skip
SLOTS = {
    "day": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
            "holiday", "birthday", "anniversary"),
    "who": ("friends", "colleagues", "neighbours", "cousins", "parents", "children",
            "classmates", "strangers", "teachers", "visitors"),
    "where": ("cinema", "theatre", "hall", "lobby", "balcony", "gallery", "front row",
              "back row", "car park", "tram"),
    "what": ("popcorn", "lemonade", "coffee", "crisps", "chocolate", "pretzels", "water",
             "tea", "peanuts", "ice cream"),
    "long": ("ninety", "eighty", "a hundred", "seventy", "sixty", "fifty", "two hundred",
             "forty", "thirty", "twenty"),
}  # fmt: skip
FILLERS = (
    "we went on a {day} with some {who}",
    "the {where} was half full",
    "i bought {what} before it began",
    "it runs for about {long} minutes",
    "my {who} had chosen it for the {day}",
    "they sold {what} in the {where}",
)


@dataclass(frozen=True)
class Review:
    """One made-up review: its text, its label, and the kind of its judging clause."""

    text: str
    label: str
    kind: str


class Grammar:
    """A seeded source of reviews.

    `seen` is the share of each list of context words (what is judged, where and with whom, and
    the adverbs) that it draws from; words of praise and blame are all there always.
    """

    def __init__(self, seed: int, fillers: int, seen: float = 1.0) -> None:
        self.generator = random.Random(seed)  # its own: the global generator is left alone
        self.fillers = fillers
        self.subjects = first(SUBJECTS, seen)
        self.adverbs, self.tails = first(ADVERBS, seen), first(TAILS, seen)
        self.slots = {name: first(words, seen) for name, words in SLOTS.items()}

    def reviews(self, count: int, other_than: Sequence[Review] = ()) -> list[Review]:
        """So many different reviews, kinds and labels in turn, none of them among the others."""
        made = {review.text for review in other_than}
        found: list[Review] = []
        for kind, label in in_turn(count):
            review = self.review(kind, label)
            while review.text in made:
                review = self.review(kind, label)
            made.add(review.text)
            found.append(review)
        self.generator.shuffle(found)
        return found

    def review(self, kind: str, label: str) -> Review:
        """The clause, with up to `fillers` sentences that say nothing before and after it."""
        count = self.generator.randint(0, self.fillers)
        before = self.generator.randint(0, count)
        sentences = [self.filler() for _ in range(count)]
        sentences.insert(before, self.clause(kind, label))
        return Review(" ".join(f"{sentence} ." for sentence in sentences), label, kind)

    def clause(self, kind: str, label: str) -> str:
        """The sentence that judges. X is a word for the label, Y one for the other label."""
        x = self.judgement(label)
        y = self.judgement(BAD if label == GOOD else GOOD)
        says = {
            "plain": f"was {x}",
            "negated": f"was not {y}" + " at all" * (y.split()[-1] in JUDGED),
            "and-not": f"was {x} and not {y}",
            "not-but": f"was not {y} but {x}",
        }[kind]
        return f"the {self.generator.choice(self.subjects)} {says}"

    def judgement(self, label: str) -> str:
        """A word of praise or blame, mostly with words about it that hide its neighbours."""
        word = self.generator.choice(JUDGING[label])
        choice = self.generator.choice
        return f"{choice(self.adverbs)} {word} {choice(self.tails)}".strip()

    def filler(self) -> str:
        """A sentence that judges nothing."""
        chosen = {name: self.generator.choice(words) for name, words in self.slots.items()}
        return self.generator.choice(FILLERS).format(**chosen)


def in_turn(count: int) -> Iterator[tuple[str, str]]:
    """Every kind with every label equally often."""
    pairs = [(kind, label) for kind in KINDS for label in (GOOD, BAD)]
    for at in range(count):
        yield pairs[at % len(pairs)]


def first(words: tuple[str, ...], share: float) -> tuple[str, ...]:
    """The first words of a list, at least one."""
    return words[: max(1, round(share * len(words)))]
