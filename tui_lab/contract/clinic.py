"""The cases of the clinic that make a lesson sick: each shows its fault, and can be cured."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import lessons.clinic
from lessons.kit import Lesson, Trouble
from lessons.kit.clinic.proof import proof_of, wrong_with
from tui_lab.contract.findings import Finding
from tui_lab.contract.messages import Doing, Message

FEW = 2
"""Seeds where nobody says how many."""
FIX = "choose a setting in which the fault shows, or move the bar"


def unproved_cases(
    lesson: Lesson, seeds: int, say: Callable[[Message], None] = lambda word: None
) -> Iterator[Finding]:
    """What is wrong with each case of this lesson, over seeds from 0 on."""
    known = [lessons.clinic.load(name) for name in lessons.clinic.names()]
    cases = [case for case in known if case.lesson == lesson.id]
    for number, case in enumerate(cases):
        place = f"clinic/{case.name}.py"
        say(Doing(f"{case.name} of the clinic", number, len(cases)))
        wrong = wrong_with(case, lesson)
        try:
            wrong = wrong or proof_of(case, lesson, range(seeds)).faults()
        except Trouble as trouble:
            wrong = [str(trouble)]
        for what in wrong:
            yield Finding(place, what, FIX)
