"""A claim: a falsifiable scientific statement about this run, judged from what it recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from lessons.kit.numbers import finite

if TYPE_CHECKING:
    from lessons.kit.history import History

HOLDS, FAILS, PENDING, INCONCLUSIVE = "holds", "fails", "pending", "inconclusive"


@dataclass(frozen=True)
class Verdict:
    """What a claim found: the measured value, the bar, and what that means in words."""

    holds: bool | None
    """None where this run says nothing about it, for the reason given."""
    measured: float | None
    bar: float | None
    why: str


@dataclass(frozen=True)
class Claim:
    """One statement. `judge` reads the history alone, and says None while it cannot tell."""

    name: str
    says: str
    judge: Callable[[History], Verdict | None]
    needs: tuple[str, ...] = ()
    """The variants that it speaks of. A run without them is not asked."""
    when: dict[str, Any] = field(default_factory=dict)
    """The settings under which it is claimed. A run with others is not asked."""

    def asked_of(self, variants: Iterable[str], config: dict[str, Any]) -> bool:
        """Whether a run with these variants and settings is one this claim speaks of."""
        return set(self.needs) <= set(variants) and self.when.items() <= config.items()


class Judged(msgspec.Struct, frozen=True):
    """A claim's verdict as it travels, and as the report has it."""

    name: str
    says: str
    verdict: str
    measured: float | None
    bar: float | None
    why: str


def judge(claims: Iterable[Claim], history: History, *, over: bool) -> list[Judged]:
    """Every claim that speaks of this run, judged. Undecided is pending until the run is over."""
    asked = [claim for claim in claims if claim.asked_of(history.variants, history.config)]
    return [_judged(claim, claim.judge(history), over) for claim in asked]


def _judged(claim: Claim, verdict: Verdict | None, over: bool) -> Judged:
    undecided = INCONCLUSIVE if over else PENDING
    if verdict is None:
        why = "too few steps to judge" if over else "not enough steps yet"
        return Judged(claim.name, claim.says, undecided, None, None, why)
    word = undecided if verdict.holds is None else HOLDS if verdict.holds else FAILS
    return Judged(claim.name, claim.says, word, finite(verdict.measured), verdict.bar, verdict.why)
