"""A scalar from elsewhere in bounded memory: all of its first values, then one for 2, for 4, ….

As a run of ours is recorded, but by how many values there were: steps of others may be far apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from lessons.kit.stream.columns import Numbers
from tui_lab.runs.thinning import FULL_DETAIL, Bucket, bucket_end


class Thinned:
    """Takes values, and gives those that are to be kept."""

    def __init__(self) -> None:
        self.count = 0
        self._bucket = Bucket()

    def take(self, steps: Sequence[int], values: list[float]) -> tuple[Sequence[int], Numbers]:
        """What is to be kept by now, with the extremes of what each value stands for."""
        if self.count + len(steps) <= FULL_DETAIL:
            self.count += len(steps)
            return steps, Numbers(values, values, values)
        full: list[Bucket] = []
        here = 0
        while here < len(steps):
            end = bucket_end(self.count + 1)
            then = min(here + end - self.count, len(steps))
            part = values[here:then]
            self._bucket.add_values(steps[then - 1], part, part, part)
            self.count += then - here
            if self.count == end:
                full.append(self._closed())
            here = then
        return _columns(full)

    def flush(self) -> tuple[Sequence[int], Numbers]:
        """What still waits for its bucket to be full."""
        return _columns([self._closed()] if self._bucket.count else [])

    def _closed(self) -> Bucket:
        bucket, self._bucket = self._bucket, Bucket()
        return bucket


def _columns(full: list[Bucket]) -> tuple[Sequence[int], Numbers]:
    numbers = Numbers([b.value for b in full], [b.low for b in full], [b.high for b in full])
    return [bucket.step for bucket in full], numbers
