"""A claim's numbers in words: on which side of the bar it is, and on which it should be."""

from __future__ import annotations

from lessons.kit.errors import visible
from lessons.kit.stream.judged import Judged
from tui_lab.system.words import number, told_apart

OPPOSITE = {"≤": ">", "≥": "<"}


def compared(claim: Judged) -> str:
    """`0.44 ≤ 0.7 nats` where it holds, `0.81 > 0.7 nats, must be ≤` where it fails.

    "" without numbers.
    """
    measured, bar, side = claim.measured, claim.bar, _side(claim)
    unit = f" {visible(claim.unit)}" if claim.unit else ""
    if bar is None:
        return "" if measured is None else f"measured {number(measured)}{unit}"
    if measured is None:
        broke = claim.verdict in ("holds", "fails")
        return f"{'nan, ' if broke else ''}must be {side or 'compared with'} {number(bar)}{unit}"
    value, limit = told_apart(measured, bar)
    limit += unit
    if not side:
        return f"{value}, bar {limit}"
    if is_within(measured, bar, side):
        return f"{value} {side} {limit}"
    return f"{value} {OPPOSITE[side]} {limit}, must be {side}"


def is_within(measured: float, bar: float, side: str) -> bool:
    """Whether a value is on this side of its bar."""
    return measured <= bar if side == "≤" else measured >= bar


def _side(claim: Judged) -> str:
    """Where it should be; runs of a dl-lab that did not tell show it where the claim holds."""
    measured, bar = claim.measured, claim.bar
    if claim.side or claim.verdict != "holds" or measured is None or bar is None:
        return claim.side
    return "≤" if measured < bar else "≥" if measured > bar else ""
