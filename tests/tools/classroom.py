"""A class with hand-ins, also hostile ones, made without a process.

`python -m tests.tools.classroom FOLDER 30 40` makes one of 30 students, with runs of 40 steps, to
be graded by hand.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lessons
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, Event
from tui_lab.classroom.archive import Archive, content_of, packed, unpacked
from tui_lab.classroom.assignment import Assignment, Sheet, plan_of, range_of_today, written
from tui_lab.classroom.chain import digests
from tui_lab.classroom.cover import Cover
from tui_lab.classroom.folder import TASK, ClassFolder, Task, new_class
from tui_lab.classroom.handing import HandIn, hand_in_of, put
from tui_lab.classroom.roster import Student
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import create
from tui_lab.runs.recorder import Recorder
from tui_lab.session.progress import Progress

LESSON, CLAIMS = "lesson5", {"hand-is-autograd": 2.0, "at-swings": 1.0, "below-arrives": 1.0}
Members = dict[str, bytes]


def class_of(folder: Path, count: int, **fields: Any) -> tuple[ClassFolder, Task]:
    """A class of so many students, with an assignment of lesson 5, and an inbox."""
    students = [Student(f"{n:04}", f"Student {n}") for n in range(1, count + 1)]
    course = new_class(folder, students)
    inbox = folder.parent / "inbox"
    inbox.mkdir(exist_ok=True)
    lesson = lessons.load(LESSON)
    told: dict[str, Any] = {
        "name": "line", "lesson": LESSON, "lesson_hash": lesson.hash, "lab": range_of_today(),
        "set": {"steps": 40}, "claims": CLAIMS, "inbox": str(inbox), **fields,
    }  # fmt: skip
    task = Task(course.path / "line")
    task.path.mkdir(mode=0o700)
    (task.path / TASK).write_text(written(Assignment(**told)))
    return course, task


def sheet_of(course: ClassFolder, task: Task, student: str) -> Sheet:
    """What this student gets."""
    asked = task.file
    return Sheet(
        course=course.name, student=student, seed=course.seed(asked, student), assignment=asked
    )


def run_for(sheet: Sheet, edit: Callable[[Event], Event] = lambda event: event) -> RunFolder:
    """A run of a sheet, trained here, recorded as the worker does; each event may be edited."""
    lesson = lessons.load(sheet.assignment.lesson)
    plan = plan_of(lesson, sheet.assignment, sheet.seed)
    run = create(plan)
    recorder = Recorder(run.events)
    for event in Race(lesson, plan).events(run.id):
        if isinstance(event, End):
            recorder.flush()
        recorder.write([edit(event)])
    recorder.close()
    return run


def handed(course: ClassFolder, task: Task, student: str, run: RunFolder | None = None) -> Path:
    """The hand-in of a student, in the inbox."""
    return put(hand_in(course, task, student, run), None)


def hand_in(course: ClassFolder, task: Task, student: str, run: RunFolder | None = None) -> HandIn:
    """The same, before it is written."""
    sheet = sheet_of(course, task, student)
    run = run or run_for(sheet)
    return hand_in_of(sheet, run, lessons.load(task.file.lesson), Progress())


def rewritten(path: Path, change: Callable[[Members], Members | None]) -> None:
    """The same file with other members."""
    members = dict(unpacked(content_of(path)[0]).members)
    path.write_bytes(packed(change(members) or members))


def with_new_chain(members: Members) -> None:
    """Digests that fit the events again, as somebody makes them who reads our code."""
    cover = Archive(members).document("hand-in.json", Cover)
    lines = [line for line in members["events.jsonl"].split(b"\n") if line]
    members["chain.txt"] = "\n".join(digests(lines, cover.owner)).encode()


def raw_zip(path: Path, *members: tuple[zipfile.ZipInfo | str, bytes]) -> None:
    """A zip with whatever members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content, zipfile.ZIP_DEFLATED)


def bomb(path: Path) -> None:
    """Ten GiB of zeros in a few kB: events, as they say, of a few bytes."""
    raw_zip(path, ("hand-in.json", b"{}"), ("events.jsonl", b"\0" * (80 << 20)))


def lying_bomb(path: Path) -> None:
    """The same, with a small size in its directory."""
    bomb(path)
    content = bytearray(path.read_bytes())
    size = (80 << 20).to_bytes(4, "little")
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(content)


def escape(path: Path) -> None:
    """A member that wants to lie elsewhere."""
    raw_zip(path, ("../../../../tmp/owned", b"x"))


def link_inside(path: Path) -> None:
    """A member that is a link."""
    info = zipfile.ZipInfo("events.jsonl")
    info.external_attr = 0o120777 << 16
    raw_zip(path, (info, b"/etc/passwd"))


def pickled(path: Path) -> None:
    """A pickle that would run a command."""
    path.write_bytes(b"cposix\nsystem\n(S'touch /tmp/owned'\ntR.")


def deep(path: Path) -> None:
    """JSON with a hundred thousand brackets in brackets."""
    raw_zip(path, ("hand-in.json", b"[" * 100_000 + b"]" * 100_000))


def link(path: Path) -> None:
    """In place of a file a link to one."""
    path.unlink()
    path.symlink_to("/etc/passwd")


def hard_link(path: Path) -> None:
    """Another name of a file that is somebody else's."""
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    path.unlink()
    os.link(other, path)


def pipe(path: Path) -> None:
    """A pipe that nobody writes into: who opens it waits for ever."""
    path.unlink()
    os.mkfifo(path)


HOSTILE: dict[str, tuple[Callable[[Path], None], str]] = {
    "bomb": (bomb, "unpacks to more than"),
    "lying bomb": (lying_bomb, "damaged"),
    "escape": (escape, "no part of a hand-in"),
    "link inside": (link_inside, "a link or a device"),
    "pickle": (pickled, "no zip file"),
    "deep": (deep, "nested too deeply"),
    "link": (link, "it is a link"),
    "hard link": (hard_link, "hard link"),
    "pipe": (pipe, "no regular file"),
}
"""What spoils a hand-in, and what is said of it."""


def bytes_of(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip as bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        for name, content in members:
            file.writestr(name, content)
    return whole.getvalue()


def forge(path: Path) -> None:
    """Losses as somebody wants them, with digests that fit again."""

    def change(members: Members) -> None:
        events = [json.loads(line) for line in members["events.jsonl"].splitlines()]
        for event in events:
            if event["type"] == "steps" and "loss" in event["values"]:
                event["values"]["loss"] = [0.5 * value for value in event["values"]["loss"]]
        members["events.jsonl"] = "".join(json.dumps(event) + "\n" for event in events).encode()
        with_new_chain(members)

    rewritten(path, change)


def give_to(path: Path, student: str) -> None:
    """The hand-in of one under the name of another, with a cover and digests that fit."""

    def change(members: Members) -> None:
        cover = json.loads(members["hand-in.json"])
        members["hand-in.json"] = json.dumps({**cover, "student": student}).encode()
        with_new_chain(members)

    owner = path.name.split("--")[1]
    path = Path(shutil.copy(path, path.with_name(path.name.replace(owner, student))))
    rewritten(path, change)


def edit(path: Path) -> None:
    """One digit of the events is another one."""
    rewritten(path, lambda m: {**m, "events.jsonl": m["events.jsonl"].replace(b"1", b"2", 1)})


def main(folder: Path, count: int, steps: int) -> None:
    """A class to be graded by hand.

    Five hostile hand-ins, one edited, one forged, one late, one copied, one missing.
    """
    points = {"hand-is-autograd": 2.0, "hand-is-differences": 1.0, "by-formula": 2.0}
    due = datetime.now(UTC) + timedelta(days=1)
    course, task = class_of(folder / "class", count, set={"steps": steps}, claims=points, due=due)
    names = [student.id for student in course.roster]
    odd = [*(HOSTILE[name][0] for name in ("bomb", "escape", "link", "deep", "pipe")), edit, forge]
    paths = {name: handed(course, task, name) for name in names[:-2]}
    for spoil, path in zip(odd, paths.values(), strict=False):
        spoil(path)
    late = due.timestamp() + 5400
    os.utime(paths[names[-3]], (late, late))
    give_to(paths[names[-4]], names[-2])
    print(f"cd {course.path} && dl-lab class collect && dl-lab class grade")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), int(sys.argv[2]), int(sys.argv[3]))
