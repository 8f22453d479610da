"""Each exercise of each lesson: it fails unsolved, passes solved, and helps in three steps."""

from importlib import import_module
from pathlib import Path

import pytest

import lessons
from lessons.find.entries import Entry
from lessons.kit.practice.check import check
from lessons.kit.practice.exercise import Exercise
from lessons.kit.practice.text import LONGEST_NAME, ExerciseText, exercises_in
from lessons.kit.speed.compiler import stand_in

LESSONS = [entry for entry in lessons.entries() if (entry.folder / "practice").is_dir()]


def _exercise(entry: Entry, text: ExerciseText) -> Exercise:
    module = import_module(f"lessons.{entry.folder.name}.practice.{text.path.stem}")
    found: Exercise = module.exercise
    return found


@pytest.mark.train
@pytest.mark.parametrize("entry", LESSONS, ids=lambda entry: entry.id)
def test_it_fails_unsolved_and_passes_solved(entry: Entry) -> None:
    """What the learner begins with is not written yet; the solution that is shown is right."""
    stand_in()
    for text in exercises_in(entry.folder):
        exercise = _exercise(entry, text)
        assert "unwritten" == check(exercise, text.template).status, text.name
        feedback = check(exercise, text.solution)
        assert feedback.is_passed, (text.name, feedback)


@pytest.mark.parametrize("entry", LESSONS, ids=lambda entry: entry.id)
def test_it_can_be_done(entry: Entry) -> None:
    """A short name, a title, a task, and three hints that differ."""
    for text in exercises_in(entry.folder):
        assert len(text.name) <= LONGEST_NAME
        assert text.title and text.task, text.name
        assert 3 == len(set(filter(None, text.hints))), text.name
        assert text.title[-1] != ".", text.name


def test_every_file_of_an_exercise_is_in_its_index() -> None:
    """What the index does not name, nobody sees."""
    for entry in LESSONS:
        files = {path.stem for path in Path(entry.folder / "practice").glob("*.py")} - {"__init__"}
        assert files == {text.path.stem for text in exercises_in(entry.folder)}
