"""The learner's own files: one for each exercise, readable and editable without the lab."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from lessons.kit.errors import BadEnvironment, Trouble, reason, visible
from lessons.kit.practice.text import ExerciseText
from tui_lab.practice.found import LessonExercises
from tui_lab.runs.home import home
from tui_lab.system.files import make_private, replace_file, text_of


@dataclass(frozen=True)
class LearnerFile:
    """The file that a learner works in."""

    lesson: LessonExercises
    exercise: ExerciseText

    @property
    def path(self) -> Path:
        """Where it lies, once it is made."""
        return home() / "practice" / self.lesson.key / self.exercise.path.name

    @property
    def stamp(self) -> tuple[int, ...]:
        """When it was written last, its size, and which file it is: polled, as home may be NFS.

        Also when it changed in any way: some programs put the time of writing back.
        """
        try:
            found = self.path.stat()
        except OSError:
            return ()
        return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns

    def make(self) -> Path:
        """Its path; it is written where there is none. Raises BadEnvironment."""
        if not os.path.lexists(self.path):
            self._write(self.exercise.template)
        return self.path

    def text(self) -> str:
        """What stands in it; what it would begin with, where it is not made. Raises Trouble."""
        return text_of(self.path) if os.path.lexists(self.path) else self.exercise.template

    def reset(self) -> Path | None:
        """Write it again as it was first; the path that the learner's is kept under, if it differs.

        Whatever lies there is kept, also what cannot be read. Raises BadEnvironment.
        """
        kept = self._free_name() if self._is_worked_on() else None
        if kept:
            try:
                self.path.rename(kept)
            except OSError as error:
                raise _unwritable(self.path, error) from None
        self._write(self.exercise.template)
        return kept

    def _is_worked_on(self) -> bool:
        try:
            return self.text() != self.exercise.template
        except Trouble:
            return True

    def _free_name(self) -> Path:
        """Such as `clip.before.py`, and `clip.before2.py` where that is taken."""
        names = (self.path.with_suffix(f".before{n}.py") for n in chain([""], count(2)))
        return next(path for path in names if not os.path.lexists(path))

    def _write(self, text: str) -> None:
        try:
            make_private(self.path.parent)
            replace_file(self.path, text.encode(), durable=False)
        except OSError as error:
            raise _unwritable(self.path, error) from None


def _unwritable(path: Path, error: OSError) -> BadEnvironment:
    what = f"{visible(str(path))} cannot be written ({reason(error)})"
    return BadEnvironment(what, "check the disk and your rights, or set DL_LAB_DIR")
