"""Spans of tokens, such as names, out of tags B-…, I-…, O; and their F1, as conlleval counts it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Span = tuple[int, int, str]
"""First token, the one behind the last, and the kind."""
TAG = re.compile(r"O|[BIESLU](-.+)?")
BEGINS, ENDS = "BSU", "ESL"
"""B, and a span of one token (S or U); E or L, the last token of a longer one."""


def are_spans(tags: Iterable[str]) -> bool:
    """Whether tags say where spans begin and go on: all are O, B-… or I-… (or E, S, L, U)."""
    found = set(tags)
    return all(map(TAG.fullmatch, found)) and any(tag[:2] in ("B-", "I-") for tag in found)


def spans_of(tags: Sequence[str]) -> set[Span]:
    """The spans of one sentence.

    A span begins at B, and at an I that goes on from nothing or from another kind; so I alone, as
    in IOB1, says the same as B and I.
    """
    found: set[Span] = set()
    start, kind, is_open = 0, "", False
    for at, tag in enumerate([*tags, "O"]):
        mark, own = tag[:1], tag[2:]
        goes_on = is_open and mark not in ("O", *BEGINS) and own == kind
        if is_open and not goes_on:
            found.add((start, at, kind))
        if mark == "O":
            is_open = False
            continue
        if not goes_on:
            start, kind = at, own
        is_open = mark not in (*ENDS, "U")
        if not is_open:
            found.add((start, at + 1, kind))
    return found


def span_f1(true: Iterable[Sequence[str]], said: Iterable[Sequence[str]]) -> float:
    """2 · right / (spans there are + spans said), over all sentences; 0 where none is right."""
    right = total = 0
    for truth, guess in zip(true, said, strict=True):
        there, guessed = spans_of(truth), spans_of(guess)
        right += len(there & guessed)
        total += len(there) + len(guessed)
    return 2 * right / total if right else 0.0
