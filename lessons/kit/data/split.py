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
FEW = 50
"""Things in a test. Of fewer, one mistake is more than two per cent."""


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

    Rows with one key are copies and are drawn together, for by heart they would be known; of those
    drawn for the test the first is in it. Of a label with two different rows or more at least one
    is in each part, unless its rows are copies of rows with another label.
    """
    luck = random.Random(seed)
    copies = list(_by_value(keys).values())  # the rows of each key
    labels = labels or [0] * len(keys)
    train: list[list[int]] = []
    test: list[list[int]] = []
    for places in _by_value([labels[rows[0]] for rows in copies]).values():
        luck.shuffle(places)
        most = len(places) - 1
        count = max(min(1, most), min(round(share * len(places)), most))
        test += [copies[at] for at in places[:count]]
        train += [copies[at] for at in places[count:]]
    _teach_every_label(train, test, labels)
    taught = [row for rows in train for row in rows]
    luck.shuffle(taught)
    luck.shuffle(test)
    lost = sum(map(len, test)) - len(test)
    return Split(taught, [rows[0] for rows in test], copies_said(lost))


def _teach_every_label(
    train: list[list[int]], test: list[list[int]], labels: Sequence[Hashable]
) -> None:
    """Copies may have different labels: one that the test alone has goes to training."""
    taught = {labels[row] for rows in train for row in rows}
    for rows in list(test):
        own = {labels[row] for row in rows}
        if not own <= taught:
            taught |= own
            test.remove(rows)
            train.append(rows)


def without_copies(train: list[int], test: list[int], keys: Sequence[Hashable]) -> Split:
    """The same parts, each key of training kept out of the test, and every key once in it."""
    seen = {keys[row] for row in train}
    kept: list[int] = []
    for row in test:
        if keys[row] not in seen:
            seen.add(keys[row])
            kept.append(row)
    return Split(train, kept, copies_said(len(test) - len(kept)))


def copies_said(copies: int) -> list[str]:
    """The note about this many copies; no note where there are none."""
    if not copies:
        return []
    rows = "1 copy of another row is" if copies == 1 else f"{copies:,} copies of other rows are"
    return [f"{rows} kept out of the test"]


def _by_value(values: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    """The places of every value, values in the order in which they come."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, value in enumerate(values):
        places[value].append(at)
    return places


def few_said(tested: int, things: str) -> list[str]:
    """The note about a test of so few things; no note where one more or less is hardly seen."""
    if not 0 < tested < FEW:
        return []
    thing = things if tested > 1 else things.removesuffix("s")
    return [
        f"{tested} {thing} in the test: one mistake is {1 / tested:.0%}, so a score says little"
    ]
