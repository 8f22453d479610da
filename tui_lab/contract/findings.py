"""What a check found wrong with a lesson: where, what, and how to fix it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources.abc import Traversable

import msgspec

from lessons.kit import Lesson
from lessons.kit.errors import visible
from lessons.kit.page.own_code import code_of

PAGE, LOOP, STORY = "__init__.py", "train.py", "README.md"


class Finding(msgspec.Struct, frozen=True, rename={"fix": "mend"}):
    """One thing that is wrong."""

    where: str
    """A file of the lesson, with the line where that is known: `__init__.py:14`."""
    says: str
    fix: str

    def __str__(self) -> str:
        return visible(f"{self.where}: {self.says}; {self.fix}".replace("\n", " "))


Check = Callable[[Lesson], Iterator[Finding]]


def where(lesson: Lesson, name: str, otherwise: str = PAGE, *, first: str = PAGE) -> str:
    """The file and line that first writes this name in quotes: there the claim, panel… is made."""
    for path, file in _python(lesson, first):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if f'"{name}"' in line or f"'{name}'" in line:
                return f"{path}:{number}"
    return otherwise


def _python(lesson: Lesson, first: str) -> list[tuple[str, Traversable]]:
    """One file first, then what the page may have been divided into, the loop last."""
    found = code_of(lesson.package).items()
    return sorted(found, key=lambda each: (each[0] == LOOP, each[0] != first, each[0]))
