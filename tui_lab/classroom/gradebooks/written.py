"""Rows as files for other programs: a table of everything, Moodle's, Gradescope's, feedback."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from lessons.kit.errors import one_line
from tui_lab.classroom.assignment import Assignment
from tui_lab.classroom.gradebooks.cells import guarded, points_text, table
from tui_lab.classroom.row import Mark, Row
from tui_lab.system.words import in_time, number

ABOUT = (
    "status", "proof", "tries", "late_seconds", "late_seconds_claimed", "flags", "notes", "why",
)  # fmt: skip
"""Columns behind the points."""


def whole_table(rows: Sequence[Row], task: Assignment, decimal: str = ".") -> str:
    """Everything that is known, a row for each student."""
    marks = [*task.claims, *task.exercises]
    heading = ["id", "name", *map(guarded, marks), "points", "possible", "open", *ABOUT]
    possible = points_text(task.possible, decimal)
    lines = [
        [
            row.student, guarded(one_line(row.name)),
            *(points_text(row.marks[m].points if m in row.marks else None, decimal) for m in marks),
            points_text(row.points, decimal), possible, str(len(row.open)),
            row.status, row.proof, str(row.tries or ""),
            _seconds(row.late), _seconds(row.late_made), guarded("; ".join(row.flags)),
            guarded("; ".join(row.notes)), guarded(row.why),
        ]
        for row in rows
    ]  # fmt: skip
    return table([heading, *lines], ";" if decimal == "," else ",")


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def moodle_table(
    rows: Sequence[Row], task: Assignment, key: str = "idnumber", decimal: str = ".",
    *, partial: bool = False,
) -> str:  # fmt: skip
    """What Moodle imports: who has no grade is not in it, since a blank there could wipe one.

    One user whom Moodle does not know ends its whole import: only the roster's are written.
    """
    title = task.title or task.name
    lines = [
        [row.student, points_text(grade, decimal), guarded(feedback_line(row))]
        for row in rows
        if (grade := row.grade(partial=partial)) is not None
    ]
    heading = [key, guarded(title), guarded(f"{title} (feedback)")]
    return table([heading, *lines], ";" if decimal == "," else ",")


def gradescope_document(row: Row, *, partial: bool = False) -> dict[str, Any]:
    """results.json of one student. What is not known has no score."""
    tests = [_test(name, mark) for name, mark in _for_the_student(row).items()]
    document: dict[str, Any] = {"output": feedback_line(row), "tests": tests}
    grade = row.grade(partial=partial)
    return document if grade is None else {"score": grade, **document}


def _test(name: str, mark: Mark) -> dict[str, Any]:
    known = {} if mark.points is None else {"score": mark.points}
    return {
        "name": name, **known, "max_score": mark.possible, "output": mark_line(mark),
        "visibility": "visible",
    }  # fmt: skip


def gradescope_text(row: Row, *, partial: bool = False) -> str:
    """The same as a file."""
    document = gradescope_document(row, partial=partial)
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode()


def feedback_line(row: Row) -> str:
    """A row in one line."""
    said = [f"{name}: {mark.verdict}" for name, mark in row.marks.items()]
    return "; ".join([row.status + (f" ({row.why})" if row.why else ""), *said])


def mark_line(mark: Mark) -> str:
    """A verdict with its figures: `holds: 0.44 ≤ 0.7`."""
    figures = ""
    if mark.measured is not None and mark.bar is not None:
        unit = f" {mark.unit}" if mark.unit else ""
        figures = f": {number(mark.measured)} {mark.side or 'against'} {number(mark.bar)}{unit}"
    return f"{mark.verdict}{figures}" + (f" ({mark.why})" if mark.why else "")


def feedback_page(row: Row, task: Assignment) -> str:
    """What one student reads, in Markdown."""
    lines = [f"# {task.title or task.name}: {row.student} {one_line(row.name)}".rstrip(), ""]
    sum_ = points_text(row.points) or "not known yet"
    lines += [f"Points: {sum_} of {points_text(task.possible)}. Status: {row.status}."]
    lines += [f"{row.why}."] * bool(row.why)
    if row.late is not None and row.late > 0:
        lines += [f"It came {in_time(row.late)} after the due date."]
    if row.proof:
        why = f" ({row.proof_why})" if row.proof_why else ""
        lines += [f"Trained again: {row.proof}{why}."]
    lines += ["", "| | points | of | |", "|---|---|---|---|"]
    for name, mark in _for_the_student(row).items():
        points = points_text(mark.points) or "–"
        cells = [_cell(name), points, points_text(mark.possible), _cell(mark_line(mark))]
        lines.append(f"| {' | '.join(cells)} |")
    for what, pair in (("Predictions", row.predicted), ("Questions of the tour", row.toured)):
        lines += ["", f"{what}: {pair[0]} of {pair[1]} right."] if pair else []
    lines += ["", *(f"* {one_line(note)}" for note in row.notes)] if row.notes else []
    return "\n".join(lines) + "\n"


def _for_the_student(row: Row) -> dict[str, Mark]:
    """The marks without what code of theirs has said: it ran where a class lies."""
    own = {name: msgspec.structs.replace(mark, why="") for name, mark in row.exercises.items()}
    return {**row.claims, **own}


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")
