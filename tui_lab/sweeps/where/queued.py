"""Trials as jobs of a scheduler: what is alike on all of them. It finds the machine for each."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from tui_lab.protocol.commands import Stop
from tui_lab.runs import letters
from tui_lab.runs.folder import RunFolder
from tui_lab.sweeps.where.placement import Departure


class Queued(ABC):
    """The jobs of a sweep with a scheduler, which is asked about them a few times a second."""

    LOOK_EVERY: ClassVar[float]
    """Seconds between two questions to the scheduler."""

    def __init__(self) -> None:
        self.jobs: dict[str, Any] = {}
        """The jobs that are not over, by the paths of their runs."""
        self._departed: dict[str, Departure] = {}
        self._looked = 0.0

    @abstractmethod
    def start(self, run: RunFolder) -> None:
        """Hand the run to the scheduler. Raises Trouble."""
        self._departed.pop(str(run.path), None)

    @abstractmethod
    def over(self, jobs: Mapping[str, Any]) -> Iterable[str]:
        """The runs whose jobs are over."""

    @abstractmethod
    def result(self, path: str, job: Any) -> Departure:
        """How a job that is over ended."""

    @abstractmethod
    def cancel(self, job: Any) -> object:
        """Take a job back from the scheduler."""

    def departed(self, run: RunFolder) -> Departure | None:
        """How the job of this run ended; None while it trains or waits."""
        if time.monotonic() - self._looked >= self.LOOK_EVERY:
            for path in list(self.over(self.jobs)):
                self._departed[path] = self.result(path, self.jobs.pop(path))
            self._looked = time.monotonic()
        return self._departed.get(str(run.path))

    def has_room(self, held: int) -> bool:
        """The scheduler knows: what finds no room waits there."""
        return True

    def waiting(self) -> Mapping[str, str]:
        """Why jobs wait, where the scheduler says so."""
        return {}

    def take_back(self, run: RunFolder) -> None:
        """Cancel a job that no machine has begun yet."""
        if job := self.jobs.get(str(run.path)):
            self.cancel(job)

    def stop(self) -> None:
        """Let those that train save and leave; those that wait are taken back."""
        for path, job in self.jobs.items():
            try:
                letters.post(Path(path), Stop(id=letters.new_id()))
            except OSError:  # nobody has its folder, or it cannot be written to from here
                self.cancel(job)
