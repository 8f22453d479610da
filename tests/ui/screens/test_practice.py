"""The tab Practice: a learner goes from a hint to a pass without leaving the screen."""

import shutil
from importlib import import_module
from pathlib import Path

import pytest
from textual.pilot import Pilot

import lessons
from lessons.kit.practice.check import check
from lessons.kit.practice.feedback import Feedback
from lessons.kit.practice.text import ExerciseText
from tests.tools.pictures import screen_text
from tests.tools.places import ROOT, TEMPLATE
from tests.tools.screen import Compare, fresh, lesson_of, sized, until
from tui_lab.app.lab import LabApp
from tui_lab.practice.found import LessonExercises
from tui_lab.practice.progress import PracticeProgress
from tui_lab.widgets.side import practice
from tui_lab.widgets.side.practice import Practice

WIDE, NARROW = (120, 40), (80, 24)


@pytest.fixture
def course(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lessons of ours: the toys have no exercises."""
    monkeypatch.setattr(lessons, "__path__", [str(ROOT / "lessons")])


def pane_of(app: LabApp) -> Practice:
    pane = lesson_of(app).side.panes["Practice"]
    assert isinstance(pane, Practice)
    return pane


class HereChecker:
    """Checks in this process, at once: what a sandbox holds back has tests of its own."""

    def check(self, lesson: LessonExercises, exercise: ExerciseText, text: str) -> Feedback:
        found = import_module(f"{lessons.load(lesson.id).package}.practice.{exercise.path.stem}")
        return check(found.exercise, text)

    def cancel(self) -> None:
        """Nothing is going on."""

    def close(self) -> None:
        """Nothing was started."""


async def opened(pilot: Pilot[None], app: LabApp) -> Practice:
    await pilot.press("8")
    pane = pane_of(app)
    await until(pilot, lambda: pane.has_focus)
    return pane


@pytest.mark.process
@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_from_hint_to_pass(
    size: tuple[int, int], snapshot: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chosen, hinted, saved wrong, saved right: each is on the screen, and remembered."""
    monkeypatch.setattr(practice, "path_of", lambda desk: desk.file.path.name)  # else it differs
    if size == NARROW:
        monkeypatch.setattr("tui_lab.practice.desk.Checker", HereChecker)
    app = LabApp(lesson="lesson3")
    async with app.run_test(size=size) as pilot:
        pane = await opened(pilot, app)
        await until(pilot, lambda: "8 Practice 0/4" in screen_text(app).replace("8P", "8 P"))
        await pilot.click(pane.parts["names"], offset=(4, 1))
        await pilot.press("h")
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
        assert "Practice 1/4" in screen_text(app)
    done = PracticeProgress().of("lesson3", "clip-by-norm")
    assert (2, 1, True, "") == (done.tries, done.hints, bool(done.passed), done.solution)


@pytest.mark.usefixtures("course")
async def test_skip_solution_and_reset(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for comes into view, and is remembered; a reset keeps the file."""
    monkeypatch.setattr("tui_lab.practice.desk.Checker", HereChecker)
    PracticeProgress().hinted("lesson3", "clip-by-norm", 3)
    app = LabApp(lesson="lesson3")
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await until(pilot, lambda: "8Practice 0/4" in screen_text(app))
        pane = await opened(pilot, app)
        await pilot.press("K")
        await until(pilot, lambda: "- 1 clip-by-value" in screen_text(app))
        await pilot.press("h", "h", "S")
        await until(pilot, lambda: "return [gradient * scale for" in screen_text(app))
        pane.desk.file.make().write_text("mine")
        both = ("Clip gradients by their norm", "your code fails")
        await until(pilot, lambda: all(words in screen_text(app) for words in both))
        assert "3 hints, solution seen" in screen_text(app)
        await pilot.press("X")
        await until(pilot, lambda: "clip_by_norm.before.py" in screen_text(app))
    assert PracticeProgress().of("lesson3", "clip-by-value").skipped


async def test_an_author_reads_why_exercises_cannot_be_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the pane, and its keys do nothing."""
    monkeypatch.setenv("DL_LAB_TRUST", str(tmp_path))
    folder = tmp_path / "mine"
    shutil.copytree(TEMPLATE, folder)
    (folder / "practice" / "__init__.py").write_text("EXERCISES = ()")
    app = LabApp(lesson=str(folder))
    async with app.run_test(size=NARROW) as pilot:
        await opened(pilot, app)
        await pilot.press("j", "h", "S", "K", "X", "enter")
        await until(pilot, lambda: "this lesson has no exercises" in screen_text(app))


async def test_a_lesson_without_exercises_has_no_such_tab() -> None:
    """Its key says why."""
    app = fresh()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        assert "Practice" not in screen_text(app)
        await pilot.press("8")
        await until(pilot, lambda: "no exercises" in screen_text(app))
