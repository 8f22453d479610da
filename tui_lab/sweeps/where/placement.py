"""Where the runs of a sweep are trained: all that a sweep asks of such a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tui_lab.protocol.last_words import LastWords
from tui_lab.runs.folder import RunFolder


@dataclass(frozen=True)
class Departure:
    """A worker that is gone."""

    code: int | None = None
    """Its exit code, minus the signal that ended it; None where nobody saw."""
    words: LastWords | None = None
    """What it said where it could not begin."""
    unseen: bool = False
    """Whether the one who had started it is gone too: nobody wanted the run to stop."""
    why: str = ""
    """What the scheduler says of it."""


class Placement(Protocol):
    """A place that trains runs. What it is given is a run's folder and nothing else."""

    slots: int
    """How many trials it trains at once, where nobody says."""

    def start(self, run: RunFolder) -> None:
        """Have a worker train this run, now or when there is room. Raises Trouble."""

    def departed(self, run: RunFolder) -> Departure | None:
        """How the worker of this run left; None while it trains, or waits for room."""

    def has_room(self, held: int) -> bool:
        """Whether there is memory for another worker; each holds this many bytes."""

    def waiting(self) -> Mapping[str, str]:
        """Why runs that were started have no machine yet, by their paths, where that is said."""

    def take_back(self, run: RunFolder) -> None:
        """Give up a run that no worker has begun; nothing where its worker is on the way."""

    def stop(self) -> None:
        """Let every worker save and leave; it is not waited for."""

    def kill(self) -> None:
        """End every worker at once."""

    def close(self) -> None:
        """Stop what still trains, wait for it, and let go of everything."""
