"""The code of a lesson: the Python files of its folder, and those below it that they import.

What lies in a folder below and is imported by none of them is not the lesson: exercises, tests,
a virtual environment.
"""

from __future__ import annotations

import ast
from importlib.resources import files
from importlib.resources.abc import Traversable

PAGE = "__init__.py"


def code_of(package: str) -> dict[str, Traversable]:
    """Every file of it by its path in the lesson's folder, such as train.py or own/table.py."""
    root = files(package)
    found = {file.name: file for file in root.iterdir() if file.name.endswith(".py")}
    waiting = list(found)
    while waiting:
        name = waiting.pop()
        for path in imported(found[name].read_bytes(), name, package) - found.keys():
            file = root.joinpath(path)
            if file.is_file():
                found[path] = file
                waiting.append(path)
    return found


def imported(text: str | bytes, name: str, package: str) -> set[str]:
    """The paths that a file of this name imports, wherever in it; none if it is broken.

    A name may be a file or a folder: both paths are among them, and so is what runs first, the
    `__init__.py` of each folder on the way, its own too.
    """
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):
        return set()
    full = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            base = _base(node, name, package)
            full += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    inner = [each.removeprefix(f"{package}.") for each in full if each.startswith(f"{package}.")]
    return _paths([*inner, module_of(name)]) - {name}


def module_of(path: str) -> str:
    """The dotted name that a path has within the lesson: own.table for own/table.py."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _base(node: ast.ImportFrom, name: str, package: str) -> str:
    """What `from … import` names, in full. One dot is the folder that the file lies in."""
    if not node.level:
        return node.module or ""
    folders = [package, *name.split("/")[:-1]]
    kept = folders[: max(len(folders) + 1 - node.level, 0)]
    return ".".join([*kept, node.module] if node.module else kept)


def _paths(names: list[str]) -> set[str]:
    """The files that importing these names may run."""
    found = set()
    for name in names:
        parts = name.split(".")
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            found |= {f"{path}.py", f"{path}/{PAGE}"}
    return found
