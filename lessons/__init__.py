"""The course: every lesson by number, by topic or by folder. Knows no screen."""

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from lessons.kit.errors import BadUsage, unknown, visible
from lessons.kit.lesson import Lesson


def folders() -> list[str]:
    """The lessons' folders, in order."""
    return sorted(m.name for m in iter_modules(__path__) if m.name.startswith("lesson"))


def names() -> list[str]:
    """The names people type, in order: lesson3, …"""
    return [f"lesson{_number(folder)}" for folder in folders()]


def load(name: str) -> Lesson:
    """The lesson called `lesson3`, `3`, `clipping` or `lesson03_clipping`.

    A dotted name is a package of somebody's own, such as `my_course.lesson07_attention`.
    Raises BadUsage, with the nearest name, if there is none.
    """
    if "." in name:
        return _outside(name)
    for folder in folders():
        if name.strip().lower() in aliases(folder):
            lesson: Lesson = import_module(f"lessons.{folder}").lesson
            return lesson
    raise unknown("lesson", name, [*names(), *(aliases(folder)[2] for folder in folders())])


def _outside(package: str) -> Lesson:
    """A lesson of somebody's own: installed, or in the folder we are in."""
    if str(Path.cwd()) not in sys.path:
        sys.path.append(str(Path.cwd()))  # last, so that nothing of ours can be replaced by it
    try:
        lesson = import_module(package).lesson
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise BadUsage(f"no lesson in the package {visible(package)!r}", str(error)) from None
    if not isinstance(lesson, Lesson):
        raise BadUsage(f"{package}.lesson is no Lesson", "see CONTRIBUTING.md")
    return lesson


def aliases(folder: str) -> tuple[str, str, str, str]:
    """The four ways of naming one lesson."""
    number = str(_number(folder))
    return f"lesson{number}", number, folder.partition("_")[2], folder


def _number(folder: str) -> int:
    return int(folder.removeprefix("lesson").partition("_")[0])
