"""The learner's own copy of a lesson's train.py: made, read, checked, thrown away."""

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
from tui_lab.runs.places import home
from tui_lab.system.files import make_private, replace_file

EDITORS = ("nano", "vim", "vi", "micro", "emacs")
"""What is looked for where neither VISUAL nor EDITOR says."""


@dataclass(frozen=True)
class Copy:
    """A lesson's train.py as this learner has it."""

    lesson: Lesson

    @property
    def path(self) -> Path:
        """Where it is kept, once there is one."""
        return home() / "edited" / self._folder / "train.py"

    @property
    def _folder(self) -> str:
        """Ours by its name; one from outside by its package's, which no other lesson has."""
        return self.lesson.package if self.lesson.found_as else self.lesson.folder

    @property
    def stamp(self) -> float:
        """When it was written last; 0 where there is none."""
        try:
            return self.path.stat().st_mtime
        except OSError:
            return 0.0

    @property
    def text(self) -> str | None:
        """What the learner made of it; None where it is as it was. Raises Trouble."""
        if not self.path.is_file():
            return None
        try:
            text = self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadEnvironment(
                f"{visible(str(self.path))} cannot be read ({said(error)})"
            ) from None
        return None if text == self.lesson.source else text

    def make(self) -> Path:
        """The copy's path; it is made of the original where there is none. Raises Trouble."""
        try:
            if not self.path.exists():
                make_private(self.path.parent)
                replace_file(self.path, self.lesson.source.encode())
        except OSError as error:
            raise BadEnvironment(
                f"{visible(str(self.path))} cannot be written ({reason(error)})"
            ) from None
        return self.path

    def restore(self) -> bool:
        """Go back to the original; whether there was anything else. The copy stays, renamed.

        Also one that cannot be read. Raises Trouble where it cannot be moved.
        """
        with suppress(Trouble):
            if self.text is None:
                return False
        try:
            self.path.replace(self.path.with_name("train.before.py"))
        except OSError as error:
            raise BadEnvironment(
                f"{visible(str(self.path))} cannot be moved ({reason(error)})"
            ) from None
        return True


def check(text: str) -> None:
    """Raise BadUsage, with the line, for what Python cannot read or has no loop in it."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise BadUsage(
            f"your train.py cannot be read: line {error.lineno}: {error.msg}", "e edits it again"
        ) from None
    except ValueError as error:
        raise BadUsage(f"your train.py cannot be read: {said(error)}", "e edits it again") from None
    if not any(isinstance(node, ast.FunctionDef) and node.name == "train" for node in tree.body):
        raise BadUsage("your train.py has no function `train`", "e edits it, E brings it back")


def editor() -> list[str]:
    """The learner's editor as a command. Raises BadEnvironment where there is none."""
    for name in ("VISUAL", "EDITOR"):
        try:
            command = shlex.split(os.environ.get(name, ""))
        except ValueError as error:
            what = f"{name} is no command ({said(error)}): {visible(os.environ[name])}"
            raise BadEnvironment(what, f"set {name} to your editor") from None
        if command:
            return command
    found = next((path for name in EDITORS if (path := shutil.which(name))), None)
    if found is None:
        raise BadEnvironment("no editor was found", "set EDITOR to the name of yours")
    return [found]
