"""What a reader gives: new values of a scalar, at steps that only grow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import eq, lt

MOST_BACK = 5
"""How often the steps of a log may go back, as they do when a training is resumed. A column that
does so oftener counts something else, such as the batches of an epoch."""
MOST_SHARED = 20
"""Values that share a step, from which on a log may say too little with its steps."""
LARGEST = 2**53


@dataclass(frozen=True)
class Points:
    """New values of one scalar, the earliest first."""

    scalar: str
    steps: list[int]
    values: list[float]
    seconds: Sequence[float] = ()
    """How long after the first of all each of them was; empty where nothing says."""
    forgets: int | None = None
    """What was known of this step, and of those after it, is no more."""


@dataclass
class Order:
    """Where each scalar of a log is, to see whether its steps go back."""

    last: dict[str, int] = field(default_factory=dict)
    back: int = 0
    """The most often that a scalar went back."""
    went: tuple[int, int] = (0, 0)
    """From which step to which it went back last."""
    shared: int = 0
    """Values of a scalar whose step is that of its value before."""
    is_coarse: bool = False
    """Whether most values are so."""
    _times: dict[str, int] = field(default_factory=dict)
    _counted: dict[str, list[int]] = field(default_factory=dict)
    """Of each scalar, the values and how many of them share a step."""
    _fresh: set[str] = field(default_factory=set)
    """Scalars of which the file, begun again, has said nothing yet."""

    def ordered(self, points: Points) -> Iterator[Points]:
        """The same values in pieces whose steps only grow."""
        scalar, steps = points.scalar, points.steps
        is_first_shared = self.last.get(scalar) == steps[0] and scalar not in self._fresh
        is_back = self._is_back(scalar, steps[0])
        is_rising = all(map(lt, steps, steps[1:]))
        self._count_shared(scalar, steps, is_first_shared, is_rising)
        cuts = [] if is_rising else [n for n, (a, b) in enumerate(pairwise(steps), 1) if b < a]
        if not is_back and not cuts:
            self.last[scalar] = steps[-1]
            yield points
            return
        for cut in cuts:
            self.went = steps[cut - 1], steps[cut]
        for first, then in pairwise([0, *cuts, len(steps)]):
            self.last[scalar] = steps[then - 1]
            yield Points(
                scalar, steps[first:then], points.values[first:then], points.seconds[first:then],
                steps[first] if first or is_back else None,
            )  # fmt: skip
        self._count(scalar, len(cuts))

    def _is_back(self, scalar: str, step: int) -> bool:
        """Whether what comes now was said before: of a file that was begun again, also the last."""
        last, is_fresh = self.last.get(scalar), scalar in self._fresh
        self._fresh.discard(scalar)
        if last is None or step > last or (step == last and not is_fresh):
            return False
        if not is_fresh:
            self.went = last, step
        self._count(scalar, 0 if is_fresh else 1)
        return True

    def _count_shared(
        self, scalar: str, steps: Sequence[int], is_first_shared: bool, is_rising: bool
    ) -> None:
        counted = self._counted.setdefault(scalar, [0, 0])
        shared = is_first_shared + (0 if is_rising else sum(map(eq, steps, steps[1:])))
        counted[0] += len(steps)
        if shared:
            counted[1] += shared
            self.shared += shared
            self.is_coarse |= MOST_SHARED < counted[1] > counted[0] / 2

    def notes(self) -> Iterator[str]:
        """What is not as a reader would think, where steps come again."""
        if self.back:
            often = "once" if self.back == 1 else f"{self.back} times, the last time"
            last, step = self.went
            yield f"steps went back {often} from {last} to {step}: newer values replace older ones"
        if self.shared:
            yield f"{self.shared} values have the step of the one before: charts show their mean"

    def begin_anew(self) -> None:
        """The file was begun again: perhaps the same again, perhaps what comes after."""
        self._fresh = set(self.last)

    def take_back(self) -> list[Points]:
        """Begin from nothing; what takes back all that was given."""
        taken_back = [Points(scalar, [], [], forgets=0) for scalar in self.last]
        self.back = self.shared = 0
        self.is_coarse = False
        self.last.clear()
        self._times.clear()
        self._counted.clear()
        return taken_back

    def _count(self, scalar: str, times: int) -> None:
        self._times[scalar] = self._times.get(scalar, 0) + times
        self.back = max(self.back, self._times[scalar])


def number_of(text: str, *, comma: bool = False) -> float | None:
    """A cell as a number, also nan and inf; with a decimal comma where cells may have one."""
    try:
        found = float(text)
    except ValueError:
        return number_of(text.replace(",", "."), comma=False) if comma and "," in text else None
    return None if "_" in text else found


def is_step(value: float | None) -> bool:
    """Whether a number can be one: whole, not negative."""
    return value is not None and math.isfinite(value) and 0 <= value < LARGEST and value % 1 == 0
