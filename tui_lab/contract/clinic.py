"""The cases of the clinic that make a lesson sick: each shows its fault, and can be cured."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import lessons.clinic
from lessons.kit import Lesson, Trouble
from lessons.kit.clinic.beside import FOLDER, case_beside, names_beside, wrong_with
from lessons.kit.clinic.case import Case
from lessons.kit.clinic.proof import proof_of
from tui_lab.contract.findings import Finding
from tui_lab.contract.messages import Doing, Message

FEW = 2
"""Seeds where nobody says how many."""
FIX = "choose a setting in which the fault shows, or move the bar"


def cases_of(lesson: Lesson) -> list[Case]:
    """The clinic's cases of a lesson of ours, and those in its own folder. Raises BadUsage."""
    known = [lessons.clinic.load(name) for name in lessons.clinic.names()]
    own = [case_beside(lesson, name) for name in names_beside(lesson)]
    return [*(case for case in known if case.lesson == lesson.id), *own]


def unproved_cases(
    lesson: Lesson, seeds: int, say: Callable[[Message], None] = lambda word: None
) -> Iterator[Finding]:
    """What is wrong with each case of this lesson, over seeds from 0 on."""
    try:
        cases = cases_of(lesson)
    except Trouble as trouble:
        yield Finding(f"{FOLDER}/", trouble.message, "correct the file")
        return
    for number, case in enumerate(cases):
        place = f"clinic/{case.short}.py"
        say(Doing(f"{case.short} of the clinic", number, len(cases)))
        wrong = wrong_with(case, lesson)
        try:
            wrong = wrong or proof_of(case, lesson, range(seeds)).faults()
        except Trouble as trouble:
            wrong = [str(trouble)]
        for what in wrong:
            yield Finding(place, what, FIX)
