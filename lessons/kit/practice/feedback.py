"""What a check found, in words: what the command line, the screen and a class show."""

from __future__ import annotations

from typing import Literal

import msgspec

Status = Literal["passed", "wrong", "unwritten", "error", "unreadable", "stopped"]
"""unwritten: the body is still the one that was written for the learner. unreadable: no Python.
error: the learner's code raised. stopped: it met a limit."""


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """One call of the learner's function."""

    name: str = ""
    """What is special about it; "" for a random one."""
    inputs: dict[str, str] = {}
    """The arguments in words, by their names."""
    expected: str = ""
    got: str = ""


class Feedback(msgspec.Struct, frozen=True, omit_defaults=True):
    """The outcome of one check."""

    status: Status
    says: str
    """One sentence."""
    fix: str = ""
    """What to do, where there is something better to say than to look at the line."""
    case: Case | None = None
    """The smallest call that was found to fail."""
    line: int = 0
    """In the learner's file; 0 where it is about no line."""
    code: str = ""
    passed: int = 0
    """Calls that gave what was expected, of `of`."""
    of: int = 0
    measured: float | None = None
    """Where a claim judges it: what came out, and the bar."""
    bar: float | None = None
    side: str = ""
    printed: str = ""
    """The beginning of what the learner's code printed."""

    @property
    def is_passed(self) -> bool:
        """Whether everything was as expected."""
        return self.status == "passed"
