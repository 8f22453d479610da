"""Whether a case is sick and curable over seeds. Imports torch."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from lessons.kit.clinic.case import Case
from lessons.kit.clinic.laboratory import Ward, measure
from lessons.kit.page.lesson import Lesson


@dataclass
class Proof:
    """The symptom's number of a case over seeds; infinite where it is not finite."""

    case: Case
    seeds: list[int]
    sick: list[float] = field(default_factory=list)
    healthy: list[float] = field(default_factory=list)
    cured: list[float] = field(default_factory=list)

    @property
    def runs(self) -> int:
        """How many were trained."""
        return len(self.seeds) * (2 if self.case.cure is None else 3)

    @property
    def is_proved(self) -> bool:
        """Whether each seed is sick, healthy without the fault, and cured by the cure."""
        return not self.faults()

    @property
    def margin(self) -> float:
        """The smaller of two: from the bar to the nearest sick, and the nearest healthy value.

        Each is counted in the spread of its own values.
        """
        bar = self.case.symptom.bar
        return min(_margin(bar, self.sick), _margin(bar, self.healthy))

    def faults(self) -> list[str]:
        """What is wrong with the case, in words."""
        healthy = self.case.symptom.is_healthy
        pairs = zip(self.seeds, self.sick, self.healthy, self.cured, strict=True)
        found = []
        for seed, sick, well, cured in pairs:
            found += [f"seed {seed}: the fault does not show ({sick:.4g})"] * healthy(sick)
            found += [f"seed {seed}: sick without the fault ({well:.4g})"] * (not healthy(well))
            found += [f"seed {seed}: its cure does not cure ({cured:.4g})"] * (not healthy(cured))
        return found


def _margin(bar: float, values: list[float]) -> float:
    if not all(map(math.isfinite, values)):
        return math.inf
    width = max(values) - min(values)
    gap = min(abs(value - bar) for value in values)
    return gap / width if width else math.inf


def proof_of(case: Case, lesson: Lesson, seeds: Iterable[int]) -> Proof:
    """Train a case sick, healthy and cured with each seed. Raises Trouble."""
    proof = Proof(case, list(seeds))
    for seed in proof.seeds:
        found = measure(Ward(case, lesson, seed))
        proof.sick.append(_number(found.sick))
        proof.healthy.append(_number(found.healthy))
        proof.cured.append(_number(found.cured))
    return proof


def _number(value: float | None) -> float:
    return math.inf if value is None else value
