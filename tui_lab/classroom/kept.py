"""The rows of an assignment on disk: a file for each student who was graded."""

from __future__ import annotations

from pathlib import Path

import msgspec

from lessons.kit import BadEnvironment
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import reason
from tui_lab.classroom.folder import ClassFolder, Task
from tui_lab.classroom.row import Row, not_known
from tui_lab.system.files import first_bytes, make_private, replace_file

LARGEST = 16 << 20


def write_row(task: Task, row: Row) -> None:
    """Keep a row. Raises BadEnvironment where nothing can be kept."""
    content = msgspec.json.format(msgspec.json.encode(row), indent=1) + b"\n"
    try:
        make_private(task.results)
        replace_file(_place(task, row.student), content, durable=False)
    except OSError as error:
        what = f"{shown(task.results)} cannot be written ({reason(error)})"
        raise BadEnvironment(what, "free some space, or check your rights") from None


def kept_row(task: Task, student: str) -> Row | None:
    """The row of an earlier grading; None where there is none that can be read."""
    try:
        return msgspec.json.decode(first_bytes(_place(task, student), LARGEST), type=Row)
    except (BadEnvironment, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def rows_of(course: ClassFolder, task: Task) -> list[Row]:
    """All students with what is known of them. Raises Trouble."""
    asked, found = task.file, list[Row]()
    for student in course.roster:
        row = kept_row(task, student.id) or Row(
            student=student.id, claims=not_known(asked.claims, "missing"),
            exercises=not_known(asked.exercises, "missing"),
        )  # fmt: skip
        row.name = student.name
        found.append(row)
    return found


def _place(task: Task, student: str) -> Path:
    return task.results / f"{student}.json"
