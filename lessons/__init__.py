"""The course: every lesson by number, by topic or by folder. Knows no screen."""

from importlib import import_module
from pkgutil import iter_modules

from lessons.kit.page.lesson import Lesson


def folders() -> list[str]:
    """The lessons' folders, in order."""
    return sorted(m.name for m in iter_modules(__path__) if m.name.startswith("lesson"))


def names() -> list[str]:
    """The names people type, in order: lesson3, …"""
    return [f"lesson{_number(folder)}" for folder in folders()]


def ours(name: str) -> str | None:
    """The folder of the lesson of ours that this means: `lesson3`, `3`, `clipping` or its name.

    What it finds is ours, whatever else is installed or lies in the folder we are in.
    """
    asked = name.strip().lower()
    return next((folder for folder in folders() if asked in aliases(folder)), None)


def load(name: str, origin: str | None = None) -> Lesson:
    """The lesson of this name: one of ours, else one from outside, whose code is run for that.

    From outside: `DIST:NAME` or NAME of an entry point, a folder's path, or a package such as
    `my_course.lesson07_attention`, in `origin` or the folder we are in. Raises BadUsage, with
    the nearest name, if there is none.
    """
    folder = ours(name)
    if folder is not None:
        lesson: Lesson = import_module(f"lessons.{folder}").lesson
        return lesson
    from lessons.find import outside

    return outside.load(outside.find(name, origin, known()))


def known() -> list[str]:
    """Every name of ours that people type, but for the bare numbers."""
    return [*names(), *(aliases(folder)[2] for folder in folders())]


def aliases(folder: str) -> tuple[str, str, str, str]:
    """The four ways of naming one lesson."""
    number = str(_number(folder))
    return f"lesson{number}", number, folder.partition("_")[2], folder


def _number(folder: str) -> int:
    return int(folder.removeprefix("lesson").partition("_")[0])
