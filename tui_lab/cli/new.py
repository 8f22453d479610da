"""`dl-lab new`: a lesson of one's own, written from the one in `lessons/template`.

The template is a lesson like any other, checked as ours are, so that what authors begin from works.
"""

from __future__ import annotations

import keyword
import re
import sys
from importlib.machinery import PathFinder
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import lessons
from lessons.find import outside
from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.errors import reason, visible
from tui_lab.client.wait import say
from tui_lab.trust.permission import remember, subject_of

SHAPE = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", re.IGNORECASE)
LONGEST = 40
LEFT_OUT = ("package.toml", "__pycache__")
"""What lies in the template and is no part of a lesson."""


def write_lesson(name: str, at: Path | None, package: bool) -> Path:
    """Write it, and say what to do with it. Raises Trouble, before anything is written."""
    _refuse_name(name, package)
    target = (at or Path()).expanduser() / name
    if target.exists() or target.is_symlink():
        raise BadUsage(f"{visible(str(target))} already exists", "choose another name, or --at")
    try:
        folder = _write_package(target, name) if package else _write_folder(target, name)
    except OSError as error:
        what = f"{visible(str(target))} cannot be written ({reason(error)})"
        raise BadEnvironment(what, "choose another folder: --at FOLDER") from None
    remember(subject_of(outside.find_folder(str(folder))))  # who has it written need not be asked
    _say_what_next(target, folder, package)
    return folder


def _say_what_next(target: Path, folder: Path, package: bool) -> None:
    shown = str(folder) if folder.is_absolute() else f"./{folder}"
    say(
        f"the lesson is in {shown}: README.md is the story, "
        "__init__.py is the page, train.py is the loop"
    )
    say(f"dl-lab {shown} opens it, dl-lab run {shown} trains it, dl-lab lint {shown} checks it")
    if package:
        say(f"pip install -e {target} adds it to the menu")
    print(shown)


def _refuse_name(name: str, package: bool) -> None:
    """Raise BadUsage for a name that a lesson cannot have, with one that it can."""
    hyphened = "-" in name and not package  # pytest could not import the folder above the tests
    if not SHAPE.fullmatch(name) or len(name) > LONGEST or hyphened:
        near = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")[:LONGEST].strip("_")
        fix = f"use letters, digits and _, such as {near or 'attention'}"
        raise BadUsage(f"a lesson cannot be called {visible(name)!r}", fix)
    if lessons.ours(name) or re.fullmatch(r"lesson0*\d{1,2}(_.*)?", name, re.IGNORECASE):
        raise BadUsage(f"{name} is the name of a built-in lesson", "choose another")
    module = _module(name)
    if package and (keyword.iskeyword(module) or _is_taken(module)):
        what = f"a package called {module} already exists, or the name is not valid"
        raise BadUsage(what, f"choose another, such as {module}_lesson")


def _is_taken(module: str) -> bool:
    return module in sys.stdlib_module_names or PathFinder.find_spec(module) is not None


def _module(name: str) -> str:
    return name.lower().replace("-", "_")


def _write_folder(target: Path, name: str) -> Path:
    words = {"TITLE": name.replace("_", " ").replace("-", " ").capitalize()}
    _copy(files("lessons.template"), target, words)
    return target


def _write_package(target: Path, name: str) -> Path:
    folder = target / _module(name)
    _write_folder(folder, name)
    (folder / "tests").rename(target / "tests")
    test = target / "tests" / "test_lesson.py"
    place = f"Path(__file__).parents[1] / {folder.name!r}".replace("'", '"')
    _put(test, test.read_text(encoding="utf-8").replace("Path(__file__).parents[1]", place))
    words = {"DISTRIBUTION": name.lower().replace("_", "-"), "PACKAGE": folder.name}
    toml = files("lessons.template").joinpath("package.toml").read_text(encoding="utf-8")
    _put(target / "pyproject.toml", _with(toml, words))
    return folder


def _copy(source: Traversable, target: Path, words: dict[str, str]) -> None:
    target.mkdir(parents=True)
    for entry in source.iterdir():
        if entry.name in LEFT_OUT:
            continue
        if entry.is_dir():
            _copy(entry, target / entry.name, words)
        else:
            _put(target / entry.name, _with(entry.read_text(encoding="utf-8"), words))


def _with(text: str, words: dict[str, str]) -> str:
    for word, meant in words.items():
        text = text.replace(word, meant)
    return text


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
