"""A teacher's own export of Canvas, with one column filled: every other byte stays as it was.

Canvas finds a column by its title with the number behind it, and a student by one of four columns.
A cell that we do not know is left alone: a blank there wipes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.errors import one_line, unknown
from tui_lab.classroom.assignment import Assignment
from tui_lab.classroom.gradebooks.cells import guarded, points_text
from tui_lab.classroom.gradebooks.spans import Cell, Spans, spans_of
from tui_lab.classroom.row import Row

KEYS = ("SIS User ID", "SIS Login ID", "Integration ID", "ID")
"""Columns that tell a student, the best first."""
ABOUT = {
    "student", "id", "sis user id", "sis login id", "integration id", "root account", "section",
}  # fmt: skip
READ_ONLY = "(read only)"
POINTS_POSSIBLE = "points possible"
EXCUSED = "ex"
TEST_STUDENT = "student, test"


@dataclass
class Filled:
    """The file, filled, and what a teacher is to be told of it."""

    content: bytes
    column: str
    filled: int = 0
    blank: list[str] = field(default_factory=list)
    """Students of theirs and ours without a grade: their cells are as they were."""
    only_there: list[str] = field(default_factory=list)
    only_here: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def filled(
    content: bytes, rows: Sequence[Row], task: Assignment,
    column: str = "", key: str = "", decimal: str = "", *, partial: bool = False,
) -> Filled:  # fmt: skip
    """Fill the column of this assignment. Raises Trouble where the file is no gradebook's."""
    spans = spans_of(content)
    heading = [cell.text.strip() for cell in spans.rows[0]] if spans.rows else []
    first = [name.casefold() for name in heading[:2]]
    if len(heading) < 3 or "student" not in first[0] or "id" not in first[1]:
        what = "it is no export of a Canvas gradebook: its first columns are not Student and ID"
        raise BadEnvironment(what, "Canvas: Grades, Export, Export Entire Gradebook")
    place = _column(heading, task, column)
    by_id = {row.student: row for row in rows}
    key_place = _key(spans, heading, by_id, key)
    decimal = decimal or ("," if spans.delimiter == ";" else ".")
    done = Filled(content, heading[place])
    done.notes += _possible(spans, place, task)
    grades = {id_: row.grade(partial=partial) for id_, row in by_id.items()}
    texts = {id_: guarded(points_text(grade, decimal)) for id_, grade in grades.items()}
    new = _cells(spans, place, key_place, texts, done)
    done.only_here = [id_ for id_ in by_id if id_ not in _known(spans, key_place)]
    done.notes += _lost_zeros(done)
    done.content = spans.replaced(new)
    return done


def _column(heading: Sequence[str], task: Assignment, asked: str) -> int:
    """The column of the assignment: by its whole title, its title without number, or its number."""
    first = 1 + max(n for n, name in enumerate(heading) if name.casefold() in ABOUT)
    found = {
        name: n for n, name in enumerate(heading) if n >= first and READ_ONLY not in name.casefold()
    }
    wanted = [asked] if asked else [task.title, task.name, task.lesson]
    for name in filter(None, wanted):
        fits = [n for title, n in found.items() if name in _names(title)]
        if len(fits) > 1:
            raise BadUsage(f"{len(fits)} columns are called {name!r}", "--column with its number")
        if fits:
            return fits[0]
    if asked:
        raise unknown("column", asked, found)
    columns = ", ".join(map(one_line, found))[:300] or "none"
    raise BadUsage(f"no column is called {task.name!r}; there are: {columns}", "--column TITLE")


def _names(title: str) -> set[str]:
    """`Lesson 3 (4711)` is called so, `Lesson 3`, and `4711`."""
    match = re.fullmatch(r"(.*\S)\s*\((\d+)\)", title, re.DOTALL)
    return {title, *(match.groups() if match else ())}


def _key(spans: Spans, heading: Sequence[str], by_id: dict[str, Row], asked: str) -> int:
    """The column with our ids: the one that is asked for, or that knows most of our students."""
    if asked:
        if asked not in heading:
            raise unknown("column", asked, heading)
        return heading.index(asked)
    places = [heading.index(name) for name in KEYS if name in heading]
    counts = {place: len(_known(spans, place) & by_id.keys()) for place in places}
    best = max(places, key=lambda place: counts[place], default=None)
    if best is None or not counts[best]:
        what = f"none of our students is in it, by {', '.join(KEYS)}"
        raise BadUsage(what, "--key COLUMN names the column")
    return best


def _known(spans: Spans, place: int) -> set[str]:
    return {_at(row, place).strip() for row in spans.rows[1:] if _is_student(row)} - {""}


def _at(row: Sequence[Cell], place: int) -> str:
    return row[place].text if place < len(row) else ""


def _is_student(row: Sequence[Cell]) -> bool:
    name = _at(row, 0).strip().casefold()
    return bool(name) and POINTS_POSSIBLE not in name and name != TEST_STUDENT


def _possible(spans: Spans, place: int, task: Assignment) -> list[str]:
    for row in spans.rows[1:]:
        if POINTS_POSSIBLE in _at(row, 0).casefold():
            said = _at(row, place).strip()
            try:
                same = float(said.replace(",", ".")) == task.possible
            except ValueError:
                return []  # blank, or (read only)
            return [] if same else [f"there {said} points are possible, here {task.possible:g}"]
    return []


def _cells(
    spans: Spans, place: int, key: int, texts: dict[str, str], done: Filled
) -> dict[tuple[int, int], str]:
    new: dict[tuple[int, int], str] = {}
    for number, cells in enumerate(spans.rows[1:], 1):
        if not _is_student(cells):
            continue
        id_ = _at(cells, key).strip()
        text = texts.get(id_)
        if text is None:
            done.only_there.append(f"{one_line(_at(cells, 0))} ({one_line(id_) or 'no id'})")
        elif not text or place >= len(cells):
            done.blank.append(id_)
        elif _at(cells, place).strip().casefold() == EXCUSED:
            done.notes.append(f"{id_} is excused there: left as it is")
        else:
            new[number, place] = text
            done.filled += 1
    return new


def _lost_zeros(done: Filled) -> list[str]:
    """Ids that would fit without their first zeros: a spreadsheet took them for numbers."""
    there = " ".join(done.only_there)
    lost = [
        id_ for id_ in done.only_here if id_.startswith("0") and f"({id_.lstrip('0')})" in there
    ]
    if not lost:
        return []
    return [f"{lost[0]} is there without its first zeros: a spreadsheet has changed the file"]
