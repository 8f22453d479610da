"""The cases to choose from, and how far each is. No Textual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import lessons.clinic
from lessons.kit.clinic.case import Case
from lessons.kit.errors import BadUsage
from lessons.kit.page.plan import LARGEST_SEED
from tui_lab.clinic.found import case_of, everywhere
from tui_lab.clinic.record import ORDER, WHOLE, WRONG, Record, Visit


@dataclass(frozen=True)
class Standing:
    """A case, and the best visit of it."""

    case: Case
    title: str
    visit: Visit

    @property
    def lesson(self) -> str:
        """Such as `lesson 8`; of a lesson from outside, the last part of its name."""
        name = self.case.lesson
        is_ours = "/" not in self.case.name
        own = f"lesson {name.removeprefix('lesson')}"
        return own if is_ours else name.rpartition("/")[2].rpartition(":")[2]

    @property
    def state(self) -> str:
        """new, open, solved or given up."""
        visit = self.visit
        if visit.solved:
            return "solved"
        return "given up" if visit.revealed else "open" if visit.orders or visit.tries else "new"

    @property
    def words(self) -> str:
        """The same with what it took."""
        count = len(self.visit.orders)
        orders = f"{count} order{'' if count == 1 else 's'}"
        if self.state == "solved":
            return f"solved with {orders}: {self.visit.score} of {WHOLE}"
        return f"open: {orders}, {self.visit.wrong} wrong" if self.state == "open" else self.state

    @property
    def short(self) -> str:
        """The same where there is little room."""
        return f"{self.visit.score} of {WHOLE}" if self.state == "solved" else self.state

    @property
    def rules(self) -> str:
        """The same, and for a new case what it is worth."""
        costs = f"a test costs {ORDER}, a wrong name or cure {WRONG}"
        return f"new: worth {WHOLE} points; {costs}" if self.state == "new" else self.words


class CaseBoard:
    """All cases with one seed in mind."""

    def __init__(self, seed: int = 0, first: str = "") -> None:
        self.seed, self.first = seed, first
        """The seed of the cases that are opened next, and one to open at once."""
        self.words = ""
        """What a case must have to be listed."""
        self.record = Record()
        self._cases = everywhere()
        if first and first not in [case.name for case, _ in self._cases]:
            case, lesson = case_of(first)
            self._cases.append((case, lesson.title))

    @property
    def shown(self) -> list[Standing]:
        """Those that fit the filter."""
        best = self.record.every_best()
        found = [Standing(case, title, best.get(case.name) or Visit())
                 for case, title in self._cases]  # fmt: skip
        sought = self.words.casefold().split()
        return [each for each in found if all(word in _text(each) for word in sought)]

    def draw(self) -> str:
        """A case by chance, by the seed: one that is not solved while there is one."""
        return lessons.clinic.draw(self.seed, self.record.solved())

    @property
    def counts(self) -> str:
        """Such as `3 of 30 solved, 21 points`."""
        return progress(self.record, [case.name for case, _ in self._cases])


def progress(record: Record | None = None, cases: Sequence[str] = ()) -> str:
    """How many of these cases are solved (of the clinic's own), and what they give together."""
    record = record or Record()
    names = cases or lessons.clinic.names()
    best = [visit for name, visit in record.every_best().items() if name in names and visit.solved]
    points = sum(visit.score for visit in best)
    return f"{len(best)} of {len(names)} solved, {points} point{'' if points == 1 else 's'}"


def _text(one: Standing) -> str:
    return (
        f"{one.case.name} {one.case.lesson} {one.title} {one.words} {one.case.complaint}".casefold()
    )


def valid_seed(text: str) -> int:
    """A seed as it was typed. Raises BadUsage."""
    if not (text.isascii() and text.isdecimal() and int(text) <= LARGEST_SEED):
        raise BadUsage(f"{text} is not a valid seed", f"use a number from 0 to {LARGEST_SEED}")
    return int(text)
