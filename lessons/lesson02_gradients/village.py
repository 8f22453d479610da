"""The text that comes with the lesson: a village where everybody has one animal.

Sentences are drawn from a small grammar, so two things are known that no found text tells. How
much there is to know: the choices made, in nats, are the least that a reader can pay. And how far
one must remember: a sentence's animal follows from its first word, and from nothing in between.
"""

from dataclasses import dataclass
from math import log
from random import Random

SENTENCES = 4_000
SEED = 2
ANIMALS = {
    "Ada": "goat",
    "Bruno": "parrot",
    "Clara": "donkey",
    "Dario": "cat",
    "Edith": "hen",
    "Felix": "mule",
}
"""No two begin with the same letter: one character says which was meant."""
WENT = ("walked", "ran", "climbed", "wandered", "hurried", "went")
WHERE = (
    "over the bridge",
    "up the hill",
    "down to the harbour",
    "through the wet grass",
    "past the old mill",
    "round the market square",
    "along the river",
    "into the orchard",
)
WHEN = (
    "before the rain came",
    "after the bells had rung",
    "while the bread was in the oven",
    "when nobody was looking",
    "as soon as it was light",
    "on the longest day of the year",
)
ENDS = (", and so did the", ", and behind came the", " with the")
ASIDES = (
    "It rained.",
    "The bells rang twice.",
    "Nobody was surprised.",
    "The wind came from the sea.",
    "That was on a Monday.",
    "The miller shook his head.",
)
ASIDE, SHORT, SAID = 0.25, 0.4, 0.5
"""How often nothing is to be remembered; else, how often for three letters only ("Ada's goat");
else, how often a where or a when is said."""


@dataclass(frozen=True)
class Village:
    """The text, where its memory is tested, and what it costs to know everything else."""

    text: str
    tests: tuple[tuple[int, int], ...]
    """Places of the animals' first letters, each with its distance from the end of the name."""
    nats: float
    """What its choices amount to, a character."""


class Teller:
    """Draws sentences, and keeps the account of what its choices are worth, in nats."""

    def __init__(self, generator: Random) -> None:
        self.generator = generator
        self.nats = 0.0

    def chance(self, share: float) -> bool:
        """A yes or a no, which costs what it says."""
        yes = self.generator.random() < share
        self.nats -= log(share if yes else 1 - share)
        return yes

    def one_of(self, choices: tuple[str, ...]) -> str:
        """Any of them, each as likely."""
        self.nats += log(len(choices))
        return self.generator.choice(choices)

    def sentence(self) -> tuple[str, str]:
        """A sentence, and the name that its animal follows from, if it has one."""
        if self.chance(ASIDE):
            return self.one_of(ASIDES) + " ", ""
        name = self.one_of(tuple(ANIMALS))
        if self.chance(SHORT):
            went, where = self.one_of(WENT), self.one_of(WHERE)
            return f"{name}'s {ANIMALS[name]} {went} {where}. ", name
        said = [self.one_of(x) for x in (WHERE, WHEN) if self.chance(SAID)]
        words = " ".join([name, self.one_of(WENT), *said])
        return f"{words}{self.one_of(ENDS)} {ANIMALS[name]}. ", name


def village(sentences: int = SENTENCES) -> Village:
    """The same text every time: its random numbers are its own."""
    teller = Teller(Random(SEED))
    pieces: list[str] = []
    tests: list[tuple[int, int]] = []
    length = 0
    for _ in range(sentences):
        piece, name = teller.sentence()
        if name:
            at = piece.index(ANIMALS[name])
            tests.append((length + at, at - len(name)))
        pieces.append(piece)
        length += len(piece)
    return Village("".join(pieces), tuple(tests), teller.nats / length)
