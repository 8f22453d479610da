"""Lines drawn from a small grammar, of which one knows what no reader can know better.

Each line is a few words, one from each list. No word of a list is the beginning of another, so a
line can be made in one way only, and it costs −ln p = Σ ln(words in the list), in nats. Divided by
its characters that is the floor: whoever predicts with less on average has seen the answer.
"""

from __future__ import annotations

from math import log
from random import Random

LISTS = (
    ("the ", "my ", "one ", "every "),
    ("red ", "old ", "small ", "quiet ", "clever ", "hungry "),
    ("fox ", "baker ", "goat ", "miller ", "teacher ", "king "),
    ("carries ", "finds ", "hides ", "paints ", "sells "),
    ("apples", "books", "drums", "eggs", "hats", "lamps", "pears", "ropes"),
)
END = "."
COUNT = 6_000
SEED = 14


def lines(count: int = COUNT) -> list[str]:
    """So many lines, always the same."""
    luck = Random(SEED)
    return ["".join(luck.choice(words) for words in LISTS) + END for _ in range(count)]


def nats() -> float:
    """What the choices of one line amount to."""
    return sum(log(len(words)) for words in LISTS)


def floor(some: list[str]) -> float:
    """Nats a character, the end mark of each line counted in: no prediction can be better."""
    return nats() * len(some) / sum(len(line) + 1 for line in some)
