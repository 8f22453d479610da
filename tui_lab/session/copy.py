"""The learner's own copies of the files that a lesson shows: made, read, checked, thrown away."""

from __future__ import annotations

import ast
import os
import shlex
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lessons.kit import BadEnvironment, BadUsage, Lesson, Trouble
from lessons.kit.errors import reason, said, visible
from lessons.kit.page.lesson import LOOP
from tui_lab.runs.home import home
from tui_lab.system.files import make_private, replace_file, text_of

EDITORS = ("nano", "vim", "vi", "micro", "emacs")
"""What is looked for where neither VISUAL nor EDITOR says."""


@dataclass(frozen=True)
class Copy:
    """The files of a lesson as this learner has them."""

    lesson: Lesson

    def path(self, name: str) -> Path:
        """Where a file is kept, once there is a copy of it."""
        return home() / "edited" / self._folder / name

    @property
    def _folder(self) -> str:
        """Ours by its name; one from outside by its package's, which no other lesson has."""
        return self.lesson.package if self.lesson.found_as else self.lesson.folder

    @property
    def stamp(self) -> tuple[float, ...]:
        """When each was written last; 0 where there is none."""
        return tuple(_written(self.path(name)) for name in self.lesson.shows)

    @property
    def edits(self) -> dict[str, str]:
        """What the learner made of them; without those that are as they were. Raises Trouble."""
        found = {name: self.text(name) for name in self.lesson.shows}
        return {name: text for name, text in found.items() if text is not None}

    def text(self, name: str) -> str | None:
        """What the learner made of a file; None where it is as it was. Raises Trouble."""
        path = self.path(name)
        if not os.path.lexists(path):
            return None
        text = text_of(path)
        return None if text == self.lesson.shown[name] else text

    def make(self, name: str) -> Path:
        """A copy's path; it is made of the original where there is none. Raises Trouble."""
        path = self.path(name)
        try:
            if not path.exists():
                make_private(path.parent)
                replace_file(path, self.lesson.shown[name].encode())
        except OSError as error:
            raise BadEnvironment(
                f"{visible(str(path))} cannot be written ({reason(error)})"
            ) from None
        return path

    def restore(self, name: str) -> Path | None:
        """Go back to the original, and keep the copy under this other name; None without one.

        Also a copy that cannot be read. Raises Trouble where it cannot be moved.
        """
        with suppress(Trouble):
            if self.text(name) is None:
                return None
        path = self.path(name)
        kept = path.with_stem(f"{path.stem}.before")
        try:
            path.replace(kept)
        except OSError as error:
            raise BadEnvironment(
                f"{visible(str(path))} cannot be moved ({reason(error)})"
            ) from None
        return kept


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def check(name: str, text: str) -> None:
    """Raise BadUsage, with the line, for what Python cannot read, and a loop file without loop."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise BadUsage(
            f"your {name} cannot be read: line {error.lineno}: {error.msg}", "e edits it again"
        ) from None
    except ValueError as error:
        raise BadUsage(f"your {name} cannot be read: {said(error)}", "e edits it again") from None
    loops = (node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    if name == LOOP and "train" not in loops:
        raise BadUsage(
            "your train.py has no function `train`", "e edits it, E restores the original"
        )


def editor() -> list[str]:
    """The learner's editor as a command. Raises BadEnvironment where there is none."""
    for name in ("VISUAL", "EDITOR"):
        try:
            command = shlex.split(os.environ.get(name, ""))
        except ValueError as error:
            what = f"{name} is not a command ({said(error)}): {visible(os.environ[name])}"
            raise BadEnvironment(what, f"set {name} to your editor") from None
        if command:
            return command
    found = next((path for name in EDITORS if (path := shutil.which(name))), None)
    if found is None:
        raise BadEnvironment("no editor was found", "set EDITOR to the name of your editor")
    return [found]
