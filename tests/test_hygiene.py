"""What may know what, how large things may grow, and that the README keeps up."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lessons
from tests.tools.commands import loaded_by
from tests.tools.places import ROOT
from tui_lab.cli.main import app

OURS = [*ROOT.glob("tui_lab/**/*.py"), *ROOT.glob("lessons/**/*.py")]


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import lessons; [lessons.load(n) for n in lessons.names()]",
         {"torch", "sklearn", "textual", "rich", "plotext", "typer", "numpy"}),
        ("import tui_lab.cli.main", {"torch", "sklearn", "textual", "plotext", "rich", "msgspec"}),
        ("import tui_lab.app.lab, tui_lab.state.store, tui_lab.client.remote",
         {"torch", "sklearn", "plotext", "numpy"}),
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
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if length > _longest(path):
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length

    assert {} == long


def _longest(path: Path) -> int:
    return 80 if path.name in ("train.py", "together.py") else 30  # a loop stays whole, in order


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
        for handler in _handlers(ast.parse(path.read_text())):
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
