"""One lesson's exercises as they are worked on: which is chosen, what is known of each."""

from __future__ import annotations

from pathlib import Path

from lessons.kit import Lesson
from lessons.kit.errors import Trouble
from lessons.kit.practice.feedback import Feedback
from lessons.kit.practice.text import FOLDER, INDEX, ExerciseText
from tui_lab.practice.checking import Checker
from tui_lab.practice.files import LearnerFile, read
from tui_lab.practice.found import LessonExercises, of_page
from tui_lab.practice.progress import Done, PracticeProgress


def has_exercises(lesson: Lesson) -> bool:
    """Whether a lesson brings exercises; none of them is read."""
    return lesson.files.joinpath(FOLDER, INDEX).is_file()


class Desk:
    """Knows no screen: `look` is called now and then, and `check` where it may take a second."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson: LessonExercises = of_page(lesson)
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
        self._checker = self._checker or Checker()

    def unchecked(self) -> str | None:
        """The text of the chosen file, if it was saved since it was checked; None if not."""
        try:
            text = read(self.file.path) if self.file.path.exists() else self.chosen.template
            self.trouble = ""
        except Trouble as trouble:
            self.trouble = str(trouble)
            return None
        before = self._seen.get(self.chosen.name, self.chosen.template)
        is_whole = self._looked == text  # at two looks: an editor may still be writing it
        self._looked = text
        return text if text != before and is_whole else None

    def check(self, exercise: ExerciseText, text: str) -> None:
        """Check a text, and remember what came of it. Waits: not for the screen's own thread."""
        is_first = exercise.name not in self._seen
        self._seen[exercise.name] = text
        self.prepare()
        assert self._checker
        try:
            feedback = self._checker.check(self.lesson, exercise, text)
        except Trouble as trouble:
            self.trouble = str(trouble)
            return
        if self._seen[exercise.name] == text:  # else it was saved again
            self.feedback[exercise.name] = feedback
            self._count(exercise, feedback, is_first=is_first)
            self.version += 1

    def _count(self, exercise: ExerciseText, feedback: Feedback, *, is_first: bool) -> None:
        """What lay there when the lab was opened was counted when it was written."""
        known = self.done(exercise)
        is_counted = is_first and known.tries and (known.passed or not feedback.is_passed)
        if feedback.status != "unwritten" and not is_counted:
            self.progress.tried(self.lesson.id, exercise.name, is_passed=feedback.is_passed)

    def cancel(self) -> None:
        """End the check that is going on."""
        if self._checker:
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
