"""The cases that can be played: the clinic's own, and those that lessons from outside bring.

One from outside is called by its lesson and its file: `./my_lesson/case01`. Its lesson is opened
through `trust`, which asks before a line of it is run.
"""

from __future__ import annotations

import re
from contextlib import suppress

import lessons.clinic
from lessons.kit import Lesson
from lessons.kit.clinic.beside import FOLDER, LINT, case_beside, names_beside, wrong_with
from lessons.kit.clinic.case import Case
from lessons.kit.errors import BadUsage, Trouble, unknown, visible
from tui_lab.trust.permission import load


def case_of(name: str) -> tuple[Case, Lesson]:
    """The case of this name, and its lesson. Raises Trouble."""
    address, _, own = name.rpartition("/")
    if not address and ":" not in name and "." not in name:
        case = lessons.clinic.load(name)
        return case, load(case.lesson)
    if is_lesson(name):
        return _only_one(load(name))
    if not address:
        raise unknown("case", name, lessons.clinic.names())
    lesson = load(address.removesuffix(f"/{FOLDER}"))
    return _checked(case_beside(lesson, own.removesuffix(".py")), lesson)


def is_lesson(name: str) -> bool:
    """Whether this names a lesson, and not a case of one."""
    return not re.fullmatch(r"(case)?[0-9]+(\.py)?", name.rpartition("/")[2])


def _only_one(lesson: Lesson) -> tuple[Case, Lesson]:
    """The case of a lesson that has one. Raises BadUsage for none and for several."""
    known = [f"{visible(lesson.address)}/{name}" for name in names_beside(lesson)]
    if not known:
        what = f"{visible(lesson.address)} brings no case"
        raise BadUsage(what, f"a case is a file, {FOLDER}/case01.py: dl-lab new writes one")
    if len(known) > 1:
        raise BadUsage("which case is meant?", " or ".join(known[:4]))
    return _checked(case_beside(lesson, names_beside(lesson)[0]), lesson)


def _checked(case: Case, lesson: Lesson) -> tuple[Case, Lesson]:
    """A case that can be played. Raises BadUsage."""
    if wrong := wrong_with(case, lesson):
        raise BadUsage(f"{case.short} is not sound: {wrong[0]}", LINT)
    return case, lesson


def everywhere() -> list[tuple[Case, str]]:
    """Each case with the title of its lesson: ours, then those of outside lessons you trust."""
    titles = {entry.id: entry.title for entry in lessons.entries()}
    ours = map(lessons.clinic.load, lessons.clinic.names())
    return [*((case, titles.get(case.lesson, "")) for case in ours), *_from_outside()]


def _from_outside() -> list[tuple[Case, str]]:
    from tui_lab.trust.outside_lessons import outside_lessons

    found = []
    for page in (each.page for each in outside_lessons()):
        for name in names_beside(page) if page is not None else []:
            with suppress(Trouble):  # dl-lab lint says what is wrong with it
                assert page is not None
                found.append((_checked(case_beside(page, name), page)[0], page.title))
    return found
