"""A digest for each line of a stream that stands on the line before: an edit shows, and where.

It shows edits, not forgery: who writes lines of their own can write their digests, too. What
proves a run is to train it again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

DIGITS = 16
"""Hex digits that are kept of each digest."""


def digests(lines: Iterable[bytes], owner: str) -> Iterator[str]:
    """One digest a line: of the digest before it and the line. The first stands on the owner."""
    before = hashlib.sha256(owner.encode()).digest()
    for line in lines:
        before = hashlib.sha256(before + line).digest()
        yield before.hex()[:DIGITS]


def first_edit(lines: Sequence[bytes], said: Sequence[str], owner: str) -> int | None:
    """The number of the first line, from 1, that is not as it was; None where all are."""
    for number, (is_, was) in enumerate(zip(digests(lines, owner), said, strict=False), 1):
        if is_ != was:
            return number
    return None if len(lines) == len(said) else min(len(lines), len(said)) + 1
