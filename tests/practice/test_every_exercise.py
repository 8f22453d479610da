"""Each exercise of each lesson can be done: what `dl-lab lint` checks, and that it finds faults."""

from pathlib import Path

import pytest

import lessons
from tests.tools.places import TEMPLATE
from tui_lab.contract import practising
from tui_lab.contract.findings import Check
from tui_lab.practice.found import everywhere

NAMES = lessons.names()


@pytest.mark.train
@pytest.mark.parametrize("check", practising.CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", [*NAMES, TEMPLATE], ids=[*NAMES, "template"])
def test_it_can_be_done(name: str, check: Check) -> None:
    """Unsolved it fails, solved it passes, three hints help."""
    assert [] == [str(finding) for finding in check(lessons.load(name))]


def test_every_lesson_has_some() -> None:
    """Three to six each."""
    counts = {lesson.id: len(lesson.exercises) for lesson in everywhere()}

    assert set(NAMES) == set(counts)
    assert {} == {name: count for name, count in counts.items() if not 3 <= count <= 6}


EXERCISE = '''"""Double

Return the number, doubled.
"""

from lessons.kit.practice import Draw, Exercise


def double(x: int) -> int:
    """Twice x."""
    return 2 * x


def cases(draw: Draw) -> tuple[int]:
    """A number."""
    return (draw.integer(1, 9),)


exercise = Exercise(double, hints=("Add.", "Multiply.", "2 * x"), cases=cases)
'''


@pytest.mark.train
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "", ""),
        ('("Add.", "Multiply.", "2 * x")', '("Add.",)', "it has 1 hints"),
        ('("Add.", "Multiply.", "2 * x")', '("Add.", "Add.", "Add.")', "it has 3 hints"),
        ("Return the number, doubled.\n", "", "no title, or no task"),
        (", cases=cases", "", "it passes before anything is written"),
        ("return 2 * x", "return 2 * SCALE", "it cannot be checked (NameError"),
        ("draw.integer(1, 9)", "draw.integer()", "it cannot be checked (TypeError"),
        ("exercise = Exercise(", "Exercise(", "has no exercise"),
        ("def double", "def def double", "is no Python"),
    ],
)  # fmt: skip
def test_a_fault_of_an_author_is_found(tmp_path: Path, old: str, new: str, says: str) -> None:
    """In the words of the author's own file."""
    folder = tmp_path / "mine"
    (folder / "practice").mkdir(parents=True)
    for name in ("__init__.py", "train.py", "README.md", "claims.py", "tour.py"):
        source = Path(str(lessons.load(TEMPLATE).files)) / name
        (folder / name).write_text(source.read_text())
    (folder / "practice" / "__init__.py").write_text('EXERCISES = ("double",)\n')
    (folder / "practice" / "double.py").write_text(EXERCISE.replace(old, new) if old else EXERCISE)
    lesson = lessons.load(str(folder))
    found = [str(each) for check in practising.CHECKS for each in check(lesson)]

    assert bool(says) == bool(found)
    assert any(says in each for each in found) or not says, found


def test_a_lesson_from_outside_asks_before_its_exercises_are_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading its list is opening it: not a line runs before somebody says yes."""
    from tui_lab.practice.found import of_lesson
    from tui_lab.trust.permission import UntrustedError

    monkeypatch.setenv("DL_LAB_TRUST", "")
    folder = tmp_path / "theirs"
    folder.mkdir()
    for name in ("train.py", "README.md"):
        (folder / name).touch()
    (folder / "__init__.py").write_text("raise SystemExit('it was run')\n")

    with pytest.raises(UntrustedError):
        of_lesson(str(folder))
