"""What is handed in costs one row at the most; claims are judged again, runs trained again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment, to_json
from lessons.kit.stream.events import Steps, from_json
from tests.tools.classroom import (
    HOSTILE,
    Members,
    bytes_of,
    class_of,
    handed,
    rewritten,
    run_for,
    sheet_of,
    with_new_chain,
)
from tui_lab.classroom.archive import unpacked
from tui_lab.classroom.batch import Batch, Wish
from tui_lab.classroom.collect import collect
from tui_lab.classroom.folder import SECRET, ClassFolder, Task
from tui_lab.classroom.likeness import flagged
from tui_lab.classroom.order import GradeOrder
from tui_lab.classroom.row import Row
from tui_lab.grader.one import grade
from tui_lab.sandbox.client import Sandbox
from tui_lab.sandbox.job import Job, Outcome

SHORT: dict[str, Any] = {"set": {"steps": 3}, "claims": {"hand-is-autograd": 2.0, "at-swings": 1.0}}


@dataclass
class Desk:
    """A class of two, and the hand-in of the first."""

    course: ClassFolder
    task: Task
    path: Path

    def row(self, seconds: float = 0.0, student: str = "0001", path: Path | None = None) -> Row:
        """What becomes of the hand-in, in this process."""
        order = GradeOrder(
            path=str(path or self.path), student=student, course=self.course.name,
            seed=self.course.seed(self.task.file, student), task=self.task.file, seconds=seconds,
        )  # fmt: skip
        return msgspec.convert(grade(dict(msgspec.to_builtins(order))), Row)


KEPT: list[bytes] = []
"""A hand-in, trained once."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    course, task = class_of(tmp_path / "class", 2, **SHORT)
    (course.path / SECRET).write_text("5" * 64)
    if not KEPT:
        KEPT.append(handed(course, task, "0001").read_bytes())
    path = Path(task.file.inbox) / "line--0001--0123abcd.zip"
    path.write_bytes(KEPT[0])
    return Desk(course, task, path)


def edited_steps(change: Callable[[Steps], Steps]) -> Callable[[Members], None]:
    """The events with other numbers, and digests that fit again."""

    def edit(members: Members) -> None:
        lines = members["events.jsonl"].splitlines()
        events = [from_json(line) for line in lines]
        new = [change(event) if isinstance(event, Steps) else event for event in events]
        members["events.jsonl"] = b"".join(to_json(event) + b"\n" for event in new if event)
        with_new_chain(members)

    return edit


def perfect(event: Steps) -> Steps:
    """Losses as somebody wants them."""
    values = {**event.values, "loss": [0.5 * v if v else v for v in event.values["loss"]]}
    return msgspec.structs.replace(event, values=values)


def test_a_run_is_confirmed_by_training_it_again(desk: Desk) -> None:
    """To the last bit; what is not known has no points, and is no zero."""
    row = desk.row(seconds=30)

    assert ("graded", "", "confirmed", "to the last bit") == (
        row.status, row.why, row.proof, row.proof_why
    )  # fmt: skip
    assert (2.0, "holds") == (row.claims["hand-is-autograd"].points,
                              row.claims["hand-is-autograd"].verdict)  # fmt: skip
    assert (None, "inconclusive") == (
        row.claims["at-swings"].points,
        row.claims["at-swings"].verdict,
    )
    assert (2.0, None) == (row.points, row.grade())


def test_a_forged_curve_differs_from_the_one_trained_again(desk: Desk) -> None:
    """Digests and figures may fit: the numbers are not those of this seed."""
    rewritten(desk.path, edited_steps(perfect))
    row, unproved = desk.row(seconds=30), desk.row()

    assert "differs" == row.proof
    assert "loss, step 1" in row.proof_why
    assert ("edited", None) == (unproved.proof, unproved.points)
    assert "figures at its end" in unproved.proof_why


def test_an_edit_shows_without_training_again(desk: Desk) -> None:
    """A line whose digest is that of another: its claims are not judged by what it says."""
    rewritten(desk.path, lambda m: {**m, "events.jsonl": m["events.jsonl"].replace(b"1", b"2", 1)})
    row = desk.row()

    assert ("edited", "line 1 of its events does not fit its digest") == (row.proof, row.proof_why)
    assert "not judged" == row.claims["hand-is-autograd"].verdict


def test_a_part_that_agrees_is_no_confirmation(desk: Desk) -> None:
    """Where there is no time for all steps, it is said how many agree."""
    row = desk.row(seconds=1e-9)

    assert "not run again" == row.proof
    assert "of 3 steps agree" in row.proof_why


def test_the_report_is_not_believed(desk: Desk) -> None:
    """A report that says something else is an edit, and decides nothing."""

    def lie(members: Members) -> None:
        report = json.loads(members["report.json"])
        report["results"]["yours"] = {}
        members["report.json"] = json.dumps(report).encode()

    rewritten(desk.path, lie)

    assert ("edited", "its report is not that of its events") == (
        desk.row().proof, desk.row().proof_why
    )  # fmt: skip


def test_a_copied_run_shows(desk: Desk) -> None:
    """Under another name its seed is wrong; with another cover its digests do not fit."""
    other = desk.row(student="0002")

    def renamed(members: Members) -> None:
        cover = json.loads(members["hand-in.json"])
        cover["student"] = "0002"
        members["hand-in.json"] = json.dumps(cover).encode()

    rewritten(desk.path, renamed)
    row = desk.row(student="0002")

    assert ("not theirs", "inside, it is 0001's") == (other.status, other.why)
    assert "another run" == row.status
    assert "seeds" in row.why
    assert row.points is None


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_told_in_words(name: str, desk: Desk) -> None:
    """It is no error of the lab: the row says what it was."""
    spoil, says = HOSTILE[name]
    spoil(desk.path)
    row = desk.row()

    assert "unreadable" == row.status
    assert says in row.why
    assert row.points is None


@pytest.mark.parametrize(
    ("member", "content", "says"),
    [
        ("events.jsonl", b"", "no events of a run"),
        ("events.jsonl", b"[" * 5000 + b"\n", "nested too deeply"),
        ("events.jsonl", b'{"type":"steps","variant":"yours","seed":0,"first":1,"values":{}}\n',
         "damaged"),
        ("events.jsonl", b'{"type":"note","variant":"a","seed":0,"step":1,"text":"x"}\n',
         "do not begin with a start"),
        ("hand-in.json", b'{"what":"dl-lab hand-in","seed":NaN}', "hand-in.json is damaged"),
        ("hand-in.json", b"\xff\xfe{}", "hand-in.json is damaged"),
        ("plan.json", b"{}", "plan.json is damaged"),
        ("chain.txt", b"\xff", "no text in UTF-8"),
        ("report.json", b'{"results":1e999999}', "report.json is damaged"),
    ],
)  # fmt: skip
def test_a_member_that_is_spoiled_is_named(
    member: str, content: bytes, says: str, desk: Desk
) -> None:
    """NaN, bytes that are no text, JSON that never ends: a sentence each."""
    rewritten(desk.path, lambda members: {**members, member: content})
    row = desk.row()

    assert says in f"{row.status}: {row.why} {row.proof}"
    assert row.points is None


def test_hardly_anything_is_as_it_was(desk: Desk) -> None:
    """Any bytes in place of any others give a row, and never an error."""
    whole = desk.path.read_bytes()
    members = dict(unpacked(whole).members)
    path = desk.path.with_name("spoiled.zip")

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def spoil(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(members)))
        content = members[name]
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        piece = data.draw(st.binary(max_size=20))
        cut = data.draw(st.integers(0, 40))
        new = content[:at] + piece + content[at + cut :]
        if data.draw(st.booleans()):
            path.write_bytes(bytes_of({**members, name: new}.items()))
        else:
            place = zlib.crc32(piece) % len(whole)
            path.write_bytes(whole[:place] + piece + whole[place + cut :])
        row = desk.row(path=path)

        assert row.status in {"graded", "unreadable", "another run", "not theirs", "unfinished"}
        assert row.status == "graded" or row.why

    spoil()


def test_an_event_of_nobody_is_refused(desk: Desk) -> None:
    """Networks that were not in the race, and steps that run backwards."""

    def other(event: Steps) -> Steps:
        return msgspec.structs.replace(event, variant="nobody")

    rewritten(desk.path, edited_steps(other))
    assert "networks that were not in the race" in desk.row().why


def test_a_process_that_is_killed_costs_its_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by the system where memory is short: the next hand-in is graded by another one."""
    course, task = desk.course, desk.task
    desk.path.with_name("line--0002--0123abcd.zip").write_bytes(b"no zip")
    collect(task, [desk.path.parent], course.roster)

    def killed(sandbox: Sandbox, job: Job) -> Outcome:
        if job.given["order"]["student"] == "0001":
            raise BadEnvironment("the process that checks ended with exit code -9")
        return Outcome("done", value=msgspec.Raw(msgspec.json.encode(grade(**job.given))))

    monkeypatch.setattr(Sandbox, "begin", lambda sandbox: None)
    monkeypatch.setattr(Sandbox, "close", lambda sandbox: None)
    monkeypatch.setattr(Sandbox, "run", killed)
    first, second = Batch(course, task, Wish()).run(lambda row, done, of: None)

    assert ("broke off", "the process that checks ended with exit code -9") == (
        first.status, first.why
    )  # fmt: skip
    assert ("unreadable", None) == (second.status, second.points)


def test_equal_work_is_flagged_and_not_judged(desk: Desk) -> None:
    """The same curve and text in two hand-ins; with one seed for all, curves are equal anyway."""
    prints = {"curve": "c", "text": "t", "code/train.py": "x"}
    rows = [Row(student=name, prints=prints) for name in "ab"]
    rows.append(Row(student="c", prints={"curve": "c"}))
    task = desk.task.file
    said = [list(row.flags) for row in flagged(rows, task)]
    same = flagged(rows, msgspec.structs.replace(task, seed=3))

    assert ["the same curve as b, c", "the same text as b", "the same train.py as b"] == said[0]
    assert ["the same curve as a, b"] == said[2]
    assert ["the same text as b", "the same train.py as b"] == same[0].flags


def test_the_last_of_several_hand_ins_counts_and_rows_are_kept(desk: Desk, tmp_path: Path) -> None:
    """A whole class in processes of its own; what has not changed is not graded again."""
    course, task = desk.course, desk.task
    HOSTILE["bomb"][0](handed(course, task, "0002", run_for(sheet_of(course, task, "0002"))))
    collect(task, [desk.path.parent], course.roster)
    told: list[Row] = []
    batch = Batch(course, task, Wish(share=0.0))
    rows = {row.student: row for row in batch.run(lambda row, done, of: told.append(row))}

    assert {"0001", "0002"} == {row.student for row in told}
    assert ("graded", "confirmed") == (rows["0001"].status, rows["0001"].proof)
    assert "unreadable" == rows["0002"].status
    assert "unpacks" in rows["0002"].why

    told.clear()
    again = Batch(course, task, Wish(share=0.0)).run(lambda row, done, of: told.append(row))
    assert [] == told
    assert [(row.student, row.status) for row in again] == [
        (row.student, row.status) for row in rows.values()
    ]
