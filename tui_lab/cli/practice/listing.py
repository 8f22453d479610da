"""The exercises as a table, with how the learner stands in each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tui_lab.cli.printing import Paper, Rows
from tui_lab.client.wait import say
from tui_lab.practice.files import LearnerFile
from tui_lab.practice.found import LessonExercises
from tui_lab.practice.progress import PracticeProgress

SIGNS = {"passed": "✓", "passed, solution seen": "✓", "skipped": "-", "tried": "·", "new": " "}


def rows_of(shelf: Iterable[LessonExercises], progress: PracticeProgress) -> list[dict[str, Any]]:
    """What `--list --json` prints: one object an exercise."""
    return [
        {
            "lesson": lesson.id, "number": number, "exercise": each.name, "title": each.title,
            "state": done.word, "passed": bool(done.passed), "tries": done.tries,
            "hints": done.hints, "solution_seen": bool(done.solution), "skipped": done.skipped,
            "file": str(LearnerFile(lesson, each).path),
        }
        for lesson in shelf
        for number, each in enumerate(lesson.exercises, 1)
        for done in [progress.of(lesson.id, each.name)]
    ]  # fmt: skip


def print_all(shelf: list[LessonExercises], progress: PracticeProgress) -> None:
    """A line for each lesson."""
    table = Rows("lesson", "title", "passed", "next")
    passed = total = 0
    for lesson in shelf:
        done, of = progress.counted(lesson.id, lesson.exercises)
        following = progress.next(lesson.id, lesson.exercises)
        table.row(lesson.id, lesson.title, f"{done}/{of}", following.name if following else "")
        passed, total = passed + done, total + of
    Paper().put(table)
    say(f"{passed} of {total} passed; dl-lab practice LESSON lists those of a lesson")


def print_lesson(lesson: LessonExercises, progress: PracticeProgress) -> None:
    """A line for each exercise."""
    table = Rows("", "exercise", "title", "state", "", whole=("exercise",))
    for number, each in enumerate(lesson.exercises, 1):
        done = progress.of(lesson.id, each.name)
        sign = SIGNS[done.word]
        table.row(f"{sign} {number}", each.name, each.title, done.word, done.counts)
    Paper().put(table)
    following = progress.next(lesson.id, lesson.exercises)
    if following:
        say(f"begin with: dl-lab practice {lesson.id} {following.name}")
