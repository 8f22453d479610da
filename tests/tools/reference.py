"""docs/reference.md, written from the code: `make docs`.

Every public name that an author works with, its arguments, and what its docstring says.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import textwrap
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from lessons.kit import Panel
from tests.tools.places import ROOT

PAGE = ROOT / "docs" / "reference.md"
ROOMS = {
    "The loop": ("lessons.kit.loop",),
    "The page": ("lessons.kit.page.lesson", "lessons.kit.page.plan", "lessons.kit.page.scope"),
    "Knobs": ("lessons.kit.page.params",),
    "Panels": ("lessons.kit.page", "lessons.kit.stream.sheets"),
    "Claims": ("lessons.kit.claims.claim", "lessons.kit.claims", "lessons.kit.stream.judged"),
    "History": ("lessons.kit.claims.history",),
    "The tour": ("lessons.kit.page.tour",),
    "Readers": ("lessons.kit.data",),
    "Events on the wire": ("lessons.kit.stream",),
    "Refusals": ("lessons.kit.errors",),
}
"""Heading → the modules whose names stand under it; a name goes with the longest that fits."""
BESIDE = (
    ("lessons.kit.claims.helpers", ""),
    ("lessons.kit.data.text.corpus", "read_corpus"),
    ("lessons.kit.data.labelled.examples", "read_examples"),
    ("lessons.kit.data.table.table_file", "read_table_file"),
    ("lessons.kit.data.table.tabular", "read_tabular"),
    ("lessons.kit.data.table.inputs", "encoded"),
    ("lessons.kit.data.split", ""),
    ("lessons.kit.data.images.images", "read_images"),
)
"""What is imported from its own module: a name of it, or "" for all its functions."""
OPENING = """\
# Reference

All names that a lesson is written with. `make docs` writes this page from the code, and a test
compares the two. [Write a lesson](authors.md) shows how they are used.
"""


@dataclasses.dataclass(frozen=True)
class Entry:
    """One name: where it is imported from, and where it is defined."""

    name: str
    door: str
    module: str

    @property
    def value(self) -> Any:
        return getattr(import_module(self.door), self.name)

    @property
    def heading(self) -> str:
        """The heading that it stands under."""
        if self.door == "lessons.kit.loop":
            return "The loop"
        fits = [
            (len(module), heading)
            for heading, modules in ROOMS.items()
            for module in modules
            if f"{self.module}.".startswith(f"{module}.")
        ]
        return max(fits)[1]


def entries() -> list[Entry]:
    """Every name, in the order of the code."""
    found = [*behind("lessons.kit.loop"), *behind("lessons.kit")]
    for module, name in BESIDE:
        found += [Entry(each, module, module) for each in ([name] if name else functions(module))]
    first = dict[str, Entry]()
    for entry in found:
        first.setdefault(entry.name, entry)
    return list(first.values())


def behind(door: str) -> Iterator[Entry]:
    """What a door offers, each with the module that it comes from."""
    for node in ast.walk(tree_of(door)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if alias.name in import_module(door).__all__:
                    yield Entry(alias.name, door, node.module)


def functions(module: str) -> list[str]:
    """The public functions of a module."""
    names = [node.name for node in tree_of(module).body if isinstance(node, ast.FunctionDef)]
    return [name for name in names if not name.startswith("_")]


def tree_of(module: str) -> ast.Module:
    """A module's text, parsed."""
    return ast.parse(Path(import_module(module).__file__ or "").read_text())


def page() -> str:
    """The whole page."""
    everything = entries()
    parts = [OPENING]
    for heading in ROOMS:
        under = [entry for entry in everything if entry.heading == heading]
        under.sort(key=lambda entry: entry.value is not Panel)  # the others say: as of Panel
        parts += [f"## {heading}\n", *(said(entry) for entry in under)]
    return "\n".join(parts)


def said(entry: Entry) -> str:
    """One name with its arguments, its docstring, and its parts."""
    value = entry.value
    door = f"`from {entry.door} import {entry.name}`"
    lines = [f"### `{entry.name}{arguments(value)}`", "", door]
    lines += ["", text] if (text := doc_of(entry)) else []
    rows = [*fields_of(value), *methods_of(value)] if inspect.isclass(value) else []
    lines += ["", "| part | means |", "|---|---|", *rows] if rows else []
    return "\n".join(lines) + "\n"


def arguments(value: Any) -> str:
    """What it is called with, without types."""
    if not callable(value) or not hasattr(value, "__name__") or value.__doc__ is None:
        return ""
    if inspect.isclass(value) and value.__init__ is object.__init__:
        return ""
    try:
        signature = inspect.signature(value)
    except ValueError:
        return ""
    parameters = [
        each.replace(annotation=each.empty, default=Plain(each.default))
        if each.default is not each.empty
        else each.replace(annotation=each.empty)
        for each in signature.parameters.values()
    ]
    return str(signature.replace(parameters=parameters, return_annotation=signature.empty))


class Plain:
    """A default as it is written, without an address in memory."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        if repr(self.value) == "<factory>":
            return "…"
        return self.value.__name__ if callable(self.value) else repr(self.value)


def doc_of(entry: Entry) -> str:
    """Its docstring; of an alias the string below it."""
    value = entry.value
    if inspect.isclass(value) or inspect.isfunction(value):
        return inspect.cleandoc(value.__doc__ or "")
    return below(tree_of(entry.module).body).get(entry.name, "")


def fields_of(kind: type) -> list[str]:
    """What has a docstring below it, in the class and in what it is made from."""
    found, base = attributes_of_all(kind), kind.__mro__[1]
    told = attributes_of_all(base) if base is Panel else {}
    rows = [f"| `{n}` | {on_one_line(text)} |" for n, text in found.items() if n not in told]
    return rows + [f"| {', '.join(f'`{name}`' for name in told)} | As of `Panel`. |"] * bool(told)


def attributes_of_all(kind: type) -> dict[str, str]:
    """The same of a class and of all that it is made from."""
    kinds = [each for each in kind.__mro__ if each.__module__.startswith("lessons.")]
    return {name: text for each in reversed(kinds) for name, text in attributes(each).items()}


def attributes(kind: type) -> dict[str, str]:
    """Attribute → the string below it, in the class or in its `__init__`."""
    node = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(node, ast.ClassDef)
    made = [each for each in node.body if isinstance(each, ast.FunctionDef)]
    inside = [each.body for each in made if each.name == "__init__"]
    return {k: v for body in [node.body, *inside] for k, v in below(body).items() if k[0] != "_"}


def below(body: list[ast.stmt]) -> dict[str, str]:
    """Name → the string that stands below its assignment."""
    found = dict[str, str]()
    for node, after in pairwise(body):
        match node, after:
            case (
                ast.AnnAssign(target=target) | ast.Assign(targets=[target]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[ast.unparse(target).removeprefix("self.")] = inspect.cleandoc(text)
    return found


def methods_of(kind: type) -> list[str]:
    """Public methods and properties of its own, with the first paragraph of their docstrings."""
    rows = []
    for name, value in vars(kind).items():
        raw = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        getter = getattr(raw, "fget", None) or getattr(raw, "func", None)
        function = getter or raw
        if name.startswith("_") or not inspect.isfunction(function) or not function.__doc__:
            continue
        called = "" if getter else re.sub(r"^\((self|cls)(, )?", "(", arguments(function))
        text = inspect.cleandoc(function.__doc__).partition("\n\n")[0]
        rows.append(f"| `{name}{called}` | {on_one_line(text)} |")
    return rows


def on_one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page())
