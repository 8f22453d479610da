"""What a list says of a lesson, read from the text of its page. Not a line of it is run.

The page is the only place where title, chapter and the rest are written, so that nothing else can
say something different. It is read here as text because running 23 pages would take a second.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = "__init__.py"
LARGEST = 1_000_000  # bytes; a page of ours has 10,000
READ = ("title", "says", "chapter", "after")
"""What is read of a page; each has to be written out there, not computed."""


@dataclass(frozen=True)
class Entry:
    """One lesson in the index."""

    folder: Path
    title: str = ""
    says: str = ""
    chapter: str = ""
    after: tuple[str, ...] = ()
    """The lessons that should come before, as the page names them."""

    @property
    def number(self) -> int | None:
        """The lesson's number; None where its folder's name has none."""
        numbered = re.match(r"lesson(\d+)", self.folder.name)
        return int(numbered.group(1)) if numbered else None

    @property
    def id(self) -> str:
        """The name people type for one of ours, such as lesson3."""
        return f"lesson{self.number}"

    @property
    def topic(self) -> str:
        """The last part of the folder's name, such as clipping."""
        return self.folder.name.partition("_")[2]


def read(folder: Path, attribute: str = "lesson") -> Entry:
    """What the page in this folder says of itself; what cannot be read of it stays empty."""
    call = _call(_tree(folder / PAGE), attribute)
    written = {k.arg: _literal(k.value) for k in call.keywords if k.arg} if call else {}
    texts = {name: written.get(name) for name in READ[:3]}
    after = written.get("after")
    names = after if isinstance(after, tuple | list) else ()
    return Entry(
        folder,
        **{name: text for name, text in texts.items() if isinstance(text, str)},
        after=tuple(name for name in names if isinstance(name, str)),
    )


def _tree(page: Path) -> ast.Module:
    """The page as Python reads it; empty where it does not."""
    try:
        with page.open("rb") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            return ast.Module([], [])
        with warnings.catch_warnings(action="ignore"):  # what its author hears when it is run
            return ast.parse(text)
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return ast.Module([], [])


def _call(tree: ast.Module, attribute: str) -> ast.Call | None:
    """The last `lesson = Lesson(…)` at the top of the page."""
    for node in reversed(tree.body):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(value, ast.Call) and attribute in [getattr(t, "id", None) for t in targets]:
            return value
    return None


def _literal(value: ast.expr) -> Any:
    """A value that is written out; None for one that is computed."""
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
