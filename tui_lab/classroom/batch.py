"""All hand-ins of an assignment, graded side by side: a process and a limit for each.

Whatever happens to one costs its row. Rows are kept as they come, so a batch that is interrupted
goes on where it was, and what has not changed is not graded again.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec

from lessons.kit import Trouble
from lessons.kit.errors import one_line, said
from tui_lab.classroom.assignment import Assignment
from tui_lab.classroom.codes import run_codes
from tui_lab.classroom.collect import Copy, copies_in, of_student
from tui_lab.classroom.folder import ClassFolder, Task
from tui_lab.classroom.kept import kept_row, write_row
from tui_lab.classroom.likeness import flagged
from tui_lab.classroom.order import GradeOrder
from tui_lab.classroom.roster import Student
from tui_lab.classroom.row import (
    BROKE_OFF,
    MISSING,
    OUT_OF_MEMORY,
    OUT_OF_TIME,
    UNREADABLE,
    Row,
    not_known,
)
from tui_lab.classroom.seeds import draw
from tui_lab.sandbox.client import Sandbox
from tui_lab.sandbox.job import Job, Limits, Outcome

ENTRY = "tui_lab.grader.one:grade"
LOADED = ("lessons.kit.engine.race", "tui_lab.grader.one", "tui_lab.grader.again")
READING = 30.0
"""Seconds of CPU for all but training: reading 64 MiB of events takes 4."""
STATUS = {
    "out of time": OUT_OF_TIME, "out of memory": OUT_OF_MEMORY, "too many processes": BROKE_OFF,
    "failed": BROKE_OFF, "left": BROKE_OFF,
}  # fmt: skip
GRADER = 1
"""Of what grading does: another number grades everything again."""


@dataclass(frozen=True)
class Wish:
    """How a class is to be graded."""

    short: float = 30.0
    """CPU seconds of training again that every run gets."""
    share: float = 0.1
    """The share of runs that is trained again to the end, however long that takes."""
    long: float = 600.0
    """CPU seconds that these get."""
    at_once: int = 1
    memory: int = 3 << 30
    run_code: bool = False
    bare: bool = False
    """Run code also where bubblewrap does not hide the class from it."""
    again: bool = False
    """Grade all, also what has not changed."""
    only: tuple[str, ...] = ()
    """The students to grade; () is all."""


Told = Callable[[Row, int, int], None]
"""Is told of each row, how many are done, and of how many."""


@dataclass
class Batch:
    """One grading of an assignment."""

    course: ClassFolder
    task: Task
    wish: Wish
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.asked = self.task.file
        self.secret = self.course.secret
        self.students = self.course.roster
        self.copies = copies_in(self.task)
        self._sandboxes: SimpleQueue[Sandbox] = SimpleQueue()
        self._started: list[Sandbox] = []

    def run(self, told: Told) -> list[Row]:
        """Grade, and return the rows of all students. Raises BadEnvironment."""
        rows = {student.id: self._before(student) for student in self.students}
        left = [s for s in self.students if self._is_wanted(s, rows[s.id])]
        done = len(rows) - len(left)
        try:
            for row in self._graded(left):
                rows[row.student] = row
                done += 1
                self._keep(row)
                told(row, done, len(rows))
        finally:
            self._close()
        return self.finish(rows)

    def finish(self, rows: Mapping[str, Row]) -> list[Row]:
        """Put names to the rows, and flag what is equal in two of them."""
        found = flagged([rows[s.id] for s in self.students], self.asked)
        for row, student in zip(found, self.students, strict=True):
            row.name = student.name
            self._keep(row)
        return found

    def _is_wanted(self, student: Student, before: Row) -> bool:
        if self.wish.only and student.id not in self.wish.only:
            return False
        copy, _ = of_student(self.copies, student.id)
        if copy is None:
            return False
        return self.wish.again or before.key != self._key(student, copy)

    def _before(self, student: Student) -> Row:
        """The row of an earlier grading; of a student of whom nothing can be graded, why."""
        copy, theirs = of_student(self.copies, student.id)
        if copy is None:
            return self._ungraded(student, theirs)
        return kept_row(self.task, student.id) or Row(student=student.id)

    def _ungraded(self, student: Student, theirs: Sequence[Copy]) -> Row:
        row = self._empty(student, MISSING, "")
        if theirs:
            row.status, row.why = UNREADABLE, theirs[-1].why
            self._date(row, theirs[-1], theirs)
        return row

    def _empty(self, student: Student, status: str, why: str) -> Row:
        verdict = "missing" if status == MISSING else "not judged"
        return Row(
            student=student.id, status=status, why=why,
            claims=not_known(self.asked.claims, verdict),
            exercises=not_known(self.asked.exercises, verdict),
        )  # fmt: skip

    def _graded(self, students: Sequence[Student]) -> Iterator[Row]:
        """Rows as they come. Ends early where it is stopped."""
        waiting = iter(students)
        with ThreadPoolExecutor(max_workers=max(self.wish.at_once, 1)) as pool:
            running: set[Future[Row]] = set()
            try:
                while True:
                    while len(running) < self.wish.at_once and not self.stopped.is_set():
                        student = next(waiting, None)
                        if student is None:
                            break
                        running.add(pool.submit(self._one, student))
                    if not running:
                        return
                    over, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (each.result() for each in over)
            finally:
                self._close()

    def _one(self, student: Student) -> Row:
        copy, theirs = of_student(self.copies, student.id)
        assert copy
        sandbox = self._sandbox()
        try:
            row = self._asked_for(student, copy, sandbox)
        except (Trouble, OSError) as error:  # its process was killed: the next one is another
            row = self._empty(student, BROKE_OFF, one_line(said(error)))
        finally:
            self._sandboxes.put(sandbox)
        row.key = self._key(student, copy)
        self._date(row, copy, theirs)
        return row

    def _asked_for(self, student: Student, copy: Copy, sandbox: Sandbox) -> Row:
        seconds = self._seconds(student)
        limits = Limits(
            cpu=seconds + READING, seconds=4 * (seconds + READING), memory=self.wish.memory,
            processes=64,
        )  # fmt: skip
        order = GradeOrder(
            path=str(self.task.handed_in / copy.file), student=student.id,
            course=self.course.name, seed=self.course.seed(self.asked, student.id),
            task=self.asked, seconds=seconds,
        )  # fmt: skip
        if not self.wish.run_code:
            return self._row_of(student, sandbox.run(_job(order, limits)))
        hidden = [self.course.path, *([Path(self.asked.inbox)] if self.asked.inbox else [])]
        codes = run_codes(sandbox, order, hidden, limits, bare=self.wish.bare)
        try:
            order = msgspec.structs.replace(order, again=codes.events)
            row = self._row_of(student, sandbox.run(_job(order, limits)))
            codes.mark(row)
            return row
        finally:
            codes.close()

    def _row_of(self, student: Student, outcome: Outcome) -> Row:
        if outcome.how == "done":
            with suppress(msgspec.MsgspecError):
                return outcome.value_as(Row)
        row = self._empty(student, STATUS.get(outcome.how, BROKE_OFF), one_line(outcome.why)[:300])
        row.cpu = round(outcome.cpu, 3)
        return row

    def _seconds(self, student: Student) -> float:
        """All runs for a short time; of those that take longer, a share that nobody can guess."""
        is_drawn = draw(self.secret, student.id, self.asked.name) < self.wish.share
        return max(self.wish.short, self.wish.long if is_drawn else 0.0)

    def _sandbox(self) -> Sandbox:
        try:
            return self._sandboxes.get_nowait()
        except Empty:
            sandbox = Sandbox(*LOADED)
            self._started.append(sandbox)
            return sandbox

    def _close(self) -> None:
        while self._started:
            self._started.pop().close()

    def _key(self, student: Student, copy: Copy) -> str:
        wish, theirs = self.wish, of_student(self.copies, student.id)[1]
        what = [
            copy.digest, copy.at, len(theirs), msgspec.to_builtins(self.asked), version("dl-lab"),
            GRADER, self.course.seed(self.asked, student.id), wish.short, wish.share, wish.long,
            wish.run_code, wish.bare,
        ]  # fmt: skip
        return hashlib.sha256(msgspec.json.encode(what)).hexdigest()[:16]

    def _date(self, row: Row, copy: Copy, theirs: Sequence[Copy]) -> None:
        """When it came, and how late; two clocks, and whose files there were."""
        came = datetime.fromtimestamp(copy.at, UTC)
        row.handed_in, row.file = came.isoformat(timespec="seconds"), copy.file
        row.tries = len(theirs)
        row.late = _late(came, self.asked)
        with suppress(ValueError, OverflowError):
            row.late_made = _late(datetime.fromisoformat(row.made), self.asked)
        row.notes += [f"{copy.original} does not count: {copy.why}" for copy in theirs if copy.why]
        if len(owners := dict.fromkeys(copy.owner for copy in theirs)) > 1:
            row.notes.append(f"handed in by several accounts: {', '.join(owners)}")

    def _keep(self, row: Row) -> None:
        write_row(self.task, row)


def _job(order: GradeOrder, limits: Limits) -> Job:
    return Job(entry=ENTRY, given={"order": msgspec.to_builtins(order)}, limits=limits)


def _late(moment: datetime, task: Assignment) -> float | None:
    if task.due is None or moment.tzinfo is None:
        return None
    return round((moment - task.due).total_seconds(), 1)
