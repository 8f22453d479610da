"""A few steps a second and no more, for somebody who watches: a pause before each step.

It belongs to the watching and not to the run: no setting, no figure and no limit knows of it. When
nobody has watched for a while, the run goes on as fast as it can.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tui_lab.protocol.commands import Listener

ALONE = 90.0  # seconds; who watches by letters says so every 60
EACH_SHOWN = 2.0  # steps a second up to which every picture is shown, as when stepping by hand


class SlowMotion:
    """When the next step is due."""

    def __init__(self, listener: Listener, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = 0.0
        """Steps a second; 0 is as fast as it can."""
        self._listener = listener
        self._clock = clock
        self._due = self._seen = clock()

    @property
    def is_on(self) -> bool:
        """Whether there is a pause before each step."""
        return self.rate > 0

    @property
    def shows_each(self) -> bool:
        """Whether it is slow enough for a picture at every step."""
        return 0 < self.rate <= EACH_SHOWN

    @property
    def wait(self) -> float:
        """Seconds to the next step; 0 where it is due."""
        return max(self._due - self._clock(), 0.0) if self.is_on else 0.0

    def go_at(self, rate: float) -> None:
        """This many steps a second from now on; the next one comes at once."""
        self.rate = max(rate, 0.0)
        self._due = self._seen = self._clock()

    def stepped(self) -> None:
        """A step was trained. One that took longer than its time is not made up for."""
        if self.is_on:
            self._due = max(self._due + 1 / self.rate, self._clock())

    def is_forgotten(self) -> bool:
        """Whether nobody has watched for so long that it need not be slow any more."""
        now, listener = self._clock(), self._listener
        self._seen = max(self._seen, now if listener.watchers else listener.looked_at)
        return self.is_on and now - self._seen >= ALONE
