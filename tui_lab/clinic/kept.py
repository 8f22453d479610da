"""What is kept of a case between two visits: recordings, answers, and the files being edited."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit import BadEnvironment, Lesson
from lessons.kit.clinic.case import Case
from lessons.kit.clinic.orders import Answer
from lessons.kit.errors import reason, visible
from tui_lab.clinic.messages import Ran
from tui_lab.runs.home import home
from tui_lab.system.documents import read_document, write_document
from tui_lab.system.files import make_private, replace_file, text_of

SICK, HEALTHY, CURED = "sick", "healthy", "cured"
"""The runs that are recorded: the case's, its healthy twin, and the last that a cure trained."""


class Notes(msgspec.Struct, omit_defaults=True):
    """notes.json: what was found out so far."""

    ran: Ran | None = None
    answers: dict[str, Answer] = {}
    named: str = ""
    """The fault that was named right."""
    told: list[str] = []
    """What was said of the last try."""
    set: dict[str, Any] = {}
    """Settings of the cure that is being prepared."""


class Kept:
    """A folder for one case with one seed. Another version of the case has another folder."""

    def __init__(self, case: Case, lesson: Lesson, seed: int) -> None:
        self.texts = case.sick(lesson)
        plan = msgspec.json.encode([self.texts, case.sick_plan(lesson, seed).config])
        digest = hashlib.sha256(plan).hexdigest()[:8]
        own = f"{lesson.package}." * ("/" in case.name)  # of a lesson from outside
        self.every = home() / "clinic" / f"{own}{case.short}-{seed}"
        self.path = self.every / digest

    def recording(self, which: str) -> Path:
        """Where a run is recorded."""
        return self.path / f"{which}.jsonl"

    def make(self) -> None:
        """Make the folder. Raises BadEnvironment."""
        try:
            make_private(self.path)
        except OSError as error:
            raise _unwritable(self.path, error) from None

    # notes

    def read(self) -> Notes:
        """What was found out so far."""
        found, _ = read_document(self.path / "notes.json", Notes(), Notes())
        return found

    def write(self, notes: Notes) -> None:
        """Keep it. Raises BadEnvironment."""
        try:
            write_document(self.path / "notes.json", notes)
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def forget(self) -> None:
        """Delete everything, the edited files too."""
        shutil.rmtree(self.every, ignore_errors=True)

    # the files of the case

    def file(self, name: str) -> Path:
        """Where a file of the case is edited; made of the sick one where there is none yet.

        Raises BadEnvironment.
        """
        path = self.path / name
        try:
            if not path.exists():
                make_private(self.path)
                replace_file(path, self.texts[name].encode())
        except OSError as error:
            raise _unwritable(path, error) from None
        return path

    @property
    def fixes(self) -> dict[str, str]:
        """The files that differ from the sick ones. Raises BadEnvironment."""
        found = {}
        for name, text in self.texts.items():
            path = self.path / name
            mine = text_of(path) if os.path.lexists(path) else text
            if mine != text:
                found[name] = mine
        return found

    def restore(self, name: str) -> None:
        """The file as the case has it. Raises BadEnvironment."""
        try:
            (self.path / name).unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self.path / name, error) from None


def _unwritable(path: Path, error: OSError) -> BadEnvironment:
    what = f"{visible(str(path))} cannot be written ({reason(error)})"
    return BadEnvironment(what, "set DL_LAB_DIR to a folder of yours")
