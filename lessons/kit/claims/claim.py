"""A claim: a falsifiable scientific statement about this run, judged from what it recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lessons.kit.errors import named
from lessons.kit.page.former_texts import text_of_today
from lessons.kit.page.scope import Scope
from lessons.kit.stream.judged import Judged
from lessons.kit.stream.numbers import finite

if TYPE_CHECKING:
    from lessons.kit.claims.history import History

HOLDS, FAILS, PENDING, INCONCLUSIVE = "holds", "fails", "pending", "inconclusive"

PURE = "1"
"""The unit of a pure number, which is not written."""


@dataclass(frozen=True)
class Verdict:
    """What a claim found: the measured value, the bar, and what that means in words."""

    holds: bool | None
    """None where this run says nothing about it, for the reason given."""
    measured: float | None
    bar: float | None
    why: str
    side: str = ""
    """`≤` or `≥`: on which side of the bar it holds; "" where it is no such comparison."""


@dataclass(frozen=True)
class Claim(Scope):
    """One statement. `judge` reads the history alone, and says None while it cannot tell."""

    name: str
    says: str
    judge: Callable[[History], Verdict | None]
    unit: str = field(default="", kw_only=True)
    """What the measured value is in, such as "nats" or "of the test"; "1" for a pure number."""
    formerly: tuple[str, ...] = field(default=(), kw_only=True)
    """The names that it once had: runs, progress and sheets may still have them."""


def in_todays_name(lesson: str, judged: Judged) -> Judged:
    """A recorded verdict, by the name that its claim has in this lesson today."""
    name = text_of_today(lesson, judged.name)
    return judged if name == judged.name else replace(judged, name=name)


def judge(claims: Iterable[Claim], history: History, *, over: bool) -> list[Judged]:
    """Every claim that speaks of this run, judged. Undecided is pending until the run is over."""
    run = history.variants, history.config, history.own_data
    return [
        _judged(claim, _verdict(claim, history), over) for claim in claims if claim.covers(*run)
    ]


def _verdict(claim: Claim, history: History) -> Verdict | None:
    """A claim from outside may have a bug: it decides nothing, and takes no run along."""
    try:
        return claim.judge(history)
    except Exception as error:
        return Verdict(None, None, None, f"its code fails ({named(error)})")


def _judged(claim: Claim, verdict: Verdict | None, over: bool) -> Judged:
    undecided = INCONCLUSIVE if over else PENDING
    if verdict is None:
        why = "too few steps to judge" if over else "not enough steps yet"
        return Judged(claim.name, claim.says, undecided, None, None, why)
    word = undecided if verdict.holds is None else HOLDS if verdict.holds else FAILS
    measured, side = finite(verdict.measured), verdict.side
    unit = "" if claim.unit == PURE else claim.unit
    return Judged(claim.name, claim.says, word, measured, verdict.bar, verdict.why, side, unit)
