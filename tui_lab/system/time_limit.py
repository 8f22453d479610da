"""The time that a run may take: the reading of its data is a part of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lessons.kit.claims.conclusion import UNDECIDED
from lessons.kit.data.brought import Progress, silent
from lessons.kit.errors import Trouble

PATIENCE = 1.0
"""Seconds in which a reading need not say anything."""
AGAIN = 10.0
"""Seconds between two lines about it in a log."""


class OutOfTimeError(Trouble):
    """The time was over before there was anything to train on: too early to judge."""

    exit_code = UNDECIDED


@dataclass
class TimeLimit:
    """This many seconds from its making on; None is no limit."""

    seconds: float | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def over(self) -> bool:
        """Whether the time has passed."""
        return self.seconds is not None and time.monotonic() - self.began >= self.seconds

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """What is done within takes none of the time, such as the loading of torch: it is ours."""
        since = time.monotonic()
        try:
            yield
        finally:
            self.began += time.monotonic() - since

    def watch(self, progress: Progress = silent) -> Progress:
        """The same progress, which raises OutOfTimeError once the time has passed."""

        def tell(what: str, share: float) -> None:
            if self.over:
                doing = f"{what}: {share:.0%}"
                said = f"stopped by --max-seconds {self.seconds:g} before the first step ({doing})"
                raise OutOfTimeError(said, "allow more time, or use less data")
            progress(what, share)

        return tell


class Patience:
    """Says how far a reading is, once that takes long, and now and then from then on."""

    def __init__(
        self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.say = say
        self.clock = clock
        self.due = clock() + PATIENCE
        self.said = ""

    def __call__(self, what: str, share: float) -> None:
        """The `Progress` of a reading."""
        self.hear(f"{what}: {share:.0%}")

    def hear(self, doing: str) -> None:
        """What is being done now."""
        if doing not in ("", self.said) and self.clock() >= self.due:
            self.due, self.said = self.clock() + AGAIN, doing
            self.say(doing)
