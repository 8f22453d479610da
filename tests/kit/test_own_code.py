"""Which files are a lesson's code, at any depth; and an edit of any of them is what trains."""

from __future__ import annotations

import dataclasses
import sys
from importlib import invalidate_caches
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import Lesson
from lessons.kit.page.own_code import code_of, module_of
from tests.toys.lesson90_line import lesson as toy

PLACES = ("", "a", "a/b", "a/b/c", "d")
"""The folders that a file may lie in."""
LOOP = "def train(hp, run):\n    return VALUE\n"
numbers = count()


@dataclasses.dataclass
class Part:
    """A file of a made-up lesson: where it lies, what it imports, and how."""

    path: str
    imports: list[tuple[str, int]]

    def text(self, package: str, own: int) -> str:
        """It has its own number and the numbers of all that it imports."""
        lines = [self._line(package, path, way, at) for at, (path, way) in enumerate(self.imports)]
        values = [str(own), *(f"v{at}" for at in range(len(lines)))]
        return "\n".join([*lines, f"VALUE = {' + '.join(values)}", ""])

    def _line(self, package: str, path: str, way: int, at: int) -> str:
        name, dots = module_of(path), "." * (1 + self.path.count("/"))
        above, _, last = name.rpartition(".")
        return (
            f"from {package}.{name} import VALUE as v{at}",
            f"from {dots}{name} import VALUE as v{at}",
            f"from {dots}{above} import {last}; v{at} = {last}.VALUE",
            f"import {package}.{name} as m{at}; v{at} = m{at}.VALUE",
        )[way]


@st.composite
def parts(draw: st.DrawFn) -> list[Part]:
    """A few files, each of which imports some of those before it; the loop is the last of them."""
    found: list[Part] = []
    for number in range(draw(st.integers(1, 5))):
        folder = draw(st.sampled_from(PLACES))
        name = draw(st.sampled_from(["", "__init__.py"] if folder else [""]))
        path = "/".join(each for each in (folder, name or f"m{number}.py") if each)
        if path not in [part.path for part in found]:
            found.append(Part(path, _imports(draw, found, path)))
    return [*found, Part("train.py", _imports(draw, found, ""))]


def _imports(draw: st.DrawFn, found: list[Part], path: str) -> list[tuple[str, int]]:
    """Some of them; but none of a folder that this file's importing would go round in."""
    folder = path.removesuffix("__init__.py") if path.endswith("__init__.py") else "?"
    fine = [part.path for part in found if not part.path.startswith(folder)]
    chosen = draw(st.lists(st.sampled_from(fine), unique=True, max_size=3)) if fine else []
    return [(path, draw(st.integers(0, 3))) for path in chosen]


def written(place: Path, made: list[Part]) -> Lesson:
    """The lesson of these files."""
    package = f"made_up_{next(numbers)}"
    for path in ("", *PLACES[1:]):
        (place / package / path).mkdir(parents=True, exist_ok=True)
    (place / package / "__init__.py").write_text("")
    for part in made:
        more = LOOP if part.path == "train.py" else ""
        (place / package / part.path).write_text(part.text(package, 1) + more)
    invalidate_caches()
    return dataclasses.replace(toy, package=package, shows=tuple(part.path for part in made))


def expected(made: list[Part], edited: str, path: str = "train.py") -> int:
    """The number of a file, where one of them has 100 more."""
    [part] = [part for part in made if part.path == path]
    own = 101 if path == edited else 1
    return own + sum(expected(made, edited, other) for other, _ in part.imports)


@given(made=parts())
@settings(max_examples=40, deadline=None)
def test_an_edit_at_any_depth_is_what_trains(
    made: list[Part], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of each file that the loop imports, however far away; then the lesson is as it was."""
    place = tmp_path_factory.mktemp("lessons")
    sys.path.insert(0, str(place))
    try:
        lesson = written(place, made)
        assert expected(made, "") == lesson.train()(None, None)
        for part in made:
            text = part.text(lesson.package, 101) + LOOP * (part.path == "train.py")
            edited = lesson.train({part.path: text})
            assert expected(made, part.path) == edited(None, None)
            if expected(made, part.path) > expected(made, ""):
                assert part.path in code_of(lesson.package)
                assert changed_on_disk(place, lesson, part.path, text) != lesson.hash
        assert expected(made, "") == lesson.train()(None, None)
        assert set(loaded(lesson.package)) <= {module_of(path) for path in code_of(lesson.package)}
    finally:
        sys.path.remove(str(place))


def changed_on_disk(place: Path, lesson: Lesson, path: str, text: str) -> str:
    """The lesson's hash while one of its files says something else."""
    file = place / lesson.package / path
    before = file.read_text()
    file.write_text(text)
    try:
        return dataclasses.replace(lesson).hash
    finally:
        file.write_text(before)


def loaded(package: str) -> list[str]:
    """The lesson's modules in memory, without the empty files that only make a folder one."""
    found = [name.removeprefix(f"{package}.") for name in sys.modules if name != package]
    mine = [name for name in found if f"{package}.{name}" in sys.modules]
    return [name for name in mine if getattr(sys.modules[f"{package}.{name}"], "__file__", None)]


@pytest.mark.parametrize("name", lessons.names())
def test_all_that_a_lesson_loads_is_its_code(name: str) -> None:
    """Nothing that its loop runs is left out of its hash; its exercises are no part of it."""
    lesson = lessons.load(name)
    lesson.train(), lesson.together()
    code = {module_of(path) for path in code_of(lesson.package)}
    others = {each for each in loaded(lesson.package) if not each.startswith("practice")}

    assert others <= code
    assert not [path for path in code if path.startswith("practice")]


def test_what_no_file_imports_is_not_the_lesson(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exercises, tests and an environment in its folder change neither its hash nor its files."""
    monkeypatch.syspath_prepend(str(tmp_path))
    lesson = written(tmp_path, [Part("train.py", [])])
    before = lesson.hash
    for path in ("practice/freeze.py", "tests/test_it.py", ".venv/lib/torch/__init__.py"):
        file = tmp_path / lesson.package / path
        file.parent.mkdir(parents=True)
        file.write_text("import train\n")

    assert before == dataclasses.replace(lesson).hash
    assert {"__init__.py", "train.py"} == code_of(lesson.package).keys()
