"""The lessons as a list shows them: by chapter, searched, with what comes before. No page is run.

Ours first, then those from outside under chapters of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import lessons
from lessons.find.entries import Entry
from lessons.kit.errors import visible
from tui_lab.charts.palette import OUTSIDE
from tui_lab.session.progress import LessonProgress, is_done

if TYPE_CHECKING:
    from tui_lab.trust.outside_lessons import OutsideLesson

OTHERS = "Other lessons"
"""The heading of lessons that name no chapter."""
DONE, BEGUN, NEW = "done", "opened", "not opened yet"


@dataclass(frozen=True)
class Listed:
    """One lesson in a list."""

    id: str
    """What opens it, and what progress is kept by."""
    names: tuple[str, ...]
    """All that another lesson may call it."""
    number: int | None
    title: str
    says: str
    chapter: str
    after: tuple[str, ...] = ()
    """What should come before, as its page names it."""
    outside: OutsideLesson | None = None
    """Where it is not ours."""

    @property
    def mark(self) -> str:
        """Its number, or the sign of a lesson that has none of ours."""
        return OUTSIDE if self.number is None else str(self.number)


def ours() -> list[Listed]:
    """The lessons of the course, by chapter and then by number."""
    order = {chapter: place for place, chapter in enumerate(lessons.CHAPTERS)}
    found = [_listed(entry) for entry in lessons.entries()]
    return sorted(found, key=lambda one: (order.get(one.chapter, len(order)), one.number or 0))


def from_outside(known: Iterable[OutsideLesson]) -> list[Listed]:
    """Those from outside, chapter by chapter, in the order in which they were found."""
    found = [_from_outside(each) for each in known]
    return [one for group in by_chapter(found).values() for one in group]


def by_chapter(listed: Iterable[Listed]) -> dict[str, list[Listed]]:
    """The same lessons under their headings."""
    found: dict[str, list[Listed]] = {}
    for one in listed:
        found.setdefault(one.chapter, []).append(one)
    return found


def search(everyone: Iterable[Listed], query: str) -> list[Listed]:
    """The lessons that every word of the query is found in; all of them without a word."""
    words = query.casefold().split()
    return [one for one in everyone if all(_has(one, word) for word in words)]


def best(found: Sequence[Listed], query: str) -> Listed | None:
    """The one that was meant: by its number or topic, else by its title, else the first."""
    asked = query.casefold().strip()
    named = [one for one in found if asked in one.names]
    titled = [one for one in found if asked in one.title.casefold()]
    return next(iter([*named, *titled, *found]), None)


def before(one: Listed, everyone: Sequence[Listed]) -> list[tuple[str, Listed | None]]:
    """What should come before a lesson: each name with its lesson, None where there is none."""
    by_name = {name: each for each in reversed(everyone) for name in each.names}
    return [(name, by_name.get(name.casefold())) for name in one.after]


def standing(known: LessonProgress) -> str:
    """How far the learner is with a lesson that another one builds on."""
    return DONE if is_done(known) else BEGUN if known.opened else NEW


def _has(one: Listed, word: str) -> bool:
    """Whether a lesson has this word in it; digits also begin its number."""
    if word.isdecimal() and one.number is not None and str(one.number).startswith(word):
        return True
    text = " ".join((*one.names, one.title, one.says, one.chapter)).casefold()
    return word in text.split() if word.isdecimal() else word in text


def _listed(entry: Entry) -> Listed:
    names = tuple(name for name in lessons.aliases(entry.folder.name) if name)
    title = entry.title or entry.topic.replace("_", " ").capitalize()
    chapter = entry.chapter or OTHERS
    return Listed(entry.id, names, entry.number, title, entry.says, chapter, entry.after)


def _from_outside(lesson: OutsideLesson) -> Listed:
    entry = lesson.entry or Entry(Path())
    own = lesson.page or entry  # the page, where it was read: it may compute what it says
    chapter = visible(own.chapter) or OTHERS
    if chapter in lessons.CHAPTERS:
        chapter = f"{chapter}, from outside"
    short = (lesson.address, lesson.address.rpartition(":")[2], entry.folder.name)
    names = tuple(dict.fromkeys(name.casefold() for name in short if name))
    after = tuple(map(visible, own.after))
    return Listed(lesson.address, names, None, lesson.title, lesson.says, chapter, after, lesson)
