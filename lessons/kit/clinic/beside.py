"""The cases that a lesson from outside brings, each a file `clinic/case01.py` of its folder."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from lessons.kit.clinic.case import Case
from lessons.kit.clinic.faults import FAULTS
from lessons.kit.clinic.orders import ORDERS
from lessons.kit.errors import BadUsage, named, said, unknown
from lessons.kit.page.lesson import Lesson

FOLDER = "clinic"
LINT = "dl-lab lint LESSON says what is wrong with it"


def names_beside(lesson: Lesson) -> list[str]:
    """Their names, such as case01. Runs none of them."""
    return sorted(path.stem for path in (Path(str(lesson.files)) / FOLDER).glob("case*.py"))


def case_beside(lesson: Lesson, name: str) -> Case:
    """One of them, called LESSON/NAME. Raises BadUsage where there is none, or it is broken."""
    asked = f"case{int(name):02d}" if name.isascii() and name.isdecimal() else name
    known = names_beside(lesson)
    if asked not in known:
        raise unknown("case", name, known)
    place = f"{FOLDER}/{asked}.py"
    try:
        case = import_module(f"{lesson.package}.{FOLDER}.{asked}").case
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: a file that leaves must not take us along
        raise BadUsage(f"{place} cannot be read ({named(error)})", LINT) from None
    if not isinstance(case, Case):
        raise BadUsage(
            f"{place} says `case = {type(case).__name__}`", "end it with: case = Case(…)"
        )
    return replace(case, lesson=lesson.address, name=f"{lesson.address}/{asked}")


def wrong_with(case: Case, lesson: Lesson) -> list[str]:
    """What can be said of a case without training it: names, edits, settings."""
    found = [
        f"there is no fault {name}" for name in (case.fault, *case.alike) if name not in FAULTS
    ]
    if case.fault in case.alike:
        found.append("its own fault is among those that look alike")
    if case.tells not in ORDERS:
        found.append(f"there is no order {case.tells}")
    if not case.edits and not case.knobs:
        found.append("it has no fault: neither edits nor settings")
    try:
        case.sick_plan(lesson, 0)
        case.cured_plan(lesson, 0)
    except BadUsage as trouble:
        found.append(said(trouble))
    return found
