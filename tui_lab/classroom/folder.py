"""The folder of a class: its secret, its roster and its assignments."""

from __future__ import annotations

import csv
import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lessons.kit.data.sources.files import shown
from lessons.kit.errors import BadEnvironment, BadUsage, reason, unknown
from tui_lab.classroom import assignment as tasks
from tui_lab.classroom.assignment import NAME, Assignment
from tui_lab.classroom.roster import Student, read_roster
from tui_lab.classroom.seeds import BYTES, new_secret, seed_of
from tui_lab.system.files import make_private, replace_file

SECRET, ROSTER, TASK = "secret", "roster.csv", "assign.toml"
INBOX_MODE = 0o1733
"""Everybody may put a file into it; only its owner can see what is there, or take it away."""


@dataclass(frozen=True)
class Task:
    """The folder of one assignment."""

    path: Path

    @property
    def file(self) -> Assignment:
        """assign.toml. Raises Trouble."""
        return tasks.read(self.path / TASK, Assignment)

    @property
    def sheets(self) -> Path:
        """A file for each student."""
        return self.path / "sheets"

    @property
    def handed_in(self) -> Path:
        """Copies of what was handed in."""
        return self.path / "hand-ins"

    @property
    def results(self) -> Path:
        """A file for each student that was graded."""
        return self.path / "results"


@dataclass(frozen=True)
class ClassFolder:
    """A class on disk."""

    path: Path

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name

    @property
    def secret(self) -> str:
        """The secret that seeds are made from. Raises BadEnvironment."""
        file = self.path / SECRET
        try:
            found = file.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            what = f"the secret of this class cannot be read ({reason(error)})"
            raise BadEnvironment(what, f"copy {SECRET} back from your backup") from None
        if len(found) != 2 * BYTES or not set(found) <= set("0123456789abcdef"):
            raise BadEnvironment(
                f"{shown(file)} is damaged", f"copy {SECRET} back from your backup"
            )
        return found

    @property
    def roster(self) -> list[Student]:
        """All students. Raises Trouble."""
        return read_roster(self.path / ROSTER)

    def seed(self, task: Assignment, student: str) -> int:
        """The first seed of a student's run."""
        return task.seed if task.seed != "student" else seed_of(self.secret, student, task.lesson)

    def tasks(self) -> Iterator[Task]:
        """Its assignments, by name."""
        for file in sorted(self.path.glob(f"*/{TASK}")):
            yield Task(file.parent)

    def task(self, name: str = "") -> Task:
        """The assignment of this name; without one, the only one. Raises BadUsage."""
        found = {task.path.name: task for task in self.tasks()}
        if name in found:
            return found[name]
        if not name and len(found) == 1:
            return next(iter(found.values()))
        if name:
            raise unknown("assignment", name, found)
        fix = f"name one of them: {', '.join(found)}" if found else "dl-lab class assign LESSON"
        raise BadUsage(f"this class has {len(found) or 'no'} assignments", fix)


def new_class(path: Path, students: Sequence[Student]) -> ClassFolder:
    """Make a class. Raises BadUsage for a folder that is there, BadEnvironment."""
    if not NAME.fullmatch(path.name):
        fix = "a name has letters, digits, - and _, 40 at the most"
        raise BadUsage(f"a class cannot be called {path.name!r}", fix)
    if path.exists():
        raise BadUsage(f"{shown(path)} already exists", "choose another name")
    try:
        make_private(path)
        replace_file(path / SECRET, f"{new_secret()}\n".encode())
        replace_file(path / ROSTER, roster_text(students).encode())
    except OSError as error:
        what = f"{shown(path)} cannot be made ({reason(error)})"
        raise BadEnvironment(what, "choose a folder of yours") from None
    return ClassFolder(path)


def roster_text(students: Sequence[Student]) -> str:
    """The roster as this class keeps it."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["id", "name", "account"])
    table.writerows([student.id, student.name, student.account] for student in students)
    return text.getvalue()


def find_class(given: Path | None) -> ClassFolder:
    """The class in this folder; without one, that where we are, or above. Raises BadUsage."""
    here = (given or Path(os.environ.get("DL_LAB_CLASS") or ".")).expanduser().absolute()
    for folder in [here] if given else [here, *here.parents]:
        if (folder / SECRET).is_file() and (folder / ROSTER).is_file():
            return ClassFolder(folder)
    where = f"in {shown(given)}" if given else "here"
    raise BadUsage(f"there is no class {where}", "go to its folder, or name it with --class")


def inbox_faults(path: Path) -> Iterator[tuple[str, str]]:
    """What keeps a folder from being one to hand in to: each in words, with its cure."""
    shown_ = shown(path)
    if not path.is_dir():
        yield f"{shown_} is not there", f"mkdir -p {shown_} && chmod 1733 {shown_}"
        return
    mode, cure = stat.S_IMODE(path.stat().st_mode), f"chmod 1733 {shown_}"
    wrong = {
        "others cannot put a file into it": mode & 0o003 != 0o003,
        "others can see what was handed in": bool(mode & 0o044),
        "others can delete what was handed in": not mode & stat.S_ISVTX,
        "you cannot collect from it": mode & 0o700 != 0o700 or path.stat().st_uid != os.getuid(),
    }
    for what, is_so in wrong.items():
        if is_so:
            yield f"{shown_}: {what}", cure
    for above in path.absolute().parents:
        if not above.stat().st_mode & 0o001:
            yield f"others cannot come to {shown_}: {shown(above)} is closed", f"chmod o+x {above}"


def make_inbox(path: Path) -> None:
    """A folder into which everybody can write and nobody else look. Raises BadEnvironment."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(INBOX_MODE)
        if stat.S_IMODE(path.stat().st_mode) != INBOX_MODE:
            raise PermissionError(1, "its mode could not be set")
    except OSError as error:
        what = f"{shown(path)} cannot be a folder for hand-ins ({reason(error)})"
        raise BadEnvironment(what, "choose a folder of yours") from None
