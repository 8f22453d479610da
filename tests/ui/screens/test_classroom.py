"""A class on the screen: read at a glance, sorted, filtered, and each run opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS
from tests.tools.screen import SIZES, Compare, sized, until
from tui_lab.app.lab import LabApp
from tui_lab.classroom.archive import packed
from tui_lab.classroom.assignment import Assignment, written
from tui_lab.classroom.board import Board
from tui_lab.classroom.folder import TASK, Task, new_class
from tui_lab.classroom.kept import write_row
from tui_lab.classroom.roster import Student
from tui_lab.classroom.row import Mark, Row, not_known
from tui_lab.screens.classroom.screen import ClassScreen
from tui_lab.screens.help import sections_of
from tui_lab.screens.lesson.screen import LessonScreen

CLAIMS = {"arrives": 2.0, "swings": 1.0}
NAMES = ("Ada Lovelace", "Grace Hopper", "陈省身", "[red]Mark Up[/]", "")


def row(student: str, verdicts: tuple[str, str], **fields: object) -> Row:
    """A graded row with these verdicts."""
    points = {"holds": 1.0, "fails": 0.0}
    marks = {
        name: Mark(
            points=possible * points[verdict] if verdict in points else None, possible=possible,
            verdict=verdict, measured=0.5, bar=0.7, side="≤",
        )
        for (name, possible), verdict in zip(CLAIMS.items(), verdicts, strict=True)
    }  # fmt: skip
    told = {"status": "graded", "proof": "confirmed", "tries": 1, **fields}
    return Row(student=student, claims=marks, **told)  # type: ignore[arg-type]


@pytest.fixture
def board(tmp_path: Path) -> Board:
    """Five students: graded, late and alike, spoiled, half judged, missing."""
    students = [Student(f"{n:04}", name) for n, name in enumerate(NAMES, 1)]
    course = new_class(tmp_path / "dl26", students)
    task = Task(course.path / "line")
    task.path.mkdir()
    asked = Assignment(name="line", lesson="lesson90", title="A line", claims=CLAIMS)
    (task.path / TASK).write_text(written(asked))
    task.handed_in.mkdir()
    events = (RECORDINGS / "finished.jsonl").read_bytes()
    content = packed({"events.jsonl": events, "answers.md": b"# My [b]answer[/b]\n\x1b[31m"})
    (task.handed_in / "one.zip").write_bytes(content)
    broken = not_known(CLAIMS, "not judged")
    for each in (
        row("0001", ("holds", "holds"), file="one.zip", late=-7200.0, late_made=-7205.0),
        row("0002", ("holds", "fails"), late=5400.0, flags=["the same curve as 0004"]),
        Row(student="0003", status="unreadable", why="it is a link", claims=broken),
        row("0004", ("holds", "inconclusive"), proof="differs", proof_why="yours loss, step 3"),
    ):
        write_row(task, each)
    return Board(course, task)


def on_top(app: LabApp) -> ClassScreen:
    assert isinstance(app.screen, ClassScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_class_at_a_glance(size: tuple[int, int], board: Board, snapshot: Compare) -> None:
    """Everybody has a line with signs; the student under the cursor stands below in words."""
    app = LabApp(board=board)
    async with app.run_test(size=size) as pilot:
        await pilot.press("j")
        await pilot.pause()
        await snapshot(pilot, sized("class", size))


async def test_rows_are_sorted_and_filtered(board: Board) -> None:
    """Unknown points are last both ways; the filter follows each letter, escape undoes it."""
    app = LabApp(board=board)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "s", "s")
        assert ["0002", "0004", "0001", "0003", "0005"] == [r.student for r in board.shown]
        await pilot.press("S")
        assert ["0001", "0002", "0004", "0003", "0005"] == [r.student for r in board.shown]
        await pilot.press("slash", *"late")
        await pilot.pause()
        assert ["0002"] == [r.student for r in board.shown]
        await pilot.press("escape")
        await pilot.pause()
        assert 5 == len(board.shown)
        assert on_top(app).table.has_focus


async def test_enter_opens_the_run_of_a_student(board: Board) -> None:
    """The lesson's screen on what was handed in; who handed in nothing, has none."""
    app = LabApp(board=board)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G", "enter")
        await until(pilot, lambda: any("no run to open" in n.message for n in app._notifications))
        await pilot.press("g", "enter")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        assert "finished" in screen_text(app)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ClassScreen))


async def test_what_a_student_wrote_is_text(board: Board) -> None:
    """Markup and escapes in it are shown, not obeyed."""
    app = LabApp(board=board)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await until(pilot, lambda: "My [b]answer[/b]" in screen_text(app))
        assert "␛[31m" in screen_text(app)


async def test_a_row_that_is_graded_meanwhile_appears(board: Board) -> None:
    """Somebody grades in another window: the table follows."""
    app = LabApp(board=board)
    async with app.run_test(size=(80, 24)) as pilot:
        write_row(board.task, row("0005", ("holds", "holds")))
        await until(pilot, lambda: "3 graded" not in screen_text(app))
        assert "4 graded" in screen_text(app)


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (300, 80)])
async def test_any_size_shows_the_table(size: tuple[int, int], board: Board) -> None:
    """Nothing breaks on a tiny terminal."""
    app = LabApp(board=board)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "0001" in screen_text(app)
        if size[0] > 100:
            assert sections_of(app.screen)
