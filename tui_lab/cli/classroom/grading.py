"""`dl-lab class collect` and `grade`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from lessons.kit import BadUsage
from lessons.kit.errors import unknown, visible
from tui_lab.classroom.batch import Batch, Wish
from tui_lab.classroom.collect import collect
from tui_lab.classroom.folder import find_class
from tui_lab.classroom.row import GRADED, MISSING, Row, as_document, shares
from tui_lab.cli.printing import Paper
from tui_lab.client.wait import say
from tui_lab.runs.report import to_line
from tui_lab.system.memory import memory, size
from tui_lab.trust.permission import load

LEAST_MEMORY, MOST_MEMORY = 1 << 30, 4 << 30
"""Bytes that a process may take, where nobody says it."""


def collect_all(which: str, folders: Sequence[Path], as_json: bool, where: Path | None) -> None:
    """Copy what is new, and say what it was. Raises Trouble."""
    course = find_class(where)
    task = course.task(which)
    inbox = task.file.inbox
    if not folders and not inbox:
        raise BadUsage(f"{task.path.name} has no inbox", "name the folders with the hand-ins")
    places = [folder.expanduser() for folder in folders] or [Path(inbox)]
    found = collect(task, places, course.roster)
    if as_json:
        document = {
            "v": 1, "assignment": task.path.name, "new": msgspec.to_builtins(found.new),
            "known": found.known, "strangers": found.strangers, "others": found.others,
        }  # fmt: skip
        sys.stdout.write(to_line(document).decode())
        return
    paper = Paper()
    for copy in found.new:
        paper.say(f"{copy.student}: {copy.original}" + (f": {copy.why}" if copy.why else ""))
    for name in found.strangers:
        paper.say(f"{name}: of nobody in the roster")
    counted = f"{len(found.new)} new, {found.known} known"
    paper.say(f"{counted}, {found.others} files that are no hand-ins for {task.path.name}")


@dataclass(frozen=True)
class Chosen:
    """What was typed."""

    short: float
    share: float
    long: float
    at_once: int | None
    max_memory: str | None
    run_code: bool
    bare: bool
    again: bool
    only: tuple[str, ...]

    def wish(self) -> Wish:
        """How to grade, on this machine. Raises BadUsage."""
        at_once = self.at_once or len(os.sched_getaffinity(0))
        share = min(max(memory().free // (at_once + 1), LEAST_MEMORY), MOST_MEMORY)
        most = size(self.max_memory) if self.max_memory else share
        return Wish(
            self.short,
            self.share,
            self.long,
            at_once,
            most,
            self.run_code,
            self.bare,
            self.again,
            self.only,
        )

    def refuse_code(self) -> None:
        """Raise BadUsage where code of students is to be run, and cannot be held here."""
        if self.bare and not self.run_code:
            raise BadUsage("--without-bubblewrap is about --run-code", "give both, or none")
        if not self.run_code:
            return
        from tui_lab.classroom.codes import refuse_as_root, refuse_without_walls
        from tui_lab.sandbox.client import Sandbox

        refuse_as_root()
        with Sandbox() as sandbox:
            refuse_without_walls(sandbox, bare=self.bare)


def grade_all(
    which: str, chosen: Chosen, as_json: bool, quiet: bool, where: Path | None
) -> int:  # fmt: skip
    """Grade, print what came of it, and give 1 where a hand-in could not be. Raises Trouble."""
    course = find_class(where)
    task = course.task(which)
    chosen.refuse_code()
    load(task.file.lesson)  # where it is from outside, a person is asked here
    known = {student.id for student in course.roster}
    for id_ in chosen.only:
        if id_ not in known:
            raise unknown("student", id_, sorted(known)[:8])
    batch = Batch(course, task, chosen.wish())
    try:
        rows = _graded(batch, quiet or as_json)
    except KeyboardInterrupt:
        say("interrupted: what is graded is kept, and the same command goes on")
        raise
    if as_json:
        document: dict[str, Any] = {
            "v": 1, "class": course.name, "assignment": task.path.name, "status": shares(rows),
            "rows": [as_document(row) for row in rows],
        }  # fmt: skip
        sys.stdout.write(to_line(document).decode())
    elif not quiet:
        _print(rows)
    return int(any(row.status not in (GRADED, MISSING) for row in rows))


def _graded(batch: Batch, quiet: bool) -> list[Row]:
    console = Paper(stderr=True)
    with Progress(
        TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
        console=console, transient=True, disable=quiet or not console.is_terminal,
    ) as bar:  # fmt: skip
        line = bar.add_task("starting", total=len(batch.students))

        def told(row: Row, done: int, of: int) -> None:
            bar.update(line, description=visible(row.student), completed=done, total=of)

        return batch.run(told)


def _print(rows: Sequence[Row]) -> None:
    """Who needs a look, and how many there are of each kind."""
    paper = Paper()
    for row in rows:
        said = [*([row.why] if row.why else []), *row.flags]
        if row.status not in (GRADED, MISSING) or row.flags or row.proof in ("edited", "differs"):
            proof = f", {row.proof}: {row.proof_why}" if row.proof else ""
            paper.say(f"{row.student}: {row.status}{proof}" + "".join(f"; {s}" for s in said))
    paper.say(", ".join(f"{count} {status}" for status, count in shares(rows).items()))
    say("dl-lab class table shows all; dl-lab class export writes them")
