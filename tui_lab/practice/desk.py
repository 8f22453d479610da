"""One lesson's exercises as they are worked on: which is chosen, what is known of each."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lessons.kit import Lesson
from lessons.kit.errors import BadUsage, Trouble
from lessons.kit.practice.feedback import Feedback
from lessons.kit.practice.text import FOLDER, INDEX, ExerciseText
from tui_lab.practice.checking import Checker
from tui_lab.practice.files import LearnerFile
from tui_lab.practice.found import LessonExercises, of_page
from tui_lab.practice.progress import Done, PracticeProgress


def has_exercises(lesson: Lesson) -> bool:
    """Whether a lesson brings exercises; none of them is read."""
    return lesson.files.joinpath(FOLDER, INDEX).is_file()


def is_begun(lesson: Lesson) -> bool:
    """Whether a learner has done anything in a lesson's exercises; none of them is read."""
    return PracticeProgress().is_begun(lesson.address)


class Desk:
    """Knows no screen: `look` is called now and then, and `check` where it may take a second."""

    def __init__(self, lesson: Lesson) -> None:
        """Read the exercises of a lesson. Raises BadUsage where there are none to be read."""
        self.lesson: LessonExercises = of_page(lesson)
        if not self.lesson.exercises:
            raise BadUsage("this lesson has no exercises", f"add their names to {INDEX}")
        self.progress = PracticeProgress()
        following = self.progress.next(self.lesson.id, self.exercises)
        self.place = self.exercises.index(following) if following else 0
        self.feedback: dict[str, Feedback] = {}
        self.shows_solution = False
        self.trouble = ""
        """Why a file could not be read or checked."""
        self.version = 0
        self._looked = ""
        self._seen: dict[str, str] = {}
        """The text of each file that was checked last."""
        self._at_work = ""
        self._checker: Checker | None = None

    @property
    def exercises(self) -> tuple[ExerciseText, ...]:
        """All of them, in order."""
        return self.lesson.exercises

    @property
    def chosen(self) -> ExerciseText:
        """The one that is worked on."""
        return self.exercises[self.place]

    @property
    def file(self) -> LearnerFile:
        """Its file."""
        return LearnerFile(self.lesson, self.chosen)

    def done(self, exercise: ExerciseText) -> Done:
        """What is known of an exercise."""
        return self.progress.of(self.lesson.id, exercise.name)

    @property
    def tally(self) -> str:
        """Such as 1/4."""
        passed, of = self.progress.counted(self.lesson.id, self.exercises)
        return f"{passed}/{of}"

    def move(self, by: int) -> bool:
        """Choose another; whether there is one."""
        there = self.place + by
        if not 0 <= there < len(self.exercises):
            return False
        self.place, self.shows_solution = there, False
        self.version += 1
        return True

    def prepare(self) -> None:
        """Begin to load torch, so that the first check need not wait for it."""
        with suppress(Trouble):  # the check says why
            self._checker = self._checker or Checker()

    def unchecked(self) -> str | None:
        """The text of the chosen file, if it was saved since it was checked; None if not."""
        try:
            text, self.trouble = self.file.text(), ""
        except Trouble as trouble:
            self.trouble = str(trouble)
            return None
        before = self._seen.get(self.chosen.name, self.chosen.template)
        is_whole = self._looked == text  # at two looks: an editor may still be writing it
        self._looked = text
        return text if text != before and is_whole else None

    def begin(self, exercise: ExerciseText, text: str) -> None:
        """Hold a text for looked at: `check` follows, in another thread."""
        self._seen[exercise.name] = text
        self._at_work = exercise.name

    def check(self, exercise: ExerciseText, text: str) -> None:
        """Check a text, and remember what came of it. Waits: not for the screen's own thread."""
        try:
            self._checker = self._checker or Checker()
            feedback = self._checker.check(self.lesson, exercise, text)
        except Trouble as trouble:
            self.feedback[exercise.name] = Feedback("stopped", trouble.message, trouble.fix)
            self.version += 1
            return
        if self._seen.get(exercise.name) == text:  # else it was saved again, or reset
            self.feedback[exercise.name] = feedback
            if feedback.status != "unwritten":
                done = feedback.is_passed
                self.progress.tried(self.lesson.id, exercise.name, text, is_passed=done)
            self.version += 1

    def cancel(self) -> None:
        """End the check of the chosen one: its file was saved again, and is looked at again."""
        if self._checker and self._at_work == self.chosen.name:
            self._seen.pop(self._at_work, None)
            self._checker.cancel()

    def hint(self) -> None:
        """One more hint."""
        self.progress.hinted(self.lesson.id, self.chosen.name, len(self.chosen.hints))
        self.version += 1

    def show_solution(self) -> None:
        """Show it, or hide it again."""
        self.shows_solution = not self.shows_solution
        if self.shows_solution:
            self.progress.saw_solution(self.lesson.id, self.chosen.name)
        self.version += 1

    def skip(self) -> bool:
        """Pass the chosen one over, or take it up again; whether it is skipped now."""
        is_skipped = self.progress.skip(self.lesson.id, self.chosen.name)
        self.version += 1
        return is_skipped

    def reset(self) -> Path | None:
        """Begin the chosen one again; where the learner's file is kept. Raises Trouble."""
        kept = self.file.reset()
        self.progress.forget(self.lesson.id, self.chosen.name)
        self.feedback.pop(self.chosen.name, None)
        self._seen.pop(self.chosen.name, None)
        self.shows_solution = False
        self.version += 1
        return kept

    def close(self) -> None:
        """End the process that checks."""
        if self._checker:
            self._checker.close()
            self._checker = None
