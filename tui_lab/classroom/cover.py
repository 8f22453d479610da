"""The first page of a hand-in: whose it is, of which run, and what was answered."""

from __future__ import annotations

import platform
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import msgspec


class Predicted(msgspec.Struct, frozen=True):
    """An answer to a prediction."""

    question: str
    choice: str


class Toured(msgspec.Struct, frozen=True):
    """The last answer to the question of a tour's step."""

    title: str
    choice: str
    tries: int = 1


class Tried(msgspec.Struct, frozen=True):
    """What a learner says of an exercise; it is checked again."""

    exercise: str
    passed: bool = False
    tries: int = 0
    hints: int = 0
    saw_solution: bool = False


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """hand-in.json."""

    what: Literal["dl-lab hand-in"] = "dl-lab hand-in"
    v: int = 1
    course: str
    assignment: str
    student: str
    seed: int
    lesson: str
    lesson_hash: str = ""
    run: str = ""
    made: str = ""
    """When it was written, by the student's clock."""
    versions: dict[str, str] = {}
    """Of dl-lab, Python and torch; and the processor."""
    predictions: list[Predicted] = []
    tour: list[Toured] = []
    exercises: list[Tried] = []

    @property
    def owner(self) -> str:
        """What its chain of digests begins with: a copy under another name breaks it."""
        return f"{self.course}\n{self.assignment}\n{self.student}\n{self.seed}"


def processor() -> str:
    """The model of this machine's processor, as it calls itself."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def versions_here() -> dict[str, str]:
    """What the numbers of a run may depend on."""
    found = {"python": platform.python_version(), "processor": processor()}
    for name in ("dl-lab", "torch"):
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
