"""Rows shared out to training, validation and test."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lessons.kit.data.sources.files import refusal
from lessons.kit.data.split import Split, copies_said, divided, split_off

FEW = 20
"""Test rows that say little: of 20 one is five points of accuracy."""


@dataclass(frozen=True)
class Places:
    """Which rows are in which part; each row is in exactly one."""

    train: list[int]
    valid: list[int]
    test: list[int]
    copies: list[int]
    notes: list[str] = field(default_factory=list)


def shared_out(
    path: Path, keys: Sequence[Hashable], labels: Sequence[Hashable] | None,
    given: Sequence[str] | None, shares: tuple[float, float], seed: int,
) -> Places:  # fmt: skip
    """Every row to its part: as the data say, else drawn, each class in its share.

    `shares` are those of the test and of validation. Equal `keys` are copies, which are never in
    two parts. Raises BadEnvironment where nothing is left to test on.
    """
    test_share, valid_share = shares
    first = divided(given, test_share, seed, keys=keys, labels=labels)
    rest, valid = first.train, list[int]()
    if valid_share:
        second = _again(first, keys, labels, valid_share / (1 - test_share), seed + 1)
        rest, valid = second.train, second.test
    used = {*rest, *valid, *first.test}
    copies = [row for row in range(len(keys)) if row not in used]
    if not first.test or (valid_share and not valid):
        raise _nothing_new(path, keys)
    notes = copies_said(len(copies))
    if len(first.test) < FEW:
        notes.append(f"only {len(first.test)} rows to test on: figures on them say little")
    return Places(rest, valid, first.test, copies, notes)


def _again(
    first: Split, keys: Sequence[Hashable], labels: Sequence[Hashable] | None,
    share: float, seed: int,
) -> Split:  # fmt: skip
    """The training rows split once more, for validation."""
    rows = first.train
    own = [labels[row] for row in rows] if labels else None
    found = split_off(min(share, 0.9), seed, keys=[keys[row] for row in rows], labels=own)
    return Split([rows[at] for at in found.train], [rows[at] for at in found.test])


def _nothing_new(path: Path, keys: Sequence[Hashable]) -> Exception:
    different = len(set(keys))
    what = f"has {len(keys):,} rows and {different:,} different ones: none is left to test on"
    return refusal(path, what, "give more rows that differ, or more columns")
