"""The tab Practice: a learner goes from a hint to a pass without leaving the screen."""

from pathlib import Path

import pytest

import lessons
from tests.tools.pictures import screen_text
from tests.tools.places import ROOT
from tests.tools.screen import Compare, fresh, lesson_of, sized, until
from tui_lab.app.lab import LabApp
from tui_lab.practice.progress import PracticeProgress
from tui_lab.widgets.side import practice
from tui_lab.widgets.side.practice import Practice, flowing

WIDE, NARROW = (120, 40), (80, 24)


@pytest.fixture
def course(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lessons of ours: the toys have no exercises."""
    monkeypatch.setattr(lessons, "__path__", [str(ROOT / "lessons")])


def pane_of(app: LabApp) -> Practice:
    pane = lesson_of(app).side.panes["Practice"]
    assert isinstance(pane, Practice)
    return pane


@pytest.mark.process
@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_from_hint_to_pass(
    size: tuple[int, int], snapshot: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chosen, hinted, saved wrong, saved right: each is on the screen, and remembered."""
    monkeypatch.setattr(practice, "path_of", lambda desk: desk.file.path.name)  # else it differs
    app = LabApp(lesson="lesson3")
    async with app.run_test(size=size) as pilot:
        await pilot.press("8")
        pane = pane_of(app)
        await until(pilot, lambda: pane.has_focus)
        await pilot.press("j", "h")
        path = pane.desk.file.make()
        solution = pane.desk.chosen.solution

        path.write_text(solution.replace("clamp(max=1.0)", "clamp(max=2.0)"))
        await until(pilot, lambda: "not right yet" in screen_text(app))
        assert "expected  ([[1.5]], 1.5)" in screen_text(app)
        assert "hint 1" in screen_text(app)
        await snapshot(pilot, sized("practice_wrong", size))

        path.write_text(solution)
        await until(pilot, lambda: " calls" in screen_text(app) and "passed: " in screen_text(app))
        assert "✓ 2 clip-by-norm" in screen_text(app)
    done = PracticeProgress().of("lesson3", "clip-by-norm")
    assert (2, 1, True, "") == (done.tries, done.hints, bool(done.passed), done.solution)


@pytest.mark.process
@pytest.mark.usefixtures("course")
async def test_skip_solution_and_reset(home: Path) -> None:
    """Skipping goes to the next; a look at the solution is remembered; a reset keeps the file."""
    app = LabApp(lesson="lesson3")
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await pilot.press("8")
        pane = pane_of(app)
        await until(pilot, lambda: pane.has_focus)
        await pilot.press("K")
        await until(pilot, lambda: "- 1 clip-by-value" in screen_text(app))
        await pilot.press("S")
        await until(pilot, lambda: "a solution" in screen_text(app))
        pane.desk.file.make().write_text("mine")
        await until(pilot, lambda: "your code fails" in screen_text(app))
        await pilot.press("X")
        await until(pilot, lambda: "clip_by_norm.before.py" in screen_text(app))
    assert PracticeProgress().of("lesson3", "clip-by-value").skipped


async def test_a_lesson_without_exercises_has_no_such_tab() -> None:
    """Its key says why."""
    app = fresh()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        assert "Practice" not in screen_text(app)
        await pilot.press("8")
        await until(pilot, lambda: "no exercises" in screen_text(app))


def test_a_task_flows_and_formulas_stay() -> None:
    """Lines of a file are no lines of the screen."""
    assert "one two\n\n    x = 1\n    y = 2\n\nthree" == flowing(
        "one\ntwo\n\n    x = 1\n    y = 2\n\nthree"
    )
