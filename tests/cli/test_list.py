"""`dl-lab list`: the lessons by chapter, and what comes before each."""

import sys
from pathlib import Path

import pytest

import lessons
from tests.tools.course import course
from tui_lab.cli import tables
from tui_lab.session.progress import Progress


@pytest.fixture
def course_of_23(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many lessons as there will be, none of which was imported."""
    monkeypatch.setattr(lessons, "__path__", [str(course(tmp_path / "course"))])


def test_the_table_reads_no_page(course_of_23: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Chapters in the course's order; progress by what was there when a lesson was last opened."""
    progress, before = Progress(), {*sys.modules}
    progress.opened("lesson4")
    progress._change("lesson4", lambda known: known.there.update(held=5, tour=2))
    progress._change("lesson4", lambda known: known.held.append("calm-learns"))
    tables.print_lessons()
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    by_name = {row[0]: " ".join(row) for row in rows}

    assert "lesson title chapter after progress" == by_name["lesson"]
    assert ["lesson5", "lesson6", "lesson7"] == [row[0] for row in rows[1:4]]
    assert "lesson4 All about sentiment Words 1, 2 held 1/5 · tour 0/2" == by_name["lesson4"]
    assert "lesson16 All about bert Attention 14, 4 new" == by_name["lesson16"]
    assert set() == {name for name in {*sys.modules} - before if name.startswith("lessons.lesson")}


def test_programs_get_chapter_and_prerequisites() -> None:
    """By the names that `run` takes."""
    rows = {row["lesson"]: row for row in tables.lessons_listed()}

    assert {"Words", "Sequences"} <= {row["chapter"] for row in rows.values()}
    assert ["lesson1", "lesson2"] == rows["lesson4"]["after"]
    assert [] == rows["lesson1"]["after"]
