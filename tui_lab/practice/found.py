"""The exercises of a lesson, and of all lessons, read without running a line of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import lessons
from lessons.find.entries import Entry
from lessons.kit.errors import BadUsage, unknown
from tui_lab.practice.progress import PracticeProgress

if TYPE_CHECKING:
    from lessons.kit import Lesson
    from lessons.kit.practice.text import ExerciseText

NEXT = "next"


@dataclass(frozen=True)
class LessonExercises:
    """A lesson with its exercises."""

    id: str
    """What people type, and what progress is kept by."""
    title: str
    key: str
    """The name of its folder among the learner's files."""
    exercises: tuple[ExerciseText, ...]
    origin: str | None = None
    """Where its package is imported from, if its name does not say so."""

    def find(self, name: str) -> ExerciseText:
        """An exercise by its name or number. Raises BadUsage with the nearest name."""
        names = [each.name for each in self.exercises]
        wanted = name.replace("_", "-").lower()
        if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
            return self.exercises[int(wanted) - 1]
        if wanted in names:
            return self.exercises[names.index(wanted)]
        raise unknown(f"exercise of {self.id}", name, names)


def of_lesson(name: str) -> LessonExercises:
    """The exercises of one lesson. Raises Trouble where there is none, or no lesson."""
    from tui_lab.trust.permission import load  # 20 ms that the menu need not pay

    entry = lessons.entry(name)
    found = _of_entry(entry) if entry is not None else of_page(load(name))
    if not found.exercises:
        raise BadUsage(f"{found.id} has no exercises", "dl-lab practice lists those that have some")
    return found


def of_page(lesson: Lesson) -> LessonExercises:
    """Those of a lesson whose page was loaded; perhaps none. Raises BadUsage."""
    exercises = _written(Path(str(lesson.files)))
    key = lesson.package if lesson.found_as else lesson.folder
    return LessonExercises(lesson.address, lesson.title, key, exercises, lesson.origin)


def everywhere() -> list[LessonExercises]:
    """The lessons that have exercises: ours by number, then those from outside that are trusted."""
    ours = [_of_entry(entry) for entry in lessons.entries()]
    return [found for found in [*ours, *_from_outside()] if found.exercises]


def _from_outside() -> Iterator[LessonExercises]:
    from tui_lab.trust.outside_lessons import outside_lessons

    for each in outside_lessons():
        if each.page is not None:
            with suppress(BadUsage):  # dl-lab lint says what is wrong with it
                yield of_page(each.page)


def practised(lesson: str, folder: Path | None = None) -> str:
    """Such as `exercises 1/4`; "" where the learner has begun none of this lesson.

    `folder` is that of a lesson from outside: its exercises are read as text, and not run.
    """
    progress = PracticeProgress()
    entry = lessons.entry(lesson) if folder is None else None
    folder = entry.folder if entry else folder
    if folder is None or not progress.is_begun(lesson):
        return ""
    try:
        passed, of = progress.counted(lesson, _written(folder))
    except BadUsage:  # dl-lab lint says what is wrong with it
        return ""
    return f"exercises {passed}/{of}"


def _of_entry(entry: Entry) -> LessonExercises:
    return LessonExercises(entry.id, entry.title, entry.folder.name, _written(entry.folder))


def _written(folder: Path) -> tuple[ExerciseText, ...]:
    from lessons.kit.practice.text import exercises_in

    return tuple(exercises_in(folder))
