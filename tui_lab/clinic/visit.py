"""A case on the bench: orders, tries and their verdicts. No screen, no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from lessons.kit import Lesson
from lessons.kit.claims.helpers import AT_LEAST
from lessons.kit.clinic.case import Case
from lessons.kit.clinic.faults import FAULTS, aimed_at
from lessons.kit.clinic.orders import ORDERS, Answer
from lessons.kit.clinic.texts import changed_lines, difference
from lessons.kit.errors import BadUsage, unknown
from tui_lab.clinic.client import Attendant
from tui_lab.clinic.found import case_of
from tui_lab.clinic.messages import DoOrder, Judge, Judged, Ordered, Ran, RunIt
from tui_lab.clinic.record import Record, Visit


class Verdict(msgspec.Struct, frozen=True):
    """What became of a try: the fault that was named, and the cure that was trained."""

    named: str
    right: bool
    cured: bool
    measured: list[float | None]
    """The symptom's number after the cure, with each of `seeds`."""
    seeds: list[int]
    error: str
    """Why the learner's loop failed; "" where it did not."""
    words: list[str]
    """What is to be said, in sentences."""
    would_cure: list[str]
    """The faults that this change is a cure for, as far as code and settings say; after a try
    that failed."""

    @property
    def solved(self) -> bool:
        """Named right, and cured."""
        return self.right and self.cured


@dataclass
class Bench:
    """One case with one seed, and the process that trains it."""

    case: Case
    lesson: Lesson
    seed: int
    attendant: Attendant
    record: Record

    @classmethod
    def of(cls, name: str, seed: int, attendant: Attendant) -> Bench:
        """The case of this name. Raises Trouble."""
        return cls(*case_of(name), seed, attendant, Record())

    @property
    def visit(self) -> Visit:
        """What was done so far."""
        return self.record.of(self.case.name, self.seed)

    def run(self, into: str = "") -> Ran:
        """Train the sick run, recorded in a file if one is given. Raises Trouble."""
        found = self.attendant.ask(RunIt(self.case.name, self.seed, into))
        assert isinstance(found, Ran)
        return found

    def order(self, name: str, into: str = "") -> Answer:
        """Do an order, and count it once; the healthy twin is recorded in `into`.

        Raises Trouble.
        """
        if name not in ORDERS:
            raise unknown("order", name, ORDERS)
        found = self.attendant.ask(DoOrder(self.case.name, self.seed, name, into))
        assert isinstance(found, Ordered)
        if name not in (visit := self.visit).orders and not visit.solved:
            self._change(lambda visit: visit.orders.append(name))
        return found.answer

    def name(self, fault: str) -> tuple[bool, list[str]]:
        """Name a fault alone: whether it is right, and what is to be said. Each name counts once.

        Raises BadUsage for a fault that is in no list.
        """
        if fault not in FAULTS:
            raise unknown("fault", fault, FAULTS)
        right = fault == self.case.fault
        if not right and not self.visit.solved and fault not in self.visit.tries:
            self._change(lambda visit: _named_wrong(visit, fault))
        return right, self._of_name(fault, right)

    def attempt(
        self, named: str, fixes: Mapping[str, str], settings: Mapping[str, Any], into: str = ""
    ) -> Verdict:
        """Name a fault and try a cure, whose first run is recorded in `into`.

        Raises Trouble, also for a fault that is in no list.
        """
        if named not in FAULTS:
            raise unknown("fault", named, FAULTS)
        self._refuse_nothing(fixes, settings)
        asked = Judge(self.case.name, self.seed, dict(fixes), dict(settings), into)
        found = self.attendant.ask(asked)
        assert isinstance(found, Judged)
        verdict = self._verdict(named, found, self._aims(fixes, settings))
        self._change(lambda visit: _took(visit, verdict))
        return verdict

    def reveal(self) -> list[str]:
        """Give up: the fault, and what it is in the code."""
        if not self.visit.solved:
            self._change(lambda visit: setattr(visit, "revealed", True))
        return self.told()

    def told(self) -> list[str]:
        """What the case had: for the end."""
        fault = FAULTS[self.case.fault]
        says = [f"The fault: {fault.says} ({fault.family}).", self.case.found]
        if self.case.knobs:
            healthy = self.lesson.params().override(dict(self.case.set)).as_dict()
            turned = (f"{k} is {v}, healthy is {healthy[k]}" for k, v in self.case.knobs.items())
            says.append(f"{'; '.join(turned)}.")
        return [*says, *difference(self.lesson.shown, self.case.sick(self.lesson))]

    def _refuse_nothing(self, fixes: Mapping[str, str], settings: Mapping[str, Any]) -> None:
        sick = self.case.sick(self.lesson)
        same = all(sick.get(name) == text for name, text in fixes.items())
        if same and not settings:
            raise BadUsage("nothing was changed", "give an edited file, or another setting")

    def _aims(self, fixes: Mapping[str, str], settings: Mapping[str, Any]) -> list[str]:
        """What the change is a cure for, by the lines and settings that it touches."""
        sick = self.case.sick(self.lesson)
        lines = [line for n, text in fixes.items() for line in changed_lines(sick.get(n, ""), text)]
        before = self.lesson.params().override(self.case.sick_set).as_dict()
        after = before | self.lesson.params.renamed(dict(settings))
        return aimed_at(lines, before, after)

    def _verdict(self, named: str, found: Judged, aims: list[str]) -> Verdict:
        symptom = self.case.symptom
        values = [float("nan") if value is None else value for value in found.measured]
        cured = not found.error and all(map(symptom.is_healthy, values))
        right = named == self.case.fault
        would = [] if cured else [name for name in aims if name != self.case.fault]
        words = [*self._of_cure(cured, found), *self._of_name(named, right)]
        if not (cured or found.error):
            words += _of_change(would, is_near=bool(aims), right=right)
        return Verdict(named, right, cured, found.measured, found.seeds, found.error, words, would)

    def _of_cure(self, cured: bool, found: Judged) -> list[str]:
        symptom = self.case.symptom
        if found.error:
            return [f"Not cured: {found.error}"]
        values = ", ".join("not finite" if v is None else f"{v:.4g}" for v in found.measured)
        side = "at least" if symptom.side == AT_LEAST else "at most"
        verdict = "Cured" if cured else "Not cured"
        seeds = " and ".join(map(str, found.seeds))
        return [
            f"{verdict}: {symptom.says}: {values} (seeds {seeds}); "
            f"healthy is {side} {symptom.bar:g}."
        ]

    def _of_name(self, named: str, right: bool) -> list[str]:
        fault = FAULTS[named]
        if right:
            return [f"Named right: {fault.says}."]
        words = [f"It is something else than: {fault.says}. With that {fault.sign}."]
        if how := self.case.alike.get(named):
            words.append(f"What tells them apart: {how}.")
        return words

    def _change(self, how: Any) -> None:
        self.record.change(self.case.name, self.seed, how)


def _of_change(would: list[str], *, is_near: bool, right: bool) -> list[str]:
    """What a change that did not cure would have been a cure for; no word that tells the fault."""
    if would:
        return [f"This change is a cure for: {FAULTS[name].says}. There {FAULTS[name].sign}."
                for name in would]  # fmt: skip
    if is_near:
        return ["This change is about that fault, and does not cure it yet."] * right
    return ["This change is a cure for none of the faults in the list."]


def _named_wrong(visit: Visit, fault: str) -> None:
    visit.tries.append(fault)
    visit.wrong += 1


def _took(visit: Visit, verdict: Verdict) -> None:
    if visit.solved:
        return
    visit.tries.append(verdict.named)
    visit.solved = verdict.solved
    visit.wrong += not verdict.solved
