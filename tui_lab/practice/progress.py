"""What the learner has done in each exercise: one small file that people can read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lessons.kit.errors import reason
from tui_lab.runs.home import home
from tui_lab.system.documents import read_document, write_document

if TYPE_CHECKING:
    from lessons.kit.practice.text import ExerciseText


class Done(msgspec.Struct, omit_defaults=True):
    """One exercise: nothing of it is forbidden, all of it is counted."""

    tries: int = 0
    """Checks of a file that differed from the one before."""
    tried: str = ""
    """A digest of that file: two windows, or two commands, count it once."""
    hints: int = 0
    """How many of the three hints were read."""
    passed: str = ""
    """When it passed first."""
    solution: str = ""
    """When the solution was first looked at."""
    skipped: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return not self.passed and not self.skipped

    @property
    def word(self) -> str:
        """How it stands, in a word or two."""
        if self.passed:
            is_own = not self.solution or self.passed <= self.solution
            return "passed" if is_own else "passed, solution seen"
        if self.skipped:
            return "skipped"
        return "tried" if self.tries else "new"

    @property
    def counts(self) -> str:
        """Such as `3 tries, 1 hint`."""
        parts = [(self.tries, "try", "tries"), (self.hints, "hint", "hints")]
        return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in parts if n)


class Document(msgspec.Struct):
    """practice/progress.json."""

    v: int = 1
    lessons: dict[str, dict[str, Done]] = {}


class PracticeProgress:
    """The learner's exercises. Read again before each change: another window may write too."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or home() / "practice" / "progress.json"
        self.trouble = ""
        """Why it could not be read or kept, in words; never a reason to stop."""
        self._document = self._read()

    def of(self, lesson: str, exercise: str) -> Done:
        """What is known of an exercise."""
        return self._document.lessons.get(lesson, {}).get(exercise) or Done()

    def is_begun(self, lesson: str) -> bool:
        """Whether anything is known of a lesson's exercises."""
        return lesson in self._document.lessons

    def counted(self, lesson: str, exercises: Iterable[ExerciseText]) -> tuple[int, int]:
        """How many of a lesson's exercises are passed, and how many there are."""
        known = [self.of(lesson, each.name) for each in exercises]
        return sum(bool(each.passed) for each in known), len(known)

    def next(self, lesson: str, exercises: Iterable[ExerciseText]) -> ExerciseText | None:
        """The first that is still open; None where all are done or skipped."""
        return next((each for each in exercises if self.of(lesson, each.name).is_open), None)

    def look_again(self) -> None:
        """Read what another window has written."""
        self._document = self._read()

    def tried(self, lesson: str, exercise: str, text: str, *, is_passed: bool) -> None:
        """A file with this text was checked."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]

        def put(done: Done) -> None:
            done.tries += done.tried != digest
            done.tried = digest
            if is_passed:
                done.passed = done.passed or _now()
                done.skipped = False

        self._change(lesson, exercise, put)

    def hinted(self, lesson: str, exercise: str, most: int) -> int:
        """One more hint is read; its number."""
        self._change(
            lesson, exercise, lambda done: setattr(done, "hints", min(done.hints + 1, most))
        )
        return self.of(lesson, exercise).hints

    def saw_solution(self, lesson: str, exercise: str) -> None:
        """The solution was looked at."""
        self._change(
            lesson, exercise, lambda done: setattr(done, "solution", done.solution or _now())
        )

    def skip(self, lesson: str, exercise: str) -> bool:
        """Pass it over, or take it up again; whether it is skipped now. What is passed never is."""

        def turn(done: Done) -> None:
            done.skipped = not done.skipped and not done.passed

        self._change(lesson, exercise, turn)
        return self.of(lesson, exercise).skipped

    def forget(self, lesson: str, exercise: str | None = None) -> bool:
        """Forget an exercise, or all of a lesson; whether there was anything."""
        self._document = self._read()
        known = self._document.lessons
        if exercise is None:
            found = known.pop(lesson, None) is not None
        else:
            found = known.get(lesson, {}).pop(exercise, None) is not None
        if found:
            self._write()
        return found

    def _change(self, lesson: str, exercise: str, change: Callable[[Done], object]) -> None:
        self._document = self._read()
        change(self._document.lessons.setdefault(lesson, {}).setdefault(exercise, Done()))
        self._write()

    def _write(self) -> None:
        try:
            write_document(self.path, self._document)
        except OSError as error:
            self.trouble = f"progress cannot be saved ({reason(error)})"

    def _read(self) -> Document:
        """The file; where it cannot be read, what is known so far stays."""
        known = getattr(self, "_document", None) or Document()
        document, trouble = read_document(self.path, known, Document())
        self.trouble = trouble or self.trouble
        return document


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
