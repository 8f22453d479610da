"""Code of students: run only in a sandbox, never as root, and what it says is checked."""

from __future__ import annotations

import os
import shutil
import sys
from itertools import pairwise
from pathlib import Path
from typing import cast

import msgspec
import pytest

import lessons
from lessons.kit import BadUsage
from tests.tools.classroom import class_of, handed, rewritten
from tests.tools.places import TEMPLATE
from tests.tools.typed import invoke
from tui_lab.classroom.assignment import Assignment
from tui_lab.classroom.codes import (
    Codes,
    bubblewrapped,
    refuse_as_root,
    refuse_without_walls,
    run_codes,
)
from tui_lab.classroom.handing import exercises_of
from tui_lab.classroom.order import CodeOrder, GradeOrder
from tui_lab.classroom.row import Mark, Row
from tui_lab.grader.orders import write_orders
from tui_lab.practice.files import LearnerFile
from tui_lab.practice.found import of_lesson
from tui_lab.sandbox.client import Sandbox
from tui_lab.sandbox.job import Job, Limits, Outcome

EXERCISES = {"clip-by-norm": 2.0, "clip-by-value": 1.0}


def test_root_runs_nobodys_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Also from the command line, before anything else is done."""
    class_of(tmp_path / "class", 1)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    with pytest.raises(BadUsage, match="never runs as root"):
        refuse_as_root()
    done = invoke(f"class grade line --run-code --class {tmp_path / 'class'}")
    assert "never runs as root" in str(done.exception)


def test_the_learners_own_files_are_handed_in(home: Path) -> None:
    """Of the exercises that count those that were begun; the others are missing, and no zero."""
    task = Assignment(name="clip", lesson="lesson3", exercises=EXERCISES)
    lesson = of_lesson("lesson3")
    path = LearnerFile(lesson, lesson.find("clip-by-norm")).make()
    path.write_text("mine = 1\n")

    assert {"clip_by_norm": "mine = 1\n"} == exercises_of(task, lessons.load("lesson3"))
    assert {} == exercises_of(msgspec.structs.replace(task, exercises={}), lessons.load("lesson3"))


def order_of(tmp_path: Path, members: dict[str, bytes], **fields: object) -> GradeOrder:
    """A hand-in of lesson 5 with more members, for an assignment with these fields."""
    course, task = class_of(tmp_path / "class", 1, set={"steps": 2})
    path = handed(course, task, "0001")
    rewritten(path, lambda found: {**found, **members})
    asked: Assignment = msgspec.structs.replace(task.file, **fields)
    seed = course.seed(asked, "0001")
    return GradeOrder(path=str(path), student="0001", course=course.name, seed=seed, task=asked)


def test_only_code_that_counts_is_taken_out(tmp_path: Path) -> None:
    """An exercise that nobody asked for is not run, nor a loop where code is not allowed."""
    members = {
        "practice/clip_by_norm.py": b"x = 1\n", "practice/other.py": b"y", "code/train.py": b"z",
    }  # fmt: skip
    order = order_of(tmp_path, members, exercises=EXERCISES)
    given = msgspec.to_builtins(order)

    assert ["clip-by-norm"] == write_orders(given, str(tmp_path))
    found = msgspec.json.decode((tmp_path / "clip-by-norm.json").read_bytes(), type=CodeOrder)
    assert ("clip_by_norm", "x = 1\n", None) == (found.exercise, found.text, found.plan)

    allowed = msgspec.structs.replace(order, task=msgspec.structs.replace(order.task, code=True))
    assert ["clip-by-norm", "train"] == write_orders(msgspec.to_builtins(allowed), str(tmp_path))


def test_what_code_says_of_itself_is_only_read(tmp_path: Path) -> None:
    """Passed, ended by a limit, nonsense in place of feedback, never handed in."""
    codes = Codes(tmp_path)
    (tmp_path / "good.out").write_bytes(b'{"status":"passed","says":"passed: 16 calls"}')
    (tmp_path / "odd.out").write_bytes(b"[" * 10_000)
    codes.outcomes = {
        "good": Outcome("done"), "odd": Outcome("done"), "gone": Outcome("done"),
        "loop": Outcome("out of time", "stopped after 30 s of CPU time"),
    }  # fmt: skip
    names = ("good", "odd", "gone", "loop", "none")
    row = Row(student="1", exercises={name: Mark(possible=2.0) for name in names})
    codes.mark(row)

    assert [2.0, None, None, 0.0, None] == [row.exercises[name].points for name in names]
    assert ["passed", "not checked", "not checked", "failed", "missing"] == [
        row.exercises[name].verdict for name in names
    ]


def test_what_a_program_is_shown_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One folder can be written to; a class beside Python is hidden; the lesson is shown."""
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/bwrap")
    course = Path(sys.prefix)
    words = bubblewrapped(tmp_path, [course], tmp_path / "mine")
    monkeypatch.setattr("shutil.which", lambda name: None)
    pairs = list(pairwise(words))

    assert "--unshare-all" in words
    assert str(tmp_path) == words[words.index("--bind") + 1]
    assert ("--tmpfs", str(course)) in pairs
    assert ("--ro-bind", str(tmp_path / "mine")) in pairs
    assert ("--ro-bind", "/") not in pairs
    assert [] == bubblewrapped(tmp_path, [course])


def test_without_bubblewrap_a_person_has_to_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such code could read the class: it is refused before anything is run."""

    class Walled:
        def run(self, job: Job) -> Outcome:
            return Outcome("done" if job.command == ["true"] else "failed", walls=("network",))

    walled = cast("Sandbox", Walled())
    refuse_without_walls(walled, bare=True)
    for program, says in ((None, "is not installed"), ("/usr/bin/bwrap", "does not work here")):
        monkeypatch.setattr("shutil.which", lambda name, program=program: program)
        with pytest.raises(BadUsage, match=says):
            refuse_without_walls(walled, bare=False)
    class_of(tmp_path / "class", 1)
    done = invoke(f"class grade line --without-bubblewrap --class {tmp_path / 'class'}")
    assert "is about --run-code" in str(done.exception)


def test_code_of_a_lesson_from_outside_sees_no_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is checked, its folder is gone afterwards, and the secret was not there for it."""
    monkeypatch.setenv("DL_LAB_TRUST", str(tmp_path))
    shutil.copytree(TEMPLATE, tmp_path / "mine")
    lesson = of_lesson(str(tmp_path / "mine"))
    text = lesson.find("logistic-loss").solution
    secret = tmp_path / "class" / "secret"
    nosy = text + f"\nimport pathlib\nassert not pathlib.Path({str(secret)!r}).exists()\n"
    with Sandbox("tui_lab.grader.orders") as sandbox:
        is_walled = _works(sandbox, tmp_path)
        code = nosy if is_walled else text
        order = order_of(
            tmp_path, {"practice/logistic_loss.py": code.encode()}, lesson=lesson.id,
            exercises={"logistic-loss": 2.0},
        )  # fmt: skip
        assert secret.is_file()
        row = _checked(sandbox, order, tmp_path, bare=not is_walled)
        assert ("passed", 2.0) == (row.verdict, row.points), row


def _works(sandbox: Sandbox, folder: Path) -> bool:
    """Whether bubblewrap is here, and works."""
    words = bubblewrapped(folder, ())
    return bool(words) and sandbox.run(Job(command=[*words, "true"])).how == "done"


def _checked(sandbox: Sandbox, order: GradeOrder, folder: Path, *, bare: bool) -> Mark:
    row = Row(student="1", exercises={"logistic-loss": Mark(possible=2.0)})
    limits = Limits(cpu=60, seconds=300)
    codes = run_codes(sandbox, order, [folder / "class"], limits, bare=bare)
    codes.mark(row)
    codes.close()
    assert not codes.folder.exists()
    assert bare == ("without bubblewrap" in " ".join(row.notes))
    return row.exercises["logistic-loss"]
