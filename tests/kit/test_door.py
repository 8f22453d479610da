"""`from lessons.kit import …`: every name of the vocabulary is there, and from one place."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import lessons.kit


def typed() -> dict[str, str]:
    """Each name and its module, as a type checker reads them."""
    tree = ast.parse(Path(lessons.kit.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {
        alias.name: node.module
        for node in imports
        if node.module and node.module.startswith("lessons.kit.")
        for alias in node.names
    }


def test_what_is_loaded_is_what_a_type_checker_reads() -> None:
    """The two lists of names are one list."""
    found = {
        name: f"lessons.kit.{module}"
        for module, names in lessons.kit.HOMES.items()
        for name in names.split()
    }
    assert typed() == found
    assert sorted(typed()) == sorted(lessons.kit.__all__)


@pytest.mark.parametrize("name", lessons.kit.__all__)
def test_every_name_is_there(name: str) -> None:
    """And it is the one of its module."""
    assert getattr(import_module(typed()[name]), name) is getattr(lessons.kit, name)
    assert name in dir(lessons.kit)


def test_a_name_that_is_not_there_is_said() -> None:
    """As Python says it of any other module."""
    with pytest.raises(AttributeError, match="no attribute 'Sereis'"):
        lessons.kit.Sereis  # noqa: B018


@pytest.mark.process
def test_the_menu_loads_no_page() -> None:
    """Its first paint waits for no panel, tour or report."""
    code = "import sys, tui_lab.app.lab; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    heavy = {"lessons.kit.page.lesson", "lessons.kit.page.panels", "tui_lab.state.store"}
    heavy |= {"tui_lab.runs.report", "importlib.metadata", "torch"}

    assert "tui_lab.screens.menu" in loaded.split()
    assert set() == heavy & set(loaded.split())
