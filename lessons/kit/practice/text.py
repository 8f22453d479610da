"""An exercise as text: its task, the learner's file, its solution. Not a line of it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lessons.kit.errors import BadUsage, said, visible

FOLDER = "practice"
INDEX = "__init__.py"
NAMES = "EXERCISES"
OURS = "lessons.kit.practice"
LONGEST_NAME = 32

Function = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class ExerciseText:
    """What the text of an exercise's file says."""

    path: Path
    name: str
    """As people type it: clip-by-norm."""
    title: str
    task: str
    """What is to be written, and why: Markdown."""
    function: str
    hints: tuple[str, ...]
    template: str
    """The learner's file before anything is written."""
    solution: str
    """The same file with the reference body."""


def exercises_in(lesson: Path) -> list[ExerciseText]:
    """The exercises of a lesson's folder, in the order of its index. Raises BadUsage."""
    index = lesson / FOLDER / INDEX
    if not index.is_file():
        return []
    return [read(lesson / FOLDER / f"{name}.py") for name in names_in(index)]


def names_in(index: Path) -> list[str]:
    """The names in `EXERCISES = (…)` of an index, as files are called. Raises BadUsage."""
    for node in _tree(index).body:
        if isinstance(node, ast.Assign) and NAMES in [getattr(t, "id", "") for t in node.targets]:
            names = _literal(node.value)
            if isinstance(names, tuple) and all(isinstance(name, str) for name in names):
                return list(names)
    raise BadUsage(f"{_shown(index)} names no exercises", f'write {NAMES} = ("first", "second")')


def read(path: Path) -> ExerciseText:
    """One exercise. Raises BadUsage where its file is none."""
    source = _source(path)
    tree = _tree(path)
    call = _call(tree)
    if call is None or not call.args or not isinstance(call.args[0], ast.Name):
        raise BadUsage(f"{_shown(path)} has no exercise", "end it with: exercise = Exercise(…)")
    written = {word.arg: _words(word.value) for word in call.keywords if word.arg}
    title, _, task = (ast.get_docstring(tree) or "").partition("\n")
    name = path.stem.replace("_", "-")
    function = call.args[0].id
    parts = _Parts(source, tree, function, written.get("given", ()))
    return ExerciseText(
        path, name, title.strip(), task.strip("\n").rstrip(), function, written.get("hints", ()),
        parts.file(is_solved=False), parts.file(is_solved=True),
    )  # fmt: skip


class _Parts:
    """The parts of an exercise's file that a learner's file is made of."""

    def __init__(self, source: str, tree: ast.Module, function: str, given: tuple[str, ...]):
        self.lines = source.splitlines()
        self.source, self.tree, self.function, self.given = source, tree, function, given

    def file(self, *, is_solved: bool) -> str:
        """Imports, what is given, and the function."""
        kept = [node for node in self.tree.body if self._is_kept(node)]
        used = {n.id for node in kept for n in ast.walk(node) if isinstance(n, ast.Name)}
        imports = "\n".join(self._imports(used))
        bodies = [self._text(node, is_solved=is_solved) for node in kept]
        task = ast.get_docstring(self.tree) or ""
        head = f'"""{task}\n"""' if "\n" in task else f'"""{task}"""'
        top = f"{head}\n\n{imports}".rstrip()
        return "\n\n\n".join([top, *bodies]) + "\n"

    def _is_kept(self, node: ast.stmt) -> bool:
        return bool({self.function, *self.given} & set(_names_of(node)))

    def _imports(self, used: set[str]) -> Iterator[str]:
        """The imports of what the learner's file and the solution name."""
        for node in self.tree.body:
            if isinstance(node, ast.Import):
                for each in node.names:
                    if (each.asname or each.name.partition(".")[0]) in used:
                        yield f"import {each.name}" + (f" as {each.asname}" if each.asname else "")
            elif isinstance(node, ast.ImportFrom) and node.module != OURS:
                names = [each for each in node.names if (each.asname or each.name) in used]
                if names and not node.level and node.module != "__future__":
                    listed = ", ".join(map(ast.unparse, names))
                    yield f"from {node.module} import {listed}"

    def _text(self, node: ast.stmt, *, is_solved: bool) -> str:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        whole = "\n".join(self.lines[first - 1 : node.end_lineno])
        if is_solved or not isinstance(node, ast.FunctionDef) or node.name != self.function:
            return whole
        has_words = ast.get_docstring(node) is not None
        body = node.body[1:] if has_words else node.body
        ends = node.body[0].end_lineno if has_words else body[0].lineno - 1
        kept = "\n".join(self.lines[first - 1 : ends])
        return f'{kept}\n    raise NotImplementedError("write this")'


def _names_of(node: ast.stmt) -> list[str]:
    """What a statement at the top of a file defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _call(tree: ast.Module) -> ast.Call | None:
    """The call in `exercise = Exercise(…)`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and "exercise" in _names_of(node):
            return node.value if isinstance(node.value, ast.Call) else None
    return None


def _literal(node: ast.expr) -> object:
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return value


def _words(node: ast.expr) -> tuple[str, ...]:
    """The strings in a tuple that is written out."""
    value = _literal(node)
    return (
        tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else ()
    )


def _source(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fix = f"correct {NAMES} in {INDEX}"
        raise BadUsage(f"{_shown(path)} cannot be read ({said(error)})", fix) from None


def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(_source(path))
    except (SyntaxError, ValueError) as error:
        raise BadUsage(f"{_shown(path)} is no Python: {said(error)}") from None


def _shown(path: Path) -> str:
    return visible(str(Path(*path.parts[-3:])))
