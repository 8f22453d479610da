"""How much a panel may send while its run goes on, and how much work painting may be.

Over ssh a panel may send what a chart sends, and so a dearer one is painted less often.

A chart sends some dozens of cells when it is repainted, a sheet of images some hundreds or some
thousands: as often as the chart it would take a slow line for itself alone. What it has not sent
it may send later, so that pictures that come rarely, or change little, come at once.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.color import ColorSystem
from textual.app import App

from tui_lab.terminal.capabilities import FPS
from tui_lab.terminal.pen import system_of

REPAINT = {ColorSystem.TRUECOLOR: 90, ColorSystem.EIGHT_BIT: 60, ColorSystem.STANDARD: 35}
"""Bytes of one repaint of a chart of four curves, by the colours of the terminal: measured."""
GREY_REPAINT = 40
"""The same where no colours are wanted."""
SAVED = 15.0
"""Seconds that it is saved for: where no network lies between some twenty sheets in their place."""
NEAR = 20
"""Times as much where no network lies between: some 7 kB a second in the long run."""

SHARE = 0.04
"""Of a core: what painting may take while a run goes on, at the default refresh."""
LONGEST = 2.0
"""Seconds that it rests at most, whatever the last painting took."""


class Limits(NamedTuple):
    """What a panel may send on a terminal."""

    rate: float
    """Bytes a second, in the long run."""
    saved: float
    """Bytes that it may have left."""


class Allowance:
    """Bytes that a panel has left to send; below zero it owes some, and waits."""

    def __init__(self) -> None:
        self.left = 0.0
        self._limits = Limits(0.0, 0.0)
        self._at, self._sent = 0.0, 0

    def settle(self, now: float, limits: Limits, sent: int) -> None:
        """What the time since then brought, and what was sent by now."""
        self.left += (now - self._at) * limits.rate - (sent - self._sent)
        self.left = min(self.left, limits.saved)
        self._limits, self._at, self._sent = limits, now, sent

    def renew(self) -> None:
        """All that can be saved: somebody did something, and wants to see it."""
        self.left = self._limits.saved


class Effort:
    """The work that all panels of a screen take: after a dear one they rest the longer.

    Many networks, many seeds and other runs behind them make a chart several times as dear; then
    it is painted less often, and watching costs what it did.
    """

    def __init__(self) -> None:
        self._rests_until = 0.0

    def is_spent(self, now: float) -> bool:
        """Whether what may wait has to."""
        return now < self._rests_until

    def spend(self, now: float, seconds: float, fps: float) -> None:
        """Take note of the CPU time that a painting took."""
        self._rests_until = now + min(seconds / (SHARE * fps / FPS), LONGEST)


def limits_on(app: App[None], fps: float, *, over_ssh: bool) -> Limits:
    """What each panel may send on this terminal, at this many repaints a second."""
    repaint = GREY_REPAINT if app.no_color else REPAINT[system_of(app.console)]
    times = 1 if over_ssh else NEAR
    rate = fps * repaint * times
    return Limits(rate, SAVED * rate)
