"""`dl-lab class export`: grades for another program, and a page for each student."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lessons.kit import BadEnvironment, BadUsage, Trouble
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line, reason, unknown
from tui_lab.classroom.assignment import Assignment
from tui_lab.classroom.folder import Task, find_class
from tui_lab.classroom.gradebooks.canvas import Filled, filled
from tui_lab.classroom.gradebooks.written import (
    feedback_page,
    gradescope_text,
    moodle_table,
    whole_table,
)
from tui_lab.classroom.kept import rows_of
from tui_lab.classroom.row import DIFFERS, EDITED, Row
from tui_lab.client.wait import say
from tui_lab.system.files import first_bytes, make_private, replace_file

KINDS = ("csv", "moodle", "gradescope", "feedback")
LARGEST = 64 << 20
MOST_NAMED = 10


@dataclass(frozen=True)
class Book:
    """What was typed."""

    to: str
    like: Path | None
    column: str
    key: str
    decimal: str
    out: Path | None
    force: bool
    partial: bool
    """Whether sums are grades where something is still open."""


def export_grades(which: str, book: Book, where: Path | None) -> None:
    """Write it, and print where. Raises Trouble."""
    if book.to not in KINDS:
        raise unknown("kind of export", book.to, KINDS)
    if book.decimal not in ("", ".", ","):
        raise BadUsage(f"{one_line(book.decimal)!r} is no decimal mark", "it is . or ,")
    course = find_class(where)
    task = course.task(which)
    rows, asked = rows_of(course, task), task.file
    if odd := [row.student for row in rows if row.flags or row.proof in (EDITED, DIFFERS)]:
        say(f"look at these first (dl-lab class table): {_few(odd)}")
    if book.like:
        _fill(rows, asked, book, book.like.expanduser())
    elif book.to in ("gradescope", "feedback"):
        _write_each(rows, asked, book, task)
    else:
        mark = book.decimal or "."
        text = (
            moodle_table(rows, asked, book.key or "idnumber", mark, partial=book.partial)
            if book.to == "moodle"
            else whole_table(rows, asked, mark)
        )
        _say_open(rows, book)
        _put(text.encode(), book.out or task.path / f"grades-{book.to}.csv", book)


def _say_open(rows: Sequence[Row], book: Book) -> None:
    """Where sums are no grades yet: what is missing is no zero."""
    open_ = [row.student for row in rows if row.points is not None and row.open]
    if open_ and book.to == "moodle" and not book.partial:
        say(f"{len(open_)} have claims or exercises without points, and are left out: --partial")


def _fill(rows: Sequence[Row], task: Assignment, book: Book, like: Path) -> None:
    content = first_bytes(like, LARGEST)
    if len(content) > LARGEST:
        raise BadEnvironment(f"{shown(like)} is too large", "export the gradebook again")
    try:
        done = filled(
            content, rows, task, book.column, book.key, book.decimal, partial=book.partial
        )
    except Trouble as trouble:
        trouble.message = f"{shown(like)}: {trouble.message}"
        raise
    for line in _told(done):
        say(line)
    _put(done.content, book.out or like.with_name(f"{like.stem}-filled{like.suffix}"), book)


def _told(done: Filled) -> list[str]:
    found = [f"{done.filled} cells of {one_line(done.column)!r} are filled"]
    for what, names in (
        ("without a grade, left as they were", done.blank),
        ("in the file and not in this class", done.only_there),
        ("in this class and not in the file", done.only_here),
    ):
        found += [f"{what}: {_few(names)}"] if names else []
    return [*found, *done.notes]


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _put(content: bytes, out: Path, book: Book) -> None:
    if str(out) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    out = out.expanduser()
    is_ours = book.out is None and not book.like
    if out.exists() and not book.force and not is_ours:
        raise BadUsage(f"{shown(out)} already exists", "--force replaces it")
    try:
        replace_file(out, content)
    except OSError as error:
        what = f"{shown(out)} cannot be written ({reason(error)})"
        raise BadEnvironment(what, "name another file with -o") from None
    print(one_line(str(out)))


def _write_each(rows: Sequence[Row], task: Assignment, book: Book, place: Task) -> None:
    """A file for each student who handed in."""
    folder = (book.out or place.path / book.to).expanduser()
    try:
        make_private(folder)
        for row in rows:
            if not row.handed_in:
                continue
            if book.to == "feedback":
                replace_file(folder / f"{row.student}.md", feedback_page(row, task).encode())
            else:
                make_private(folder / row.student)
                text = gradescope_text(row, partial=book.partial)
                replace_file(folder / row.student / "results.json", text.encode())
    except OSError as error:
        what = f"{shown(folder)} cannot be written ({reason(error)})"
        raise BadEnvironment(what, "name another folder with -o") from None
    print(one_line(str(folder)))
