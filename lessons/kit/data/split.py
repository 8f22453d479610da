"""A part to test on, split off from the rest: shuffled, stratified, without copies."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Split:
    """Which rows are to learn from, and which to test on; both in a shuffled order."""

    train: list[int]
    test: list[int]
    notes: list[str] = field(default_factory=list)
    """What was decided, for the learner."""


TRAIN = "train"


def divided(
    parts: Sequence[str] | None, share: float, seed: int, *, keys: Sequence[Hashable],
    labels: Sequence[Hashable] | None = None,
) -> Split:  # fmt: skip
    """What to learn from and what to test on: as the data say for each row, else split off."""
    if parts is None:
        return split_off(share, seed, keys=keys, labels=labels)
    train = [row for row, part in enumerate(parts) if part == TRAIN]
    test = [row for row, part in enumerate(parts) if part != TRAIN]
    for rows in (train, test):
        random.Random(seed).shuffle(rows)
    return without_copies(train, test, keys)


def split_off(
    share: float, seed: int, *, keys: Sequence[Hashable], labels: Sequence[Hashable] | None = None
) -> Split:  # fmt: skip
    """Split off so large a share for testing, of each label alike, where there are labels.

    Of a label with two rows or more at least one is in each part. A row whose `key` is in training
    too is kept out of the test: by heart it would be known.
    """
    luck = random.Random(seed)
    train: list[int] = []
    test: list[int] = []
    for rows in _by_label(labels or [0] * len(keys)):
        luck.shuffle(rows)
        most = len(rows) - 1
        count = max(min(1, most), min(round(share * len(rows)), most))
        test += rows[:count]
        train += rows[count:]
    luck.shuffle(train)
    luck.shuffle(test)
    return without_copies(train, test, keys)


def without_copies(train: list[int], test: list[int], keys: Sequence[Hashable]) -> Split:
    """The same parts, each key of training kept out of the test, and every key once in it."""
    seen = {keys[row] for row in train}
    kept: list[int] = []
    for row in test:
        if keys[row] not in seen:
            seen.add(keys[row])
            kept.append(row)
    lost = len(test) - len(kept)
    notes = [f"{lost:,} copies of other rows are kept out of the test"] if lost else []
    return Split(train, kept, notes)


def _by_label(labels: Sequence[Hashable]) -> list[list[int]]:
    rows: dict[Hashable, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        rows[label].append(row)
    return list(rows.values())
