"""A lesson's loop with files of the learner's in the place of its own, for one run.

An edited file changes whatever imports it: those files are run again beside it. The lesson as it
was loaded stays as it is, for the page and for runs without edits.
"""

from __future__ import annotations

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
from pathlib import Path
from types import ModuleType

from lessons.kit.errors import BadUsage, named, visible
from lessons.kit.page.mistakes import EDITED, mistake, renamed_in
from lessons.kit.page.own_code import PAGE, code_of, imported, module_of


def loop_with(package: str, shown: Mapping[str, str], edits: Mapping[str, str]) -> ModuleType:
    """The lesson's train.py with the learner's texts, by their paths. Raises BadUsage."""
    for name in edits.keys() - shown.keys():
        what = f"{visible(name)} was edited, which this lesson does not show"
        raise BadUsage(what, "train again, with the lesson as it is")
    texts = _texts(package)
    changed = _changed_by(edits, texts, package)
    anew = {name: edits[name] if name in edits else texts[name] for name in changed}
    whose = {name: "your" if name in edits else "the lesson's" for name in anew}
    of = {_module(package, name): (whose[name], name, anew[name]) for name in anew}
    try:
        with _in_place(package, Edited(package, of), [*anew, "train.py"]):
            return import_module(f"{package}.train")
    except (Exception, SystemExit) as error:
        found = mistake(error)
        file = found.place.file if found else f"your {' or '.join(sorted(edits))}"
        what = f"{file} fails before it trains: {found.where if found else named(error)}"
        fix = renamed_in(error) or "edit it again, or go back to the original"
        raise BadUsage(what, fix) from error


class Edited(MetaPathFinder, Loader):
    """Finds modules by text. Their tracebacks show that text, and say whose it is."""

    def __init__(self, package: str, texts: Mapping[str, tuple[str, str, str]]) -> None:
        self.package, self.texts = package, texts
        """By the module's full name: whose the text is, the file's path in the lesson, the text."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module of this name, where it is one of them."""
        if fullname not in self.texts:
            return None
        file = self._file(fullname)
        spec = spec_from_loader(fullname, self, is_package=file.name == PAGE)
        if spec and spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(str(file.parent))
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the text."""
        whose, name, text = self.texts[module.__name__]
        file = EDITED.format(whose, name, hashlib.sha256(text.encode()).hexdigest()[:8])
        module.__file__ = str(self._file(module.__name__))
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        exec(compile(text, file, "exec"), module.__dict__)

    def _file(self, fullname: str) -> Path:
        """Where the lesson's own text of a module lies."""
        return Path(str(files(self.package).joinpath(self.texts[fullname][1])))


@contextmanager
def _in_place(package: str, finder: Edited, names: Iterable[str]) -> Iterator[None]:
    """Import through the finder for a while; then every module is the lesson's own again."""
    import_module(package)
    modules = [_module(package, name) for name in names]
    kept = {module: sys.modules.pop(module) for module in _loaded(modules)}
    for module in kept:
        _name_in_package(module, None)  # else `from . import clipping` finds the lesson's own
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        anew = {module: sys.modules.pop(module) for module in _loaded(modules)}
        sys.modules.update(kept)
        for module in anew | kept:
            _name_in_package(module, kept.get(module))


def _loaded(modules: Iterable[str]) -> list[str]:
    """Those of them that are in memory, and what lies in their folders."""
    within = tuple(f"{module}." for module in modules)
    return [name for name in sys.modules if f"{name}.".startswith(within)]


def _name_in_package(module: str, own: ModuleType | None) -> None:
    """Importing a module also names it in its package: name the lesson's own there, or none."""
    above, _, stem = module.rpartition(".")
    with suppress(KeyError, AttributeError):  # a folder that only an edited file imports
        if own:
            setattr(sys.modules[above], stem, own)
        else:
            delattr(sys.modules[above], stem)


def is_run_by(package: str, name: str, loop: str) -> bool:
    """Whether the loop's file imports this one, or one that does, and the page does not."""
    texts = _texts(package)
    page = files(package).joinpath(PAGE).read_text(encoding="utf-8")
    changed = _changed_by([name], texts | {PAGE: page}, package)
    return loop in changed and PAGE not in changed


def _texts(package: str) -> dict[str, str]:
    """Every Python file of the lesson but its page, which is loaded once and for all."""
    found = {path: file for path, file in code_of(package).items() if path != PAGE}
    return {path: file.read_text(encoding="utf-8") for path, file in found.items()}


def _changed_by(edits: Iterable[str], texts: Mapping[str, str], package: str) -> set[str]:
    """The edited files, and those that import one, or import one that does."""
    imports = {path: imported(text, path, package) for path, text in texts.items()}
    found = set(edits)
    while more := {path for path, of in imports.items() if of & found} - found:
        found |= more
    return found


def _module(package: str, path: str) -> str:
    return f"{package}.{module_of(path)}"
