"""Lessons from outside as the menu and `dl-lab list` offer them: also those that cannot be opened.

One that nobody has trusted yet is known by its metadata and by what stands on its page, which is
read as text; none of its code is run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.find import outside
from lessons.find.entries import Entry, read
from lessons.find.outside import Outside
from lessons.kit.errors import Trouble, said, visible
from tui_lab.trust.config import lesson_paths
from tui_lab.trust.permission import is_trusted, load_trusted, subject_of

if TYPE_CHECKING:
    from lessons.kit import Lesson


@dataclass(frozen=True)
class OutsideLesson:
    """One of them."""

    address: str
    """What opens it."""
    title: str
    source: str
    """Where it comes from: the distribution with its version, or the folder."""
    page: Lesson | None = None
    """Its page, where it is trusted and can be read."""
    entry: Entry | None = None
    """What its page says of itself, read as text; None where it has no folder."""
    error: str = ""
    """Why it cannot be opened, with file and line; "" where it is only not trusted yet."""

    @property
    def state(self) -> str:
        """ready · not trusted yet · broken"""
        return "broken" if self.error else "ready" if self.page else "not trusted yet"

    @property
    def says(self) -> str:
        """One line about it, and where it comes from."""
        if self.error:
            return self.error
        if self.page:
            return f"{self.source}: {self.page.says}"
        return f"from {self.source}, not trusted yet: you are asked before it is opened"


def outside_lessons() -> list[OutsideLesson]:
    """Every installed lesson, and those in the folders that the config file names."""
    found = [
        _outside_lesson(
            entry.address, f"{entry.distribution} {entry.version}", _finder(entry.address)
        )
        for entry in outside.installed()
    ]
    return [*found, *_in_folders()]


def _finder(name: str) -> Callable[[], Outside]:
    return lambda: outside.find(name)


def _in_folders() -> Iterator[OutsideLesson]:
    for folder in lesson_paths("folders"):
        for path in outside.lessons_in(folder) or [folder]:
            shown = visible(str(path))
            yield _outside_lesson(shown, shown, _finder(str(path)))


def _outside_lesson(address: str, source: str, find: Callable[[], Outside]) -> OutsideLesson:
    name = address.rpartition("/")[2].rpartition(":")[2]
    entry = None
    try:
        found = find()
        entry = read(found.folder, found.attribute)
        if not is_trusted(subject_of(found)):
            return OutsideLesson(found.address, visible(entry.title) or name, source, entry=entry)
        page = load_trusted(found)
    except (Trouble, OSError) as trouble:
        return OutsideLesson(address, name, source, entry=entry, error=visible(said(trouble)))
    return OutsideLesson(found.address, page.title, source, page, entry)
