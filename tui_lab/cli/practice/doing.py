"""What `dl-lab practice` does: list, check, hint, solve, reset, skip."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit.errors import BadUsage
from lessons.kit.practice.feedback import Feedback
from lessons.kit.practice.text import ExerciseText
from tui_lab.cli.practice.listing import print_all, print_lesson, rows_of
from tui_lab.cli.practice.saying import show_feedback
from tui_lab.client.wait import say
from tui_lab.practice.checking import Checker
from tui_lab.practice.files import LearnerFile
from tui_lab.practice.found import NEXT, LessonExercises, everywhere, of_lesson
from tui_lab.practice.progress import PracticeProgress
from tui_lab.runs.report import to_line
from tui_lab.system.files import text_of
from tui_lab.terminal.confirm import is_somebody_there


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    lesson: str | None
    exercise: str | None
    verbs: list[str]
    file: Path | None
    as_json: bool


@dataclass(frozen=True)
class Task:
    """One exercise of a learner, with what is known of it."""

    lesson: LessonExercises
    exercise: ExerciseText
    progress: PracticeProgress

    @property
    def file(self) -> LearnerFile:
        """The file that the learner works in."""
        return LearnerFile(self.lesson, self.exercise)

    @property
    def command(self) -> str:
        """What is typed for it."""
        return f"dl-lab practice {self.lesson.id} {self.exercise.name}"


def practise(wish: Wish) -> int:
    """Do what is wished; the exit code: 0 passed, 1 not. Raises Trouble."""
    if len(wish.verbs) > 1:
        two = " and ".join(f"--{verb}" for verb in wish.verbs[:2])
        raise BadUsage(f"{two} are two different things", "choose one of them")
    if wish.lesson is None or wish.verbs == ["list"] or (not wish.exercise and not wish.verbs):
        return _list(wish)
    task = _task(wish.lesson, wish.exercise)
    verb = wish.verbs[0] if wish.verbs else ""
    done: dict[str, Callable[[Task, Wish], int]] = {
        "check": _check, "once": _check, "hint": _hint, "solution": _solution, "reset": _reset,
        "skip": _skip, "watch": _work,
    }  # fmt: skip
    code = done.get(verb, _work)(task, wish)
    if task.progress.trouble:
        say(task.progress.trouble)
    return code


def _list(wish: Wish) -> int:
    if wish.lesson is None and wish.verbs not in ([], ["list"]):
        raise BadUsage(f"--{wish.verbs[0]} needs a lesson", "such as: dl-lab practice lesson3")
    progress = PracticeProgress()
    shelf = everywhere() if wish.lesson is None else [of_lesson(wish.lesson)]
    if wish.as_json:
        _put({"v": 1, "exercises": rows_of(shelf, progress)})
    elif wish.lesson is None:
        print_all(shelf, progress)
    else:
        print_lesson(shelf[0], progress)
    if progress.trouble:
        say(progress.trouble)
    return 0


def _task(name: str, exercise: str | None) -> Task:
    """The exercise that is meant; without a name, the first that is open."""
    lesson, progress = of_lesson(name), PracticeProgress()
    if exercise and exercise != NEXT:
        return Task(lesson, lesson.find(exercise), progress)
    found = progress.next(lesson.id, lesson.exercises)
    if found is None:
        fix = f"dl-lab practice {lesson.id} lists them"
        raise BadUsage(f"all exercises of {lesson.id} are passed or skipped", fix)
    return Task(lesson, found, progress)


def _check(task: Task, wish: Wish) -> int:
    """Check a file once: the learner's own, which counts, or another."""
    text = text_of(wish.file.expanduser() if wish.file else task.file.make())
    with Checker() as checker:
        feedback = checker.check(task.lesson, task.exercise, text)
    if wish.file is None:
        count(task, text, feedback)
    _tell(task, feedback, wish, str(wish.file or task.file.path))
    return 0 if feedback.is_passed else 1


def count(task: Task, text: str, feedback: Feedback) -> None:
    """A check of the learner's own file is a try, unless nothing is written yet."""
    if feedback.status != "unwritten":
        task.progress.tried(task.lesson.id, task.exercise.name, text, is_passed=feedback.is_passed)


def _tell(task: Task, feedback: Feedback, wish: Wish, file: str) -> None:
    if wish.as_json:
        _put(document(task, feedback, file))
    else:
        show_feedback(feedback, task.exercise.name)
        say(next_words(task) if feedback.is_passed else f"edit {file}; {task.command} --hint helps")


def next_words(task: Task) -> str:
    """What comes after this one."""
    found = task.progress.next(task.lesson.id, task.lesson.exercises)
    if found is None:
        return f"all exercises of {task.lesson.id} are done; dl-lab practice lists the others"
    return f"next: dl-lab practice {task.lesson.id} {found.name}"


def document(task: Task, feedback: Feedback, file: str) -> dict[str, Any]:
    """What `--json` prints of a check."""
    done = task.progress.of(task.lesson.id, task.exercise.name)
    return {
        "v": 1, "lesson": task.lesson.id, "exercise": task.exercise.name,
        "title": task.exercise.title, "file": file, "passed": feedback.is_passed,
        "tries": done.tries, "hints": done.hints, "solution_seen": bool(done.solution),
        "feedback": msgspec.to_builtins(feedback), "exit": 0 if feedback.is_passed else 1,
    }  # fmt: skip


def _hint(task: Task, wish: Wish) -> int:
    hints = task.exercise.hints
    number = task.progress.hinted(task.lesson.id, task.exercise.name, len(hints))
    if wish.as_json:
        _put({"v": 1, "hint": number, "of": len(hints), "text": hints[number - 1]})
    else:
        print(f"hint {number} of {len(hints)}: {hints[number - 1]}")
    return 0


def _solution(task: Task, wish: Wish) -> int:
    task.progress.saw_solution(task.lesson.id, task.exercise.name)
    if wish.as_json:
        _put({"v": 1, "solution": task.exercise.solution})
    else:
        print(task.exercise.solution, end="")
    return 0


def _reset(task: Task, wish: Wish) -> int:
    kept = task.file.reset()
    task.progress.forget(task.lesson.id, task.exercise.name)
    where = f"; your file is kept as {kept}" if kept else ""
    say(f"{task.exercise.name} begins again{where}")
    if wish.as_json:
        _put({"v": 1, "file": str(task.file.path), "kept": str(kept) if kept else None})
    return 0


def _skip(task: Task, wish: Wish) -> int:
    is_skipped = task.progress.skip(task.lesson.id, task.exercise.name)
    say(f"{task.exercise.name} is {'skipped' if is_skipped else 'open again'}; {next_words(task)}")
    if wish.as_json:
        _put({"v": 1, "skipped": is_skipped})
    return 0


def _work(task: Task, wish: Wish) -> int:
    """Work on it: in the editor where a person is there, else one check."""
    if wish.as_json or not (is_somebody_there() and sys.stdout.isatty()):
        if "watch" in wish.verbs:
            raise BadUsage("--watch needs a terminal", "check once: --once, or --json")
        return _check(task, wish)
    from tui_lab.cli.practice.session import work

    return work(task, edits="watch" not in wish.verbs)


def _put(document: object) -> None:
    sys.stdout.write(to_line(document).decode())
    sys.stdout.flush()
