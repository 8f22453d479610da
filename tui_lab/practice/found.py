"""The exercises of a lesson, and of all lessons, read without running a line of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import lessons
from lessons.find.entries import Entry
from lessons.kit.errors import BadUsage, unknown
from lessons.kit.practice.text import ExerciseText, exercises_in
from tui_lab.trust.permission import load

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
    entry = lessons.entry(name)
    if entry is not None:
        found = _of_entry(entry)
    else:
        lesson = load(name)
        folder = Path(str(lesson.files))
        key = lesson.package if lesson.found_as else lesson.folder
        exercises = tuple(exercises_in(folder))
        found = LessonExercises(lesson.address, lesson.title, key, exercises, lesson.origin)
    if not found.exercises:
        raise BadUsage(f"{found.id} has no exercises", "dl-lab practice lists those that have some")
    return found


def everywhere() -> list[LessonExercises]:
    """The lessons of ours that have exercises, by number."""
    return [found for entry in lessons.entries() if (found := _of_entry(entry)).exercises]


def _of_entry(entry: Entry) -> LessonExercises:
    exercises = tuple(exercises_in(entry.folder))
    return LessonExercises(entry.id, entry.title, entry.folder.name, exercises)
