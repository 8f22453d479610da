"""Plain words where people read, and one word for one thing where they read code.

The code is read with `ast`: what is banned is held against every string and docstring, and
against every name of a definition, an argument, an attribute and a file.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.tools.places import ROOT

ROOMS = ("tui_lab", "lessons/kit", "lessons/find", "lessons/template")
OURS = [path for room in ROOMS for path in sorted((ROOT / room).glob("**/*.py"))]

RARE = re.compile(
    r"""\b(
        (?<!")mend(s|ed|ing)? | foretell\w* | foretold | want\ of | whoever | whomever | none\ such
      | so\ many(?!\ of) | anew | (cannot|not)\ be\ had | be\ had\ again | seldom | lest | hence
      | thereof | wherein | of\ no\ use | goodbye | parted\ by | if\ so: | for\ good
      | bug\ of\ ours | nobody\ is\ training
      | how\ far\ others
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words and phrases that a reader of English as a second language stumbles over."""

FIELDS = {"mend", "foretold"}
"""Names in streams and documents that users read: they stay."""

CHARADES = {
    "abscissa", "aftermath", "album", "albums", "askable", "attend", "banish", "brake", "bury",
    "foretell", "foretold", "guest", "haunt", "insight", "manners", "mend", "mishap", "mishaps",
    "offers", "outlook", "remark", "remarks", "sleeper", "spokesman", "walk",
}  # fmt: skip
"""Names that once stood for something else: fix, prediction, picture history, note, wake …"""


@cache
def nodes(path: Path) -> list[ast.AST]:
    """A file's syntax tree, flat."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string with its line: what is shown, and what documents."""
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def names(path: Path) -> Iterator[tuple[int, str]]:
    """Every name that is given in a file, with its line."""
    for node in nodes(path):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield node.lineno, name
            case ast.ClassDef(name=name) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def parts(name: str) -> list[str]:
    """`PictureHistory` and `picture_history` are both picture and history."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")


@pytest.mark.parametrize("room", ROOMS)
def test_people_read_plain_words(room: str) -> None:
    """In no string and no docstring of this room stands a word that is rare or archaic."""
    found = {
        f"{path.relative_to(ROOT)}:{line}": match[0]
        for path in OURS
        if path.is_relative_to(ROOT / room)
        for line, text in strings(path)
        if text not in FIELDS and (match := RARE.search(text))
    }

    assert {} == found


def test_one_thing_has_one_name() -> None:
    """A picture is no album, a note no remark, a fix no mend: neither in names nor in files."""
    given = [(path, line, name) for path in OURS for line, name in names(path)]
    given += [(path, 1, path.stem) for path in OURS]
    found = {
        f"{path.relative_to(ROOT)}:{line}": name
        for path, line, name in given
        if CHARADES & set(parts(name))
    }

    assert {} == found


@pytest.mark.parametrize(
    "text",
    ["mend the file", "Whoever asks", "for want of memory", "train so many steps",
     "your answer cannot be had", "begin it anew", "a bug of ours"],
)  # fmt: skip
def test_what_is_rare_is_recognised(text: str) -> None:
    """The list finds what it is there for."""
    assert RARE.search(text)


@pytest.mark.parametrize("text", ["amend", "so many of them", "recommended", "its course"])
def test_what_is_usual_is_not(text: str) -> None:
    """Nor does it find usual words."""
    assert not RARE.search(text)
