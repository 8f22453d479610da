"""The course: an index of every lesson that imports none of them. Knows no screen."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.find.entries import Entry, read

if TYPE_CHECKING:
    from lessons.kit.page.lesson import Lesson

CHAPTERS = (
    "Foundations", "Words", "Sequences", "Vision", "Attention", "Generative", "Practice",
)  # fmt: skip
"""The chapters of the course, in order; numbers are in the order in which lessons were written."""


def entries() -> list[Entry]:
    """What is known of every lesson without running its page, by number."""
    return [read(_place(folder)) for folder in folders()]


def entry(name: str) -> Entry | None:
    """What is known of one lesson of ours without running its page; None if it is not ours."""
    folder = ours(name)
    return read(_place(folder)) if folder else None


def meant(name: str, beside: Path) -> Entry | None:
    """The lesson that a page calls so in `after`; None where there is none. Runs nothing of it.

    One of ours, by any of its names; else a folder beside the page's; else an installed one.
    """
    if found := entry(name):
        return found
    from lessons.find import outside
    from lessons.kit.errors import Trouble

    near = beside.parent / name
    if near in outside.lessons_in(beside.parent):
        return read(near)
    try:
        there = outside.find(name, ours=known())
    except (Trouble, OSError):
        return None
    return read(there.folder, there.attribute)


def folders() -> list[str]:
    """The lessons' folders, in order."""
    found = {
        folder.parent.name for path in __path__ for folder in Path(path).glob("lesson*/__init__.py")
    }
    return sorted(filter(_is_lesson, found), key=_number)


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
    from lessons.find import loading, outside

    return loading.load(outside.find(name, origin, known()))


def known() -> list[str]:
    """Every name of ours that people type, but for the bare numbers."""
    return [*names(), *(aliases(folder)[2] for folder in folders())]


def aliases(folder: str) -> tuple[str, str, str, str]:
    """The four ways of naming one lesson."""
    number = str(_number(folder))
    return f"lesson{number}", number, folder.partition("_")[2], folder


def _is_lesson(name: str) -> bool:
    number, _, topic = name.removeprefix("lesson").partition("_")
    return name.startswith("lesson") and number.isdecimal() and bool(topic)


def _number(folder: str) -> int:
    return int(folder.removeprefix("lesson").partition("_")[0])


def _place(folder: str) -> Path:
    """Where a lesson's folder lies."""
    places = (Path(path) / folder for path in __path__)
    return next((place for place in places if place.is_dir()), Path(folder))
