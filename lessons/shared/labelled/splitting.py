"""Training, validation and test: three parts that share no text.

Training moves the weights. Validation chooses when to stop. The test is read and never used to
choose anything, so that what it says of the network is what a new text would say.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from lessons.shared.labelled.wording import Words

if TYPE_CHECKING:
    from lessons.shared.labelled.scores import Scores

Key = TypeVar("Key", bound=Hashable)
TRAIN, VALID, TEST = "train", "valid", "test"
MOST_VALID, MOST_TEST = 1000, 4000
"""Texts held out at most: 4,000 tell an accuracy to 0.01, and each check costs a pass over them."""


@dataclass
class Part:
    """Some texts with their labels; `kinds` where it is known how each was made."""

    texts: list[str] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    """Which of the texts of the file each is, from 1; 0 of made-up ones."""
    cut: int = 0
    """How many of the texts go on behind their words."""

    def __len__(self) -> int:
        return len(self.texts)

    def add(self, text: str, words: Words, label: int, kind: str = "", row: int = 0) -> None:
        """One more text."""
        self.texts.append(text)
        self.words.append(words)
        self.labels.append(label)
        self.kinds.append(kind)
        self.rows.append(row)


@dataclass
class Split:
    """Three parts with no text in common, the names of their classes, and the linear baseline."""

    classes: list[str]
    train: Part
    valid: Part
    test: Part

    @cached_property
    def linear(self) -> Scores:
        """TF-IDF of single words and a logistic regression, on the test."""
        from lessons.shared.labelled.linear import linear  # sklearn takes a second

        return linear(self.train, self.test, len(self.classes))

    @cached_property
    def linear_pairs(self) -> Scores:
        """The same with pairs of neighbouring words beside the words."""
        from lessons.shared.labelled.linear import linear

        return linear(self.train, self.test, len(self.classes), pairs=True)

    @property
    def is_cut(self) -> bool:
        """Whether texts to learn from, or to test on, were cut at some length."""
        return self.train.cut + self.test.cut > 0

    @cached_property
    def linear_whole(self) -> Scores | None:
        """The linear model fitted to whole texts and tested on whole texts, where any were cut."""
        from lessons.shared.labelled.linear import linear, whole

        if not self.is_cut:
            return None
        return linear(whole(self.train), whole(self.test), len(self.classes))

    @property
    def always(self) -> Scores:
        """Saying training's largest class always."""
        from lessons.shared.labelled.scores import Scores

        largest = Counter(self.train.labels).most_common(1)[0][0]
        return Scores(self.test.labels, [largest] * len(self.test), len(self.classes))

    @property
    def majority(self) -> float:
        """The share of the test that is right for saying training's largest class always."""
        return self.always.accuracy

    @property
    def longest(self) -> int:
        """Words in the longest text."""
        return max(len(w) for part in (self.train, self.valid, self.test) for w in part.words)


def divided(
    keys: Sequence[Hashable], labels: Sequence[Hashable], given: Sequence[str] | None,
    shares: dict[str, float], seed: int,
) -> list[str]:  # fmt: skip
    """The part of every row: the file's own where it has any, the rest drawn, stratified.

    Copies of one text (equal `keys`) are drawn together. What a file holds out is the test; if it
    holds out two parts, `valid` is for validation.
    """
    parts = [TRAIN] * len(keys)
    if given is not None and set(given) != {TRAIN}:
        parts = list(given) if TEST in given else [TEST if p == VALID else p for p in given]
    else:
        share = min(shares[TEST], MOST_TEST / len(keys))
        parts = held_out(keys, labels, parts, TEST, share, seed)
    if VALID in parts:
        return parts
    share = min(shares[VALID], MOST_VALID / max(1, parts.count(TRAIN)))
    return held_out(keys, labels, parts, VALID, share, seed + 1)


def held_out(
    keys: Sequence[Hashable], labels: Sequence[Hashable], parts: Sequence[str],
    part: str, share: float, seed: int,
) -> list[str]:  # fmt: skip
    """The same parts, but for a share of the training texts, which are held out as `part`."""
    first = {key: row for row, key in reversed(list(enumerate(keys))) if parts[row] == TRAIN}
    chosen = stratified([labels[row] for row in first.values()], share, seed)
    is_drawn = dict(zip(first, chosen, strict=True))
    rows = zip(keys, parts, strict=True)
    return [part if old == TRAIN and is_drawn[key] else old for key, old in rows]


def stratified(labels: Sequence[Hashable], share: float, seed: int) -> list[bool]:
    """Which rows are chosen: shuffled, of each label the same share.

    Of a label with two rows or more at least one is chosen, and at least one is not.
    """
    generator = random.Random(seed)
    chosen = [False] * len(labels)
    for rows in by_value(labels).values():
        generator.shuffle(rows)
        for row in rows[: max(min(1, len(rows) - 1), min(round(share * len(rows)), len(rows) - 1))]:
            chosen[row] = True
    return chosen


def kept_apart(keys: Sequence[Hashable], parts: Sequence[str]) -> list[bool]:
    """Which rows may stay so that no text is in two parts.

    A text that is in training too leaves validation, and one that is in either leaves the test.
    Those two hold each text once; copies within training stay, for they are as frequent there.
    """
    stays = [part == TRAIN for part in parts]
    seen = {key for key, part in zip(keys, parts, strict=True) if part == TRAIN}
    for wanted in (VALID, TEST):
        for row, part in enumerate(parts):
            if part == wanted and keys[row] not in seen:
                seen.add(keys[row])
                stays[row] = True
    return stays


def thinned(labels: Sequence[Hashable], most: int, seed: int) -> list[int]:
    """At most so many rows, in order, each label in its share; all of them if `most` is 0."""
    if not most or len(labels) <= most:
        return list(range(len(labels)))
    chosen = stratified(labels, most / len(labels), seed)
    return [row for row, is_chosen in enumerate(chosen) if is_chosen]


def by_value(values: Iterable[Key]) -> dict[Key, list[int]]:
    """The rows of every value, values in the order in which they come."""
    rows: dict[Key, list[int]] = defaultdict(list)
    for row, value in enumerate(values):
        rows[value].append(row)
    return rows
