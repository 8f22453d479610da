"""`dl-lab class table`: on the screen, or as text."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tui_lab.app.opening import open_board
from tui_lab.classroom.assignment import Assignment
from tui_lab.classroom.board import Board
from tui_lab.classroom.folder import find_class
from tui_lab.classroom.gradebooks.cells import points_text
from tui_lab.classroom.gradebooks.written import whole_table
from tui_lab.classroom.kept import rows_of
from tui_lab.classroom.row import Row, as_document, shares
from tui_lab.cli.printing import Paper, Rows
from tui_lab.runs.report import to_line
from tui_lab.system.words import in_time
from tui_lab.terminal.capabilities import TerminalOptions
from tui_lab.terminal.confirm import is_on_screen


def show_table(
    which: str, as_json: bool, as_csv: bool, where: Path | None, options: TerminalOptions
) -> int:
    """The exit code. Raises Trouble."""
    course = find_class(where)
    task = course.task(which)
    asked, rows = task.file, rows_of(course, task)
    if as_json:
        document = {
            "v": 1, "class": course.name, "assignment": asked.name, "possible": asked.possible,
            "status": shares(rows), "rows": [as_document(row) for row in rows],
        }  # fmt: skip
        sys.stdout.write(to_line(document).decode())
    elif as_csv:
        sys.stdout.write(whole_table(rows, asked))
    elif is_on_screen():
        return open_board(Board(course, task), options)
    else:
        _print(rows, asked)
    return 0


def _print(rows: Sequence[Row], task: Assignment) -> None:
    table, paper = Rows("student", "name", "status", "points", "proof", "late"), Paper()
    for row in rows:
        late = in_time(row.late) if row.late and row.late > 0 else ""
        points = points_text(row.points)
        table.row(row.student, row.name, row.status, points, row.proof, late)
    paper.put(table)
    paper.say(f"{task.name}: {task.possible:g} points are possible")
