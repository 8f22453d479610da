"""The x-axis of a screen's charts: steps, steps in decades, or seconds; all of them, or a stretch.

A stretch is kept in steps whatever the axis counts, so that every chart shows the same one.
"""

from __future__ import annotations

from dataclasses import dataclass

from tui_lab.charts.axes import Range
from tui_lab.state.clock import Clock

KINDS = ("step", "log step", "time")
LEAST = 4.0  # steps that a stretch has at least


@dataclass(frozen=True)
class XAxis:
    """Where a step lies on the x-axis."""

    kind: str
    stretch: Range
    clock: Clock

    @property
    def is_log(self) -> bool:
        """Whether the axis is in decades."""
        return self.kind == "log step"

    @property
    def range(self) -> Range:
        """The limits of the axis."""
        low, high = self.stretch
        if self.is_log:
            return max(low, 1.0), max(high, 2.0)
        if self.kind == "time":
            return self.place(low), max(self.place(high), self.place(low) + 1e-3)
        return low, high

    def place(self, step: float) -> float:
        """A step in the axis's own unit."""
        return self.clock.at(step) if self.kind == "time" else step


def zoomed(stretch: Range, whole: Range, factor: float, around: float) -> Range | None:
    """A stretch this many times as long, with the same steps around `around`; None is all.

    `around` keeps its place between the ends, so that what is looked at stays where it is.
    """
    low, high = stretch
    around = min(max(around, low), high)
    low, high = around - (around - low) * factor, around + (high - around) * factor
    if high - low >= whole[1] - whole[0]:
        return None
    middle, half = (low + high) / 2, max((high - low) / 2, LEAST / 2)
    return moved((middle - half, middle + half), whole, 0.0)


def moved(stretch: Range, whole: Range, share: float) -> Range:
    """A stretch of the same length, so much of itself further, inside the whole."""
    length = stretch[1] - stretch[0]
    low = min(max(stretch[0] + share * length, whole[0]), max(whole[1] - length, whole[0]))
    return low, low + length
