"""What the index reads of a lesson's page without running it: it has to be what the page says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lessons
from lessons.find.entries import READ, Entry, read
from lessons.kit import Lesson
from tui_lab.contract.findings import PAGE, Finding, where

LONGEST = 40  # characters of a chapter's name


def index_and_page_agree(lesson: Lesson) -> Iterator[Finding]:
    """Title, summary, chapter and prerequisites stand on the page word for word."""
    entry = _entry(lesson)
    for name in READ:
        if getattr(entry, name) != getattr(lesson, name):
            what = f"the menu cannot read {name}: it reads the page as text, and runs nothing of it"
            yield Finding(PAGE, what, f"write the value of {name}= out in lesson = Lesson(…)")


def has_a_chapter(lesson: Lesson) -> Iterator[Finding]:
    """A lesson of the course stands in one of its chapters; one from outside in any with room."""
    if lesson.found_as and len(lesson.chapter) > LONGEST:
        what = f"the chapter {lesson.chapter!r} is no heading"
        yield Finding(PAGE, what, f"at most {LONGEST} characters: a menu shows it in one line")
    if not lesson.found_as and lesson.chapter not in lessons.CHAPTERS:
        what = f"there is no chapter {lesson.chapter!r}"
        yield Finding(PAGE, what, f"write chapter= one of {', '.join(lessons.CHAPTERS)}")


def comes_after_lessons_that_exist(lesson: Lesson) -> Iterator[Finding]:
    """Every prerequisite exists, and none of them comes after this lesson itself."""
    entry = _entry(lesson)
    for name in lesson.after:
        before = lessons.meant(name, entry.folder)
        place = where(lesson, name)
        if before is None:
            fix = "name a lesson of the lab, an installed one, or a folder beside this one"
            yield Finding(place, f"it comes after {name}, and there is no such lesson", fix)
        elif _leads_to(before, entry.folder):
            fix = f"leave {name} out of after=, or this lesson out of that one's"
            yield Finding(place, f"it comes after {name}, which comes after it", fix)


def _entry(lesson: Lesson) -> Entry:
    return read(Path(str(lesson.files)))


def _leads_to(start: Entry, goal: Path) -> bool:
    """Whether a lesson, or one that comes before it, lies in this folder."""
    seen, todo = set[Path](), [start]
    while todo:
        one = todo.pop()
        if one.folder.resolve() == goal.resolve():
            return True
        if one.folder not in seen:
            seen.add(one.folder)
            todo += filter(None, (lessons.meant(name, one.folder) for name in one.after))
    return False


CHECKS = (index_and_page_agree, has_a_chapter, comes_after_lessons_that_exist)
