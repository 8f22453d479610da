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

MADE = re.compile(rb"\w+\b[^=\n]*= *[\w.]+\(")
OTHER = re.compile(rb"^    (?!package|title|says|chapter|after)\w+=", re.MULTILINE)
"""The first line of a call that is about something else."""


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
    page = _bytes(folder / PAGE)
    written = _at_the_top(page, attribute)
    if written is None:
        written = _written(page, attribute)
    texts = {name: written.get(name) for name in READ[:3]}
    after = written.get("after")
    names = after if isinstance(after, tuple | list) else ()
    return Entry(
        folder,
        **{name: text for name, text in texts.items() if isinstance(text, str)},
        after=tuple(name for name in names if isinstance(name, str)),
    )


def _bytes(page: Path) -> bytes:
    """The page as it is; nothing of one that is no page."""
    try:
        with page.open("rb") as file:
            text = file.read(LARGEST + 1)
    except (OSError, ValueError):
        return b""
    return text if len(text) <= LARGEST else b""


def _at_the_top(page: bytes, attribute: str) -> dict[str, Any] | None:
    """What the first lines of `lesson = Lesson(` say, where they say all that is read.

    Parsing the whole of 23 pages takes 40 ms, these lines 2: the first paint of the menu waits.
    """
    start = page.rfind(f"\n{attribute}".encode()) + 1
    made = MADE.match(page, start)
    other = OTHER.search(page, made.end()) if made else None
    if other is None:
        return None
    found = _written(page[start : other.start()] + b")", attribute)
    rest = page[other.start() :]
    missing = [name for name in READ if name not in found]
    is_whole = not any(re.search(rf"\b{name}\s*=".encode(), rest) for name in missing)
    return found if found and is_whole else None


def _written(source: bytes, attribute: str) -> dict[str, Any]:
    """The values that are written out in `lesson = Lesson(…)`, by name."""
    call = _call(_tree(source), attribute)
    return {k.arg: _literal(k.value) for k in call.keywords if k.arg} if call else {}


def _tree(source: bytes) -> ast.Module:
    """The text as Python reads it; empty where it does not."""
    try:
        with warnings.catch_warnings(action="ignore"):  # what its author hears when it is run
            return ast.parse(source)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
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
