"""What a scalar of a log comes to, exactly: how many values, the least, the most, nan and inf."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lessons.kit.stream.numbers import finite


@dataclass
class Tally:
    """Counts values as they come in."""

    count: int = 0
    nan: int = 0
    inf: int = 0
    first_step: int = 0
    last_step: int = 0
    first: float = math.nan
    last: float = math.nan
    least: float = math.inf
    least_at: int | None = None
    most: float = -math.inf
    most_at: int | None = None
    _lost: int = 0
    """Values since the last finite one."""
    _lost_at: int = 0
    _longest_gap: int = 0
    """Values that were not finite, before one that was."""

    @property
    def broke_at(self) -> int | None:
        """Since which step no value is finite; None for a scalar that went on after such a gap.

        Nor for one that never was finite: it was not measured yet.
        """
        is_broken = self._lost > self._longest_gap and self.least_at is not None
        return self._lost_at if is_broken else None

    def take(self, steps: Sequence[int], values: Sequence[float]) -> None:
        """Count these."""
        if not values:
            return
        if not self.count:
            self.first, self.first_step = values[0], steps[0]
        self.count += len(values)
        self.last, self.last_step = values[-1], steps[-1]
        is_whole = math.isfinite(sum(values))
        whole = values if is_whole else self._whole(values)
        self._look_for_gaps(steps[:1] if is_whole else steps, values)
        if whole:
            self._extremes(steps, values, min(whole), max(whole))

    def _whole(self, values: Sequence[float]) -> list[float]:
        self.nan += sum(map(math.isnan, values))
        self.inf += sum(map(math.isinf, values))
        return [value for value in values if math.isfinite(value)]

    def _look_for_gaps(self, steps: Sequence[int], values: Sequence[float]) -> None:
        """How long it is lost, value by value."""
        for step, value in zip(steps, values, strict=False):
            if not math.isfinite(value):
                self._lost_at = self._lost_at if self._lost else step
                self._lost += 1
            elif self._lost:
                self._longest_gap, self._lost = max(self._longest_gap, self._lost), 0

    def _extremes(
        self, steps: Sequence[int], values: Sequence[float], least: float, most: float
    ) -> None:
        if least < self.least:
            self.least, self.least_at = least, steps[values.index(least)]
        if most > self.most:
            self.most, self.most_at = most, steps[values.index(most)]

    def as_dict(self) -> dict[str, float | int | None]:
        """For a document: null where a number is not finite."""
        return {
            "count": self.count, "first_step": self.first_step, "last_step": self.last_step,
            "first": finite(self.first), "last": finite(self.last),
            "min": finite(self.least), "min_step": self.least_at,
            "max": finite(self.most), "max_step": self.most_at,
            "nan": self.nan, "inf": self.inf,
        }  # fmt: skip
