"""How fast a run goes, and how long it still takes, by the clock of its own events."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

LATELY = 5.0  # seconds that the steps-per-second figure looks back on
STEADY = 30.0  # seconds that the time to the end looks back on: it should hold still
WARM_UP = 1.0  # seconds after the first steps that say nothing of the others
EARLY = 6  # steps, most of which are looked at: they say little of the others
PATIENCE = 60.0  # seconds after which the early steps must do
APART = 0.25  # seconds between two points that are kept: a race of many tells 80 times a second
FAR_SLOWER = 10.0  # times as long as the usual step: such as a look at all of a test
FEW = 3  # intervals between points, of which one can be told from the others
SLACK = 0.1  # share of the time left by which another end must differ to be believed


class Window:
    """The latest points (seconds, step) over this many seconds; at least this many of them."""

    def __init__(self, span: float, least: int = 2) -> None:
        self.span, self.least = span, least
        self.points: deque[tuple[float, int]] = deque()

    def add_point(self, seconds: float, step: int) -> None:
        """Append a point, and forget those that are too old."""
        points = self.points
        points.append((seconds, step))
        while len(points) > self.least and seconds - points[1][0] >= self.span:
            points.popleft()

    @property
    def seconds(self) -> float:
        """From the first point to the last."""
        return self.points[-1][0] - self.points[0][0] if self.points else 0.0

    @property
    def rate(self) -> float:
        """Steps a second; 0 where that cannot be said."""
        steps = self.points[-1][1] - self.points[0][1] if self.points else 0
        return steps / self.seconds if self.seconds > 0 else 0.0

    @property
    def usual_rate(self) -> float:
        """The same without what is far slower than most: that will not come with every step."""
        taken = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(self.points) if b[1] > a[1]]
        if len(taken) < FEW:
            return self.rate
        usual = sorted(seconds / steps for seconds, steps in taken)[len(taken) // 2]  # median
        kept = [(t, n) for t, n in taken if t <= FAR_SLOWER * usual * n]
        seconds = sum(t for t, _ in kept)
        return sum(n for _, n in kept) / seconds if seconds > 0 else 0.0


class Pace:
    """The pace of a race that goes on; `clear` it when it stops.

    The first step loads kernels and allocates. It never counts, for a pace lies between two
    points; and what follows it in the first second, or in the next few steps, which are looked at,
    does not count for the end.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """It stops: what comes next is another beginning."""
        self._lately, self._steady = Window(LATELY), Window(STEADY, FEW + 1)
        self._first: float | None = None
        self._now, self._step, self._noted = 0.0, 0, 0.0
        self._end: float | None = None
        """When it will be over, by the run's clock."""

    def add_step(self, seconds: float, step: int, planned: int) -> None:
        """A network is at this step; it is the furthest that counts."""
        self._now = seconds
        if step > self._step:
            self._step = step
        if self._first is None or seconds - self._noted >= APART:
            self._note(planned)

    def _note(self, planned: int) -> None:
        now, step = self._now, self._step
        self._first = now if self._first is None else self._first
        self._noted = now
        self._lately.add_point(now, step)
        wait = PATIENCE if step < EARLY else WARM_UP
        if now <= self._first + wait:
            self._steady.points.clear()
        self._steady.add_point(now, step)
        if self._steady.seconds >= WARM_UP and (rate := self._steady.usual_rate) > 0:
            self._believe(now + max(planned - step, 0) / rate)

    def _believe(self, end: float) -> None:
        """Take this for the end; a little more or less would only flicker."""
        if self._end is None or abs(end - self._end) > SLACK * (end - self._now):
            self._end = end

    @property
    def rate(self) -> float:
        """Steps a second, over the last five seconds; 0 while nothing moves."""
        return self._lately.rate

    @property
    def remaining(self) -> float | None:
        """Seconds to the end; None while that cannot be said."""
        return None if self._end is None else max(self._end - self._now, 0.0)


def in_a_second(name: str, rate: float) -> str:
    """Such as `309,000 words a second of CPU`, for words_per_cpu_second; to three digits."""
    what = name.removesuffix("_per_cpu_second").replace("_", " ")
    return f"{float(f'{rate:.3g}'):,.0f} {what} a second of CPU"
