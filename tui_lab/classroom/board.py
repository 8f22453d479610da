"""The table of an assignment as somebody looks at it: its rows, sorted and filtered. No Textual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.kit import Trouble
from lessons.kit.errors import reason
from tui_lab.classroom.archive import BadHandInError, content_of, unpacked
from tui_lab.classroom.folder import ClassFolder, Task
from tui_lab.classroom.gradebooks.written import mark_line
from tui_lab.classroom.kept import rows_of
from tui_lab.classroom.row import MISSING, Row, shares
from tui_lab.system.files import make_private, replace_file
from tui_lab.system.words import in_time

OWN = ("id", "name", "status", "points", "proof", "late", "flags")
"""What rows can be sorted by, besides claims and exercises."""


@dataclass(frozen=True)
class Order:
    """By which column, and whether the other way round."""

    by: str = "id"
    is_reversed: bool = False

    def __str__(self) -> str:
        return f"{self.by}{', reversed' if self.is_reversed else ''}"


class Board:
    """The rows of an assignment, read again when they have changed on disk."""

    def __init__(self, course: ClassFolder, task: Task) -> None:
        """Raises Trouble where the assignment or the roster cannot be read."""
        self.course, self.task = course, task
        self.asked = task.file
        self.rows = rows_of(course, task)
        self.order, self.words = Order(), ""
        self.version = 0
        self._stamp = self._stamps()

    def _stamps(self) -> tuple[Any, ...]:
        """When anything of it was written last."""
        places = [self.task.results, *self.task.results.glob("*.json")]
        found = [path.stat() for path in places if path.exists()]
        return (max((each.st_mtime_ns for each in found), default=0), len(found))

    def poll(self) -> bool:
        """Read the rows again where they have changed; whether they have."""
        try:
            stamp = self._stamps()
            if stamp == self._stamp:
                return False
            self.rows, self._stamp = rows_of(self.course, self.task), stamp
        except (OSError, Trouble):
            return False  # it is being written, or was deleted: what is known stays
        self.version += 1
        return True

    @property
    def marks(self) -> list[str]:
        """Claims and exercises, in the order of the assignment."""
        return [*self.asked.claims, *self.asked.exercises]

    @property
    def shown(self) -> list[Row]:
        """The rows that fit the filter, in their order; what is not known is last."""
        words = self.words.casefold().split()
        rows = [row for row in self.rows if all(word in _text(row) for word in words)]
        key = _key(self.order.by)
        known = [row for row in rows if key(row) is not None]
        unknown = [row for row in rows if key(row) is None]
        return [*sorted(known, key=key, reverse=self.order.is_reversed), *unknown]

    def next_order(self) -> None:
        """By the next column."""
        names = [*OWN, *self.marks]
        at = names.index(self.order.by) if self.order.by in names else -1
        self.order = Order(names[(at + 1) % len(names)])

    def turn_round(self) -> None:
        """The other way round."""
        self.order = Order(self.order.by, not self.order.is_reversed)

    def row(self, student: str) -> Row | None:
        """The row of a student."""
        return next((row for row in self.rows if row.student == student), None)

    def counts(self) -> str:
        """How many rows have each status, in words."""
        return ", ".join(f"{count} {status}" for status, count in shares(self.rows).items())

    def recording_of(self, row: Row) -> Path:
        """The student's run as a file of events, to be looked at. Raises BadHandInError."""
        content, _ = content_of(self._copy(row))
        events = unpacked(content).members.get("events.jsonl", b"")
        path = self.task.path / "looked-at" / f"{row.student}.jsonl"
        try:
            make_private(path.parent)
            replace_file(path, events, durable=False)
        except OSError as error:
            raise BadHandInError(f"its events cannot be kept ({reason(error)})") from None
        return path

    def writing_of(self, row: Row) -> list[tuple[str, str]]:
        """What the student wrote: names and texts. Raises BadHandInError."""
        archive = unpacked(content_of(self._copy(row))[0])
        files = {f"code/{n}": text for n, text in archive.files("code").items()}
        files |= {f"practice/{n}": text for n, text in archive.files("practice").items()}
        answers = archive.text("answers.md")
        return [*([("answers.md", answers)] if answers else []), *files.items()]

    def _copy(self, row: Row) -> Path:
        if not row.file or Path(row.file).name != row.file:
            raise BadHandInError(f"{row.student} has handed in nothing that can be opened")
        return self.task.handed_in / row.file


def _text(row: Row) -> str:
    flagged = "flagged" if row.flags else ""
    late = "late" if row.late and row.late > 0 else ""
    parts = [row.student, row.name, row.status, row.proof, flagged, late, *row.notes, *row.flags]
    return " ".join(parts).casefold()


def _key(by: str) -> Callable[[Row], Any]:
    match by:
        case "id":
            return lambda row: row.student
        case "name":
            return lambda row: row.name or None
        case "status":
            return lambda row: (row.status == MISSING, row.status)
        case "points":
            return lambda row: row.points
        case "proof":
            return lambda row: row.proof or None
        case "late":
            return lambda row: row.late
        case "flags":
            return lambda row: -len(row.flags) if row.flags else None
    return lambda row: row.marks[by].points if by in row.marks else None


def details(row: Row) -> list[tuple[str, str]]:
    """What is known of a student, as pairs of a heading and words."""
    about = row.status + (f": {row.why}" if row.why else "")
    found = [("status", about)]
    if row.proof:
        found.append(("again", row.proof + (f": {row.proof_why}" if row.proof_why else "")))
    if row.late is not None:
        found.append(("came", _late(row)))
    found += [("equal", flag) for flag in row.flags]
    found += [("note", note) for note in row.notes]
    for what, pair in (("predicted", row.predicted), ("tour", row.toured)):
        found += [(what, f"{pair[0]} of {pair[1]} right")] if pair else []
    found += [(name, mark_line(mark)) for name, mark in row.marks.items()]
    return found


def _late(row: Row) -> str:
    def said(seconds: float) -> str:
        return f"{in_time(abs(seconds))} {'late' if seconds > 0 else 'early'}"

    own = f", by the student's clock {said(row.late_made)}" if row.late_made is not None else ""
    tries = f"; {row.tries} files" if row.tries > 1 else ""
    return f"{said(row.late or 0.0)}{own}{tries}"
