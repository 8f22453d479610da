"""What a process that grades is told: one hand-in, and what it is held against."""

import msgspec

from lessons.kit import Plan
from tui_lab.classroom.assignment import Assignment


class GradeOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Travels as JSON into the process."""

    path: str
    student: str
    course: str
    seed: int
    task: Assignment
    seconds: float = 0.0
    """CPU that training it again may take; 0 is not at all."""
    again: str = ""
    """Events that its own code said in a sandbox; "" where it has none, or is not run."""


class CodeOrder(msgspec.Struct, frozen=True):
    """What code of a student is run with: a plan to train, or else an exercise to check."""

    lesson: str
    plan: Plan | None = None
    exercise: str = ""
    text: str = ""
