"""`dl-lab hand-in`: what a sheet asks for, and a run handed in for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from lessons.kit import Lesson
from lessons.kit.errors import one_line
from tui_lab.classroom.assignment import Sheet, lesson_for, read
from tui_lab.classroom.handing import exercises_of, hand_in_of, line_for, put
from tui_lab.cli.printing import Paper, Rows
from tui_lab.client.wait import say
from tui_lab.runs.places import find
from tui_lab.runs.report import to_line
from tui_lab.session.progress import Progress


def _lesson_of(sheet: Sheet, path: Path) -> Lesson:
    return lesson_for(sheet.assignment, path.expanduser().parent, Path())


def say_task(path: Path, as_json: bool) -> None:
    """What is asked for, and the command that trains it. Raises Trouble."""
    sheet = read(path.expanduser(), Sheet)
    task, lesson = sheet.assignment, _lesson_of(sheet, path)
    document: dict[str, Any] = {
        "v": 1, "assignment": task.name, "student": sheet.student, "lesson": lesson.address,
        "seed": sheet.seed, "due": task.due.isoformat() if task.due else None, "free": task.free,
        "claims": task.claims, "exercises": task.exercises, "code": task.code,
        "train": line_for(lesson, sheet),
    }  # fmt: skip
    if as_json:
        sys.stdout.write(to_line(document).decode())
        return
    paper, table = Paper(), Rows("points", "for")
    for name, points in {**task.claims, **task.exercises}.items():
        table.row(f"{points:g}", name)
    paper.say(f"{task.title or task.name}: {lesson.title}")
    paper.put(table)
    if task.due:
        paper.say(f"due: {task.due.astimezone():%Y-%m-%d %H:%M}")
    paper.say(f"train: {document['train']}")
    if task.free:  # in a line of its own: the line above is copied whole
        others = f"; also {', '.join(task.free[1:])}" if task.free[1:] else ""
        paper.say(f"yours to choose: --set {task.free[0]}=VALUE{others}")
    paper.say(f"then: dl-lab hand-in {path} RUN")


def hand_in_run(
    path: Path, name: str, answers: Path | None, out: Path | None, as_json: bool
) -> None:
    """Write the file, and print its path. Raises Trouble where the run is not what is asked."""
    sheet, run = read(path.expanduser(), Sheet), find(name)
    lesson = _lesson_of(sheet, path)
    solutions = exercises_of(sheet.assignment, lesson)
    hand_in = hand_in_of(sheet, run, lesson, Progress(), answers, solutions)
    file = put(hand_in, out)
    for note in hand_in.notes:
        say(note)
    is_sent = out is None and bool(sheet.assignment.inbox)
    say("handed in" if is_sent else "send this file to your teacher, under this name")
    if as_json:
        document = {"v": 1, "file": str(file), "run": run.id, "notes": hand_in.notes}
        sys.stdout.write(to_line(document).decode())
    else:
        print(one_line(str(file)))
