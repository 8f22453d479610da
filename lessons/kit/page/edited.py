"""A lesson's loop with files of the learner's in the place of its own, for one run.

An edited file changes whatever imports it: those files are run again beside it. The lesson as it
was loaded stays as it is, for the page and for runs without edits.
"""

from __future__ import annotations

import ast
import hashlib
import linecache
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.resources import files
from importlib.util import spec_from_loader
from types import ModuleType

from lessons.kit.errors import BadUsage, named, visible
from lessons.kit.page.mistakes import EDITED, mistake, renamed_in

PAGE = "__init__.py"


def loop_with(package: str, shown: Mapping[str, str], edits: Mapping[str, str]) -> ModuleType:
    """The lesson's train.py with the learner's texts, by file name. Raises BadUsage."""
    for name in edits.keys() - shown.keys():
        what = f"{visible(name)} was edited, which this lesson does not show"
        raise BadUsage(what, "train again, with the lesson as it is")
    texts = _texts(package)
    anew = {name: edits.get(name, texts[name]) for name in _changed_by(edits, texts, package)}
    whose = {name: "your" if name in edits else "the lesson's" for name in anew}
    finder = Edited({_module(package, name): (whose[name], name, anew[name]) for name in anew})
    try:
        with _in_place(package, finder, [*anew, "train.py"]):
            return import_module(f"{package}.train")
    except (Exception, SystemExit) as error:
        found = mistake(error)
        file = found.place.file if found else f"your {' or '.join(sorted(edits))}"
        what = f"{file} fails before it trains: {found.where if found else named(error)}"
        fix = renamed_in(error) or "edit it again, or go back to the original"
        raise BadUsage(what, fix) from error


class Edited(MetaPathFinder, Loader):
    """Finds modules by text. Their tracebacks show that text, and say whose it is."""

    def __init__(self, texts: Mapping[str, tuple[str, str, str]]) -> None:
        self.texts = texts
        """By the module's full name: whose the text is, the file's name, the text."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module of this name, where it is one of them."""
        return spec_from_loader(fullname, self) if fullname in self.texts else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the text."""
        whose, name, text = self.texts[module.__name__]
        file = EDITED.format(whose, name, hashlib.sha256(text.encode()).hexdigest()[:8])
        module.__file__ = str(files(module.__package__ or "").joinpath(name))
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        exec(compile(text, file, "exec"), module.__dict__)


@contextmanager
def _in_place(package: str, finder: Edited, names: Iterable[str]) -> Iterator[None]:
    """Import through the finder for a while; then every module is the lesson's own again."""
    import_module(package)
    modules = [_module(package, name) for name in names]
    kept = {module: sys.modules.pop(module) for module in modules if module in sys.modules}
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for module in modules:
            sys.modules.pop(module, None)
            stem = module.rpartition(".")[2]
            with suppress(AttributeError):  # importing a module also names it in its package
                delattr(sys.modules[package], stem)
            if module in kept:
                sys.modules[module] = kept[module]
                setattr(sys.modules[package], stem, kept[module])


def is_run_by(package: str, name: str, loop: str) -> bool:
    """Whether the loop's file imports this one, or one that does, and the page does not."""
    texts = _texts(package)
    page = files(package).joinpath(PAGE).read_text(encoding="utf-8")
    changed = _changed_by([name], texts | {PAGE: page}, package)
    return loop in changed and PAGE not in changed


def _texts(package: str) -> dict[str, str]:
    """Every Python file of the lesson but its page, which is loaded once and for all."""
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in files(package).iterdir()
        if file.name.endswith(".py") and file.name != PAGE
    }


def _changed_by(edits: Iterable[str], texts: Mapping[str, str], package: str) -> set[str]:
    """The edited files, and those that import one, or import one that does."""
    imports = {name: _imported(text, package) for name, text in texts.items()}
    found = set(edits)
    while more := {name for name, of in imports.items() if of & found} - found:
        found |= more
    return found


def _imported(text: str, package: str) -> set[str]:
    """The files of its own folder that a module imports, wherever in it; none if it is broken."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):
        return set()
    full = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = f"{package}.{base}".rstrip(".")
            full += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    inner = (name.removeprefix(f"{package}.") for name in full if name.startswith(f"{package}."))
    return {f"{name.partition('.')[0]}.py" for name in inner}


def _module(package: str, name: str) -> str:
    return f"{package}.{name.removesuffix('.py')}"
