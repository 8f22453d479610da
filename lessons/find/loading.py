"""Import a lesson that is not ours: its code runs from here on."""

import sys
from dataclasses import replace
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

from lessons.find.outside import Outside
from lessons.kit.page.lesson import Lesson
from lessons.kit.page.mistakes import BrokenLessonError, broken, watch


def load(found: Outside) -> Lesson:
    """Import a lesson's page. Raises BrokenLessonError, naming file and line, if it cannot be."""
    watch(found.root)
    try:
        module = _imported(found)
        lesson = getattr(module, found.attribute, None)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit too: a page that leaves must not take us along
        _forget(found.package)
        raise broken(found.address, error) from None
    return replace(_checked(found, lesson), found_as=found.address)


def _checked(found: Outside, lesson: object) -> Lesson:
    where = f"{found.folder.name}/__init__.py"
    if not isinstance(lesson, Lesson):
        said = "has no `lesson`" if lesson is None else f"says `lesson = {type(lesson).__name__}`"
        raise BrokenLessonError(f"{where} {said}", "end it with: lesson = Lesson(…)")
    if lesson.package != found.package:
        raise BrokenLessonError(f"{where} has package={lesson.package!r}", "write package=__name__")
    return lesson


def _imported(found: Outside) -> ModuleType:
    if found.package in sys.modules:
        return sys.modules[found.package]
    if found.address != str(found.folder):
        if found.origin and found.origin not in sys.path:
            sys.path.append(found.origin)  # last, so that nothing of ours can be replaced by it
        return import_module(found.package)
    spec = spec_from_file_location(
        found.package, found.folder / "__init__.py", submodule_search_locations=[str(found.folder)]
    )
    assert spec and spec.loader
    module = sys.modules[found.package] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _forget(package: str) -> None:
    """Half a package must not be taken for a whole one the next time."""
    for name in [n for n in sys.modules if n == package or n.startswith(f"{package}.")]:
        del sys.modules[name]
