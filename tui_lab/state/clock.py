"""How long a run had been trained at each of its steps: a time axis in fixed memory."""

from __future__ import annotations

from bisect import bisect_right

MOST = 1024
"""Readings kept; beyond them every second one goes."""


class Clock:
    """Seconds against steps, both only growing."""

    def __init__(self) -> None:
        self.steps: list[float] = [0.0]
        self.seconds: list[float] = [0.0]
        self._every = 1
        self._waiting = 0

    def read(self, step: int, seconds: float) -> None:
        """Note when a step was. A step that was passed before, by another network, says nothing."""
        if step <= self.steps[-1]:
            return
        self._waiting += 1
        if self._waiting < self._every:
            return
        self._waiting = 0
        self.steps.append(float(step))
        self.seconds.append(max(seconds, self.seconds[-1]))
        if len(self.steps) > MOST:
            self._every *= 2
            del self.steps[1::2], self.seconds[1::2]

    def forget_after(self, step: int) -> None:
        """Drop what is later than this step, as a resumed run does."""
        keep = max(bisect_right(self.steps, step), 1)
        del self.steps[keep:], self.seconds[keep:]

    def at(self, step: float) -> float:
        """Seconds at this step, between two readings in proportion; beyond them, the last."""
        place = bisect_right(self.steps, step)
        if place >= len(self.steps):
            return self.seconds[-1]
        before, after = self.steps[place - 1], self.steps[place]
        share = (step - before) / (after - before)
        return self.seconds[place - 1] + share * (self.seconds[place] - self.seconds[place - 1])
