"""What may know what, how large things may grow, and that the README keeps up."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import lessons
from tests.tools.commands import loaded_by
from tests.tools.places import ROOT
from tui_lab.cli.main import app

OURS = [*ROOT.glob("tui_lab/**/*.py"), *ROOT.glob("lessons/**/*.py")]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
MOST_METHODS = 26  # of an object, with those of its bases; the screen of a lesson once had 92


@cache
def tree_of(path: Path) -> ast.Module:
    """A file as Python reads it: each is parsed once, whoever asks."""
    return ast.parse(path.read_text())


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import lessons; [lessons.load(n) for n in lessons.names()]",
         {"torch", "sklearn", "textual", "rich", "plotext", "typer", "numpy"}),
        ("import tui_lab.cli.main",
         {"torch", "sklearn", "textual", "plotext", "rich", "msgspec", "optuna"}),
        ("import tui_lab.cli.sweeps.trials", {"torch", "sklearn", "textual", "plotext", "optuna"}),
        ("import tui_lab.app.lab, tui_lab.state.store, tui_lab.client.remote",
         {"torch", "sklearn", "plotext", "numpy"}),
        ("import tui_lab.screens.sweep.screen, tui_lab.sweeps.among",
         {"torch", "sklearn", "plotext", "numpy", "optuna"}),
        ("import tui_lab.cli.training", {"torch", "sklearn", "textual", "plotext"}),
    ],
)  # fmt: skip
def test_nothing_is_imported_that_is_not_needed(code: str, absent: set[str]) -> None:
    """Torch takes 1.5 s and sklearn 1: only the worker pays for them."""
    assert set() == loaded_by(code) & absent


def test_every_file_is_small() -> None:
    """A file under 300 lines is one thing; the App under 150, a screen under 200."""
    lines = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in OURS}
    limits = {path: _limit(path) for path in lines}

    assert {} == {str(path): n for path, n in lines.items() if n > limits[path]}


def _limit(path: Path) -> int:
    if path == Path("tui_lab/app/lab.py"):
        return 150
    return 200 if path.parent == Path("tui_lab/screens") else 300


def test_every_function_is_small() -> None:
    """Thirty lines are long; signature and docstring are not counted."""
    long = {}
    for path in OURS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if length > _longest(path):
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length

    assert {} == long


def _longest(path: Path) -> int:
    return 80 if path.name in ("train.py", "together.py") else 30  # a loop stays whole, in order


@dataclass
class Written:
    """A class as its file has it."""

    methods: set[str]
    bases: list[str]
    """Those that are ours, by their full names."""


def classes_of(paths: Iterable[Path], root: Path = ROOT) -> dict[str, Written]:
    """Every class at the top of these files, by its full name."""
    found: dict[str, Written] = {}
    for path in paths:
        module = ".".join(path.relative_to(root).with_suffix("").parts)
        tree = tree_of(path)
        known = {
            each.asname or each.name: f"{node.module}.{each.name}"
            for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
            for each in node.names
        }  # fmt: skip
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                bases = [ast.unparse(base).partition("[")[0] for base in node.bases]
                found[f"{module}.{node.name}"] = Written(
                    {one.name for one in node.body if isinstance(one, FUNCTIONS)},
                    [known.get(base, f"{module}.{base}") for base in bases],
                )
    for each in found.values():
        each.bases = [base for base in each.bases if base in found]
    return found


def above(name: str, classes: dict[str, Written]) -> set[str]:
    """All classes of ours that one inherits from."""
    bases = classes[name].bases
    return {*bases, *(each for base in bases for each in above(base, classes))}


def towers_in(classes: dict[str, Written]) -> dict[str, list[str]]:
    """The classes that are spread over more than two others of their own folder."""
    folder = {name: name.rsplit(".", 2)[0] for name in classes}
    inside = {
        name: sorted(base for base in above(name, classes) if folder[base] == folder[name])
        for name in classes
    }
    return {name: bases for name, bases in inside.items() if len(bases) > 2}


def crowds_in(classes: dict[str, Written], most: int) -> dict[str, int]:
    """The classes that have more methods, those of their bases counted too."""
    methods = {
        name: set[str]().union(*(classes[each].methods for each in (name, *above(name, classes))))
        for name in classes
    }
    return {name: len(found) for name, found in methods.items() if len(found) > most}


def test_no_class_is_a_tower() -> None:
    """An object that is cut into bases is as large as before, and harder to read.

    What stands beside it, a function or a part of its own, can be read alone.
    """
    classes = classes_of(OURS)

    assert {} == towers_in(classes)
    assert {} == crowds_in(classes, MOST_METHODS)


def test_a_tower_is_found_wherever_its_floors_are(tmp_path: Path) -> None:
    """In one file or several, by whatever name it is imported; a base elsewhere is no floor."""
    room, hall = tmp_path / "room", tmp_path / "hall"
    room.mkdir(), hall.mkdir()
    (hall / "base.py").write_text("class Base:\n    def a(self): ...\n")
    (room / "low.py").write_text(
        "from hall.base import Base\nclass One(Base):\n    def b(self): ...\n"
        "class Two(One):\n    def b(self): ...\n    async def c(self): ...\n"
    )
    (room / "high.py").write_text(
        "from room.low import Two as Floor\nclass Three(Floor[int]): ...\nclass Four(Three): ...\n"
    )
    classes = classes_of(tmp_path.rglob("*.py"), tmp_path)

    assert {"room.high.Four": ["room.high.Three", "room.low.One", "room.low.Two"]} == towers_in(
        classes
    )
    assert dict.fromkeys(("room.low.Two", "room.high.Three", "room.high.Four"), 3) == crowds_in(
        classes, 2
    )


def test_no_module_knows_more_than_it_may() -> None:
    """The import contracts of pyproject.toml hold."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 0 == done.returncode, done.stdout


def test_no_message_of_ours_is_empty() -> None:
    """Many errors say nothing of themselves: what is shown of one goes through `said` or its like.

    A Trouble always has a message, so where only those are caught it may be shown as it is.
    """
    bare = {}
    for path in OURS:
        for handler in _handlers(tree_of(path)):
            for node in ast.walk(handler):
                if _shows(node, handler.name or ""):
                    bare[f"{path.relative_to(ROOT)}:{node.lineno}"] = ast.unparse(node)

    assert {} == bare


def _handlers(tree: ast.AST) -> list[ast.ExceptHandler]:
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    return [node for node in handlers if node.name and ast.unparse(node.type or tree) != "Trouble"]


def _shows(node: ast.AST, name: str) -> bool:
    """Whether this writes out the error itself: {error}, str(error), error.strerror."""
    match node:
        case ast.FormattedValue(value=ast.Name(id=found)):
            return found == name
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id=found)]):
            return found == name
        case ast.Attribute(value=ast.Name(id=found), attr="strerror"):
            return found == name
    return False


def test_only_one_door_leads_to_lessons_from_outside() -> None:
    """Whatever the lab opens goes through `trust.load`, which asks; only ours need not."""
    doors = [
        f"{path.name}: {line.strip()}"
        for path in ROOT.glob("tui_lab/**/*.py")
        for line in path.read_text().splitlines()
        if re.search(r"\b(lessons|outside)\.load\b", line) and "lessons.names()" not in line
    ]

    assert {"page.py", "permission.py"} == {door.partition(":")[0] for door in doors}, doors


def test_the_readme_names_every_command_and_lesson() -> None:
    """What is not in the README is not there."""
    readme = (ROOT / "README.md").read_text()
    names = [command.name or command.callback.__name__ for command in app.registered_commands]  # type: ignore[union-attr]

    assert [] == [name for name in names if not re.search(rf"dl-lab {name}\b", readme)]
    assert [] == [name for name in lessons.names() if name not in readme]
