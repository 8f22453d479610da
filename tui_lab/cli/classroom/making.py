"""`dl-lab class new` and `assign`: a class, an assignment, a sheet for each student."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from lessons.kit import BadEnvironment, BadUsage, Lesson, Plan
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line, reason, said, unknown
from lessons.kit.practice.text import exercises_in
from lessons.kit.stream.numbers import counted
from tui_lab.classroom.assignment import Assignment, Sheet, plan_of, range_of_today, written
from tui_lab.classroom.folder import (
    TASK,
    ClassFolder,
    Task,
    find_class,
    inbox_faults,
    make_inbox,
    new_class,
)
from tui_lab.classroom.handing import line_for
from tui_lab.classroom.proofs import require_proof
from tui_lab.classroom.roster import read_roster
from tui_lab.cli.training import setting
from tui_lab.client.wait import say
from tui_lab.system.files import make_private, replace_file
from tui_lab.trust.permission import load


def make_class(path: Path, roster: Path, id_column: str) -> None:
    """Make a class, and print its folder. Raises Trouble."""
    students = read_roster(roster.expanduser(), id_column)
    course = new_class(path.expanduser(), students)
    many = "student" if len(students) == 1 else "students"
    say(f"{len(students)} {many}; next: cd {course.path} and dl-lab class assign LESSON")
    print(one_line(str(course.path)))


@dataclass(frozen=True)
class Asked:
    """What was typed of an assignment."""

    name: str
    title: str
    due: str
    points: Sequence[str]
    free: Sequence[str]
    settings: Sequence[str]
    preset: str
    variants: Sequence[str]
    seeds: int
    same_seed: int | None
    code: bool
    inbox: Path | None
    no_proof: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing was said but its name."""
        return self == Asked(self.name, "", "", (), (), (), "", (), 1, None, False, None)


def assign_lesson(lesson_name: str, where: Path | None, asked: Asked) -> None:
    """Write the assignment and its sheets; of one that is there the sheets. Raises Trouble."""
    course, lesson = find_class(where), load(lesson_name)
    name = asked.name or lesson.topic or re.sub(r"[^A-Za-z0-9_-]", "-", lesson.id)
    task = Task(course.path / name)
    if (task.path / TASK).exists():
        if not asked.is_plain:
            fix = f"change {shown(task.path / TASK)}, then: dl-lab class assign {lesson.id}"
            raise BadUsage(f"the assignment {name} is there already", f"{fix} --as {name}")
        document = task.file
    else:
        document = _made(name, lesson, asked)
        if document.claims and not asked.no_proof:
            require_proof(lesson)
    if document.inbox:
        make_inbox(Path(document.inbox))
    _write_all(course, task, lesson, document)
    for line in _told(course, task, document):
        say(line)
    if asked.no_proof:
        say(f"nobody has proven the claims of {lesson.id}: a bar may hold by luck, or fail by it")
    print(one_line(str(task.path / TASK)))


def _made(name: str, lesson: Lesson, asked: Asked) -> Assignment:
    settings = dict(setting(lesson, text) for text in asked.settings)
    inbox = str(asked.inbox.expanduser().absolute()) if asked.inbox else ""
    try:
        bare = Assignment(
            name=name, lesson=lesson.address, title=asked.title, lesson_hash=lesson.hash,
            due=moment(asked.due), lab=range_of_today(), preset=asked.preset,
            seed="student" if asked.same_seed is None else asked.same_seed, seeds=asked.seeds,
            variants=list(asked.variants), free=list(asked.free), code=asked.code, inbox=inbox,
            set=settings,
        )  # fmt: skip
        plan = plan_of(lesson, bare, 0)
        return _with_points(bare, lesson, plan, asked.points)
    except ValueError as error:
        raise BadUsage(f"this cannot be assigned: {one_line(said(error))}") from None


def _with_points(task: Assignment, lesson: Lesson, plan: Plan, points: Sequence[str]) -> Assignment:
    """A point for each claim that speaks of this run, unless points are named."""
    import msgspec

    known = [c.name for c in lesson.claims if c.covers(plan.variants, plan.config, True)]
    if not points:
        return msgspec.structs.replace(task, claims=dict.fromkeys(known, 1.0))
    claims, exercises = dict[str, float](), dict[str, float]()
    tasks = [each.name for each in exercises_in(Path(str(lesson.files)))]
    for text in points:
        name, equals, value = text.rpartition("=")
        if not equals or not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", value.strip()):
            raise BadUsage(f"--points {one_line(text)!r} has no points", "write NAME=POINTS")
        if name not in (*known, *tasks):
            raise unknown("claim of this run, or exercise,", name, [*known, *tasks])
        (claims if name in known else exercises)[name] = float(value)
    return msgspec.structs.replace(task, claims=claims, exercises=exercises)


def moment(text: str) -> datetime | None:
    """A date, or a moment, by this machine's clock where no zone is said. Raises BadUsage."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        fix = "write 2026-12-10, 2026-12-10T23:59 or 2026-12-10T23:59+01:00"
        raise BadUsage(f"{one_line(text)!r} is no date", fix) from None
    if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text):
        found = datetime.combine(found.date(), time(23, 59, 59))
    return found if found.tzinfo else found.astimezone()


def _write_all(course: ClassFolder, task: Task, lesson: Lesson, document: Assignment) -> None:
    try:
        make_private(task.sheets)
        if not (task.path / TASK).exists():
            replace_file(task.path / TASK, written(document).encode())
        for student in course.roster:
            seed = course.seed(document, student.id)
            sheet = Sheet(course=course.name, student=student.id, seed=seed, assignment=document)
            above = (
                f"{lesson.title}\n{line_for(lesson, sheet)}\ndl-lab hand-in {student.id}.toml RUN"
            )
            replace_file(
                task.sheets / f"{student.id}.toml", written(sheet, above).encode(), durable=False
            )
    except OSError as error:
        what = f"{shown(task.path)} cannot be written ({reason(error)})"
        raise BadEnvironment(what, "check your rights") from None


def _told(course: ClassFolder, task: Task, document: Assignment) -> list[str]:
    count = counted(len(document.claims), "claims")
    count += f", {counted(len(document.exercises), 'exercises')}" if document.exercises else ""
    found = [f"{count}, {document.possible:g} points; change them in {task.path / TASK}"]
    found.append(f"give each student their sheet: {task.sheets}")
    if document.inbox:
        found.append(f"they hand in to {document.inbox}, which only you can read")
        found += [f"{fault}: {fix}" for fault, fix in inbox_faults(Path(document.inbox))]
    return found
