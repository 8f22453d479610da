"""Rows shared out to training, validation and test, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lessons.kit.data.sources.files import refusal
from lessons.kit.data.split import Split, copies_said, divided, split_off
from lessons.kit.errors import BadEnvironment, visible
from lessons.shared.dataset import Dataset

LEAST = 20
"""Rows or images that are needed; and of test rows fewer say little: one is five points."""
NAMED = 6
"""Classes that a note names."""


@dataclass(frozen=True)
class Places:
    """Which rows are in which part; each row is in exactly one."""

    train: list[int]
    valid: list[int]
    test: list[int]
    copies: list[int]
    notes: list[str] = field(default_factory=list)


def shared_out(
    path: Path, keys: Sequence[Hashable], labels: Sequence[Hashable],
    given: Sequence[str] | None, shares: tuple[float, float], seed: int, what: str = "rows",
) -> Places:  # fmt: skip
    """Every row to its part: as the data say, else drawn, each class in its share.

    `shares` are those of the test and of validation. Equal `keys` are copies, which are never in
    two parts. Raises BadEnvironment where there are few, or none is left to test on.
    """
    if len(keys) < LEAST:
        raise refusal(path, f"has {len(keys)} {what}", f"the lesson needs at least {LEAST}")
    test_share, valid_share = shares
    first = divided(given, test_share, seed, keys=keys, labels=labels)
    rest, valid = first.train, list[int]()
    if valid_share:
        second = _again(first, keys, labels, valid_share / (1 - test_share), seed + 1)
        rest, valid = second.train, second.test
    used = {*rest, *valid, *first.test}
    copies = [row for row in range(len(keys)) if row not in used]
    if not first.test or (valid_share and not valid):
        raise _nothing_new(path, keys, what)
    return Places(rest, valid, first.test, copies, copies_said(len(copies)))


def _again(
    first: Split, keys: Sequence[Hashable], labels: Sequence[Hashable],
    share: float, seed: int,
) -> Split:  # fmt: skip
    """The training rows split once more, for validation."""
    rows = first.train
    own = [labels[row] for row in rows]
    found = split_off(min(share, 0.9), seed, keys=[keys[row] for row in rows], labels=own)
    return Split([rows[at] for at in found.train], [rows[at] for at in found.test])


def _nothing_new(path: Path, keys: Sequence[Hashable], what: str) -> BadEnvironment:
    different = len(set(keys))
    told = f"has {len(keys):,} {what} and {different:,} different ones: none is left to test on"
    more = ", or more columns" if what == "rows" else ""
    return refusal(path, told, f"give more {what} that differ{more}")


def said_of(data: Dataset) -> list[str]:
    """What to know before a figure on the test is believed: its size, its classes, the largest."""
    rows = len(data.test)
    notes = [] if rows >= LEAST else [f"few rows to test on ({rows}): figures on them say little"]
    if not data.classes:
        return notes
    taught, valid, tested = (Counter(p.y.tolist()) for p in (data.train, data.valid, data.test))
    sizes = Counter({at: (taught + valid + tested)[at] for at in range(len(data.classes))})
    told = [f"{visible(data.classes[at])} ({count:,})" for at, count in sizes.most_common(NAMED)]
    more = f" and {len(sizes) - NAMED} more" if len(sizes) > NAMED else ""
    share = max(tested.values()) / rows
    alone = f"the largest one alone is right for {share:.1%} of the test"
    notes.append(f"{len(sizes)} classes: {', '.join(told)}{more}; {alone}")
    notes += _lost(data.classes, tested, "not in the test")
    return notes + _lost(data.classes, taught, "not among what is learned from")


def _lost(classes: Sequence[str], counts: Counter[int], where: str) -> list[str]:
    lost = [visible(name) for at, name in enumerate(classes) if not counts[at]]
    some = ", ".join(lost[:NAMED]) + (" …" if len(lost) > NAMED else "")
    return [f"{where}: class {some}"] if lost else []
