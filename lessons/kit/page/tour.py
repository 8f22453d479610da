"""A tour: the few steps in which a lesson is best met, each with the state it sets the lab to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lessons.kit.claims.claim import FAILS, HOLDS
from lessons.kit.page.one_of import OneOf

if TYPE_CHECKING:
    from lessons.kit.claims.history import History
    from lessons.kit.stream.judged import Judged


@dataclass(frozen=True)
class Recorded:
    """What was recorded of a run, as a step looks at it to see whether it is done."""

    history: History
    claims: Sequence[Judged] = ()
    turned: frozenset[str] = frozenset()
    """The live settings that were turned while it trained."""
    asked: int = 0
    """Questions that its networks have answered."""


Done = Callable[[Recorded], bool]


@dataclass(frozen=True)
class TourStep:
    """One step: what to do, what to look at, one question, and the state that it begins from.

    A step that names a preset, settings or networks plans all of its run, from the lesson's
    defaults; one that names none leaves the plan, and the run, as they are.
    """

    title: str
    says: str
    asks: str
    """One question, worth a moment before the next step."""
    preset: str | None = None
    set: dict[str, Any] = field(default_factory=dict)
    variants: tuple[str, ...] = ()
    """The networks to race; () is the preset's own, or the lesson's."""
    seeds: int = 1
    """How many of each network, where the step plans a run."""
    panel: str = ""
    """The title of the panel to look at."""
    starts: bool = False
    """Whether it starts a run, where there is none yet."""
    paused: bool = False
    """Whether a run that takes another's place begins paused, to be looked at step by step."""
    done: Done | None = None
    """Whether the run of this step shows that it is done; None: going on is all there is to see."""
    answer: OneOf | None = None
    """What the question can be answered with; None: it is only to think about."""
    formerly: tuple[str, ...] = ()
    """Its former titles: who has done the step by these has done it."""

    @property
    def plans(self) -> bool:
        """Whether it says which run there is to be."""
        return bool(self.preset or self.set or self.variants)


def judged(*claims: str) -> Done:
    """Done once each of these claims was decided, either way: to see one fail is to have looked."""

    def are_decided(run: Recorded) -> bool:
        decided = {claim.name for claim in run.claims if claim.verdict in (HOLDS, FAILS)}
        return set(claims) <= decided

    return are_decided


def reached(step: int) -> Done:
    """Done once some network has come so far, or has ended before."""

    def has_come_so_far(run: Recorded) -> bool:
        tracks = run.history.tracks.values()
        far = any(track.done >= step for track in tracks)
        return far or (bool(tracks) and all(track.end is not None for track in tracks))

    return has_come_so_far


def turned(*settings: str) -> Done:
    """Done once one of these live settings was turned while the run trained."""
    return lambda run: bool(run.turned & set(settings))


def asked(run: Recorded) -> bool:
    """Done once a network has answered a question."""
    return run.asked > 0
