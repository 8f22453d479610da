"""What a sandboxed child is given to do, what it may take, and what became of it.

All of it travels as JSON: nothing that code from outside wrote is ever unpickled.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

import msgspec

How = Literal[
    "done", "failed", "left",
    "out of time", "out of memory", "too many processes", "too much output",
]  # fmt: skip
T = TypeVar("T")


class Limits(msgspec.Struct, frozen=True):
    """What a child may take, with all the processes that it starts."""

    cpu: float = 10.0
    """Seconds of CPU time: on a busy machine nobody's turn is shorter."""
    seconds: float = 60.0
    """Seconds by the clock: for code that waits, and computes nothing."""
    memory: int = 1 << 30
    """Bytes beyond what the child has when it begins."""
    processes: int = 8
    """Processes at one time, the child counted."""
    printed: int = 20_000
    """Bytes of its output that are kept. The rest is read and dropped, until there is too much."""
    flood: int = 32 << 20
    """Bytes of output after which it is stopped: a loop that prints has no end."""
    file: int = 64 << 20
    """Bytes of the largest file that it may write."""
    network: bool = False
    """Whether it may reach the network. Refused only where the system can: see `Outcome.walls`."""


class Job(msgspec.Struct, frozen=True):
    """A function of the lab to call, or else a command to run."""

    entry: str = ""
    """`package.module:function`; it is called with `given`, and returns what JSON can hold."""
    given: dict[str, Any] = {}
    command: list[str] = []
    folder: str = ""
    """Where to work; "" for where the parent does."""
    limits: Limits = Limits()


class Outcome(msgspec.Struct, frozen=True):
    """What became of a job.

    done: the function returned, or the command left with 0. failed: the function raised, or the
    command left with something else. left: the process ended before its function did, by
    `os._exit`, a signal or a crash.
    """

    how: How
    why: str = ""
    """In a sentence, unless it is done."""
    value: msgspec.Raw = msgspec.Raw(b"null")
    """What the function returned."""
    code: int = 0
    """The exit code; minus the signal that ended it."""
    printed: str = ""
    is_cut: bool = False
    """Whether it printed more than was kept."""
    cpu: float = 0.0
    seconds: float = 0.0
    walls: tuple[str, ...] = ()
    """What the system granted: `processes`, a namespace that all of them end with, `network`."""

    def value_as(self, kind: type[T]) -> T:
        """What the function returned, checked. Raises msgspec.ValidationError."""
        return msgspec.json.decode(self.value, type=kind)
