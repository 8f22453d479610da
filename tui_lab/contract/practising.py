"""Whether each exercise of a lesson can be done: unsolved it fails, solved it passes, it helps."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from lessons.kit import BadUsage, Lesson
from lessons.kit.errors import named
from lessons.kit.practice.exercise import Exercise
from lessons.kit.practice.text import FOLDER, INDEX, LONGEST_NAME, ExerciseText, exercises_in
from tui_lab.contract.findings import Check, Finding

HINTS = 3


def exercises_can_be_read(lesson: Lesson) -> Iterator[Finding]:
    """Each has a short name, a title, a task and three hints; its index names them all."""
    folder = Path(str(lesson.files))
    try:
        found = exercises_in(folder)
    except BadUsage as trouble:
        yield Finding(f"{FOLDER}/{INDEX}", trouble.message, trouble.fix or "correct the file")
        return
    for each in found:
        yield from _readable(each)
    files = {path.stem for path in (folder / FOLDER).glob("*.py")} - {Path(INDEX).stem}
    for name in sorted(files - {each.path.stem for each in found}):
        yield Finding(f"{FOLDER}/{name}.py", "no learner sees it", f"add it to {INDEX}")


def _readable(text: ExerciseText) -> Iterator[Finding]:
    where = f"{FOLDER}/{text.path.name}"
    if len(text.name) > LONGEST_NAME:
        yield Finding(where, f"its name has {len(text.name)} letters", f"at most {LONGEST_NAME}")
    if not text.title or not text.task:
        fix = "begin the file with a docstring: a title, an empty line, the task"
        yield Finding(where, "it has no title, or no task", fix)
    if len(set(filter(None, text.hints))) != HINTS:
        fix = "write hints=(…) with three strings: where to look, what to compute, nearly the code"
        yield Finding(where, f"it has {len(text.hints)} hints that can be read", fix)


def exercises_fail_unsolved_and_pass_solved(lesson: Lesson) -> Iterator[Finding]:
    """What a learner begins with is not right, and the solution that is shown is."""
    from lessons.kit.practice.check import check
    from lessons.kit.speed.compiler import stand_in

    stand_in()
    try:
        found = exercises_in(Path(str(lesson.files)))
    except BadUsage:
        return  # said above
    for text in found:
        where = f"{FOLDER}/{text.path.name}"
        try:
            exercise: Exercise = import_module(
                f"{lesson.package}.{FOLDER}.{text.path.stem}"
            ).exercise
            unsolved, solved = check(exercise, text.template), check(exercise, text.solution)
        except Exception as error:
            yield Finding(where, f"it cannot be checked ({named(error)})", "correct its cases")
            continue
        if unsolved.is_passed:
            yield Finding(where, "it passes before anything is written", "add cases, or a claim")
        if not solved.is_passed:
            fix = "the reference and what it needs must be in the learner's file: given=(…)"
            yield Finding(where, f"its own solution fails: {solved.says}", fix)


CHECKS: tuple[Check, ...] = (exercises_can_be_read, exercises_fail_unsolved_and_pass_solved)
