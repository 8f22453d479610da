"""Axes: round limits that stay where they are, ticks, short numbers. Plain arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from tui_lab.system.words import _scientific, number

Range = tuple[float, float]

HUGE = 1e300  # beyond it even `high - low` overflows
TINY = 1e-300  # the smallest value a log axis knows
EXPLODED = 1000.0  # this far above its start a run flattens the others: below a dot of 30 rows
GROWTH = 0.75  # margin, as a share of the span, where data outgrow their limits
KEEP = 0.35  # a range is kept while the data use this share of it
USED = 0.85  # of a new range: in half a chart that is empty curves lie too near to each other
LONGEST = 8  # characters of a tick among others that differ from it in a late digit
SUFFIXES = {"k": 1e3, "M": 1e6}
ROUND = (
    (1, 2, 5, 10),
    (1, 1.5, 2, 3, 5, 7, 10),
    tuple(n / 10 for n in range(10, 101)),
    tuple(n / 100 for n in range(100, 1001)),
)
"""The digits of a limit of a log axis, coarse to fine."""


def clamp(value: float, low: float, high: float) -> float:
    """The nearest value inside [low, high]."""
    return low if value < low else high if value > high else value


class Scale:
    """Maps values to 0..1 between two limits; linear, or logarithmic.

    Any limits will do: they are ordered, made finite and, where they meet, spread apart.
    """

    def __init__(self, low: float, high: float, log: bool = False) -> None:
        self.low, self.high = _spread(*_finite(low, high), log)
        self.log = log
        self._first = math.log10(self.low) if log else self.low
        self._span = (math.log10(self.high) if log else self.high) - self._first

    def share(self, value: float) -> float | None:
        """Where a value lies: 0 at `low`, 1 at `high`, beyond them outside 0..1.

        None for what cannot be drawn: nan, infinity, and zero or less on a log scale.
        """
        if not math.isfinite(value) or (self.log and value <= 0):
            return None
        place = math.log10(value) if self.log else clamp(value, -HUGE, HUGE)
        return clamp((place - self._first) / self._span, -9.0, 9.0)

    def value(self, share: float) -> float:
        """The value at a share of the way from `low` to `high`."""
        place = self._first + share * self._span
        return float(10.0**place) if self.log else place


def _finite(low: float, high: float) -> Range:
    """Two ordered numbers that can be subtracted; 0..1 when there is nothing to go by."""
    if math.isnan(low) or math.isnan(high):
        return 0.0, 1.0
    low, high = clamp(float(low), -HUGE, HUGE), clamp(float(high), -HUGE, HUGE)
    return min(low, high), max(low, high)


def _spread(low: float, high: float, log: bool) -> Range:
    """Limits with room between them. A log range becomes positive."""
    if log:
        high = max(high, TINY * 10)
        low = max(low, TINY) if low > 0 else max(high * 1e-3, TINY)
        return (low, high) if high / low > 1.0001 else (low / 10**0.5, high * 10**0.5)
    if high - low > 1e-9 * max(abs(low), abs(high), TINY):
        return low, high
    margin = abs(high) * 0.1 or 0.5
    return low - margin, high + margin


def step_of(span: float, pieces: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that cuts `span` into no more than `pieces`."""
    raw = max(span / max(pieces, 1.0), TINY)
    power: float = 10.0 ** math.floor(math.log10(raw))
    return next(power * m for m in (1, 2, 5, 10) if power * m >= raw * 0.999999)


def nice_range(low: float, high: float, log: bool = False, previous: Range | None = None) -> Range:
    """Round limits near the data low..high, which move rarely.

    They are as round as they can be without more than 15 % of the axis staying empty; 0 is one of
    them if the data come so near to it. `previous` is kept while the data fit in it and use at
    least 35 % of it, and where they outgrow it there is a margin for more, so an axis does not
    jitter with every step, nor the terminal have to be sent it again.
    """
    low, high = map(_round, _spread(*_finite(low, high), log))
    if previous is not None and _is_range(previous, log):
        if _still_serves(low, high, log, previous):
            return previous
        low, high = _with_margin(low, high, log, previous)
    return _rounded(low, high, log)


def _is_range(limits: Range, log: bool) -> bool:
    return limits[0] < limits[1] and (not log or limits[0] > 0)


def _with_margin(low: float, high: float, log: bool, previous: Range) -> Range:
    """Room for more on the side where the data went beyond the old limits."""
    scale = Scale(low, high, log)
    wider = Scale(scale.value(-GROWTH), scale.value(1 + GROWTH), log)
    floor = 0.0 if low >= 0 and not log else -math.inf  # a loss needs no room below zero
    ceiling = 1.0 if high <= 1 and not floor else math.inf  # nor a share above one
    below = max(wider.low, floor) if low < previous[0] else low
    return below, min(wider.high, ceiling) if high > previous[1] else high


def _still_serves(low: float, high: float, log: bool, previous: Range) -> bool:
    """Whether the old limits hold the data and are not much too wide for them."""
    return previous[0] <= low and high <= previous[1] and _used(low, high, log, previous) >= KEEP


def _used(low: float, high: float, log: bool, limits: Range) -> float:
    """The share of an axis that these data take."""
    scale = Scale(*limits, log)
    return (scale.share(high) or 0.0) - (scale.share(low) or 0.0)


def _round(value: float) -> float:
    """2.4, not 2.4000000000000004."""
    return float(f"{value:.12g}")


def _rounded(low: float, high: float, log: bool) -> Range:
    """The roundest limits of which the data use enough."""
    found = low, high
    for start in (0.0, low) if low >= 0 and not log else (low,):
        for finer in range(4):
            rounding = _round_log if log else _round_linear
            found = rounding(start, high, finer)
            if _used(low, high, log, found) >= USED:
                return found
    return found


def _round_linear(low: float, high: float, finer: int) -> Range:
    step = step_of(high - low, 8 * 2**finer)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return _round(first * step), _round(last * step)


def _round_log(low: float, high: float, finer: int) -> Range:
    """Outwards to 1, 2 or 5 × 10ⁿ, or to digits between them."""
    steps = ROUND[min(finer, len(ROUND) - 1)]
    exponent = math.floor(math.log10(low) + 1e-9)
    below = max(m * 10.0**exponent for m in steps if m * 10.0**exponent <= low * 1.000001)
    exponent = math.floor(math.log10(high) - 1e-9)
    above = min(m * 10.0**exponent for m in steps if m * 10.0**exponent >= high * 0.999999)
    return max(below, TINY), min(max(above, below * 1.01), HUGE)


def ticks(scale: Scale, most: int, whole: bool = False) -> list[float]:
    """Round values inside the limits, at most about `most` of them, ascending.

    Linear: steps of 1, 2 or 5 × 10ⁿ (never below 1 if `whole`). Log: powers of ten, with 2 and 5
    between them where there are few.
    """
    if scale.log:
        found = _log_ticks(scale, max(most, 2))
        if len(found) > 1:
            return found
    for pieces in range(max(most - 1, 1), most + 4):
        step = step_of(scale.high - scale.low, pieces)
        step = max(step, 1.0) if whole else step
        first, last = math.ceil(scale.low / step - 1e-6), math.floor(scale.high / step + 1e-6)
        if last > first:  # one tick alone would not say what a row is worth
            break
    return [_round(n * step) for n in range(first, min(last, first + 100) + 1)]


def _log_ticks(scale: Scale, most: int) -> list[float]:
    first = math.ceil(math.log10(scale.low) - 1e-9)
    last = math.floor(math.log10(scale.high) + 1e-9)
    every = math.ceil((last - first + 1) / most)
    if last > first:
        return [10.0**n for n in range(first, last + 1) if n % every == 0]
    between = [m * 10.0**n for n in range(first - 1, last + 1) for m in (1, 2, 5)]
    return [v for v in between if scale.low * 0.999999 <= v <= scale.high * 1.000001][:most]


def labels(values: Sequence[float], log: bool = False) -> list[str]:
    """One short label per tick, all of them with the digits that their step needs.

    Ticks of a logarithm are of one digit, but for those within a few per cent of each other.
    """
    if log and all(math.isclose(v, float(f"{v:.0e}"), rel_tol=1e-6) for v in values):
        return [number(v) if 1e-3 < abs(v) < 1e3 else _scientific(v, 0) for v in values]
    if len(values) < 2:
        return [number(v) for v in values]
    step = values[1] - values[0]
    found = [_with_step(0.0 if abs(v) < step / 2 else v, step) for v in values]
    is_true = all(abs(value_of(text) - v) < step / 4 for v, text in zip(values, found, strict=True))
    return found if is_true else _close_together(values, step)


def _close_together(values: Sequence[float], step: float) -> list[str]:
    """Ticks that differ in a late digit: written out, or as how far they are from the first."""
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    found = [f"{v:.{digits}f}" for v in values]
    if max(map(len, found)) <= LONGEST:
        return found
    return [number(values[0]), *(f"+{number(v - values[0])}" for v in values[1:])]


def value_of(text: str) -> float:
    """The number that a tick says."""
    unit = SUFFIXES.get(text[-1:], 1.0)
    return float(text.rstrip("kM")) * unit


def _with_step(value: float, step: float) -> str:
    """A linear tick: 0.25, 1.5, 2k, 3M, or 2.5e-6 where the step is tiny."""
    size = abs(value)
    if size >= 1e9 or (step < 1e-3 and size < 1e3):
        places = (math.floor(math.log10(each) + 1e-9) for each in (size or step, step))
        return _scientific(value, max(0, next(places) - next(places)))
    unit, suffix = (1e6, "M") if size >= 1e6 else (1e3, "k") if size >= 1e3 else (1.0, "")
    digits = max(0, -math.floor(math.log10(step / unit) + 1e-9))
    text = f"{value / unit:.{min(digits, 9)}f}"
    return (text.rstrip("0").rstrip(".") if suffix and "." in text else text) + suffix


def robust_limits(runs: Iterable[Sequence[float]], log: bool = False) -> Range | None:
    """The lowest and highest value worth an axis, or None if there is no finite one.

    Every value counts, except that on a linear axis an explosion must not flatten the rest. A
    run's own measure is the larger of its first and its median magnitude. Values over 1,000
    times that are an explosion: such a run counts only up to 4 times its measure. A run that is
    an explosion almost from the start (1,000 times above its first value and above the measure
    of the calmest run) is left out. So a loss that *falls* from 50,000 to 1 is drawn whole, one
    that rises to 1e30 is cut off. On a log axis everything positive counts.
    """
    finite = [[v for v in run if math.isfinite(v) and (v > 0 or not log)] for run in runs]
    kept: list[Sequence[float]] = [run for run in finite if run]
    if not kept:
        return None
    if not log:
        calmest = min((m for run in kept if (m := _measure(run)) > 0), default=0.0)
        calm = [run for run in kept if not _out_of_reach(run, calmest)] or kept
        kept = [_without_explosion(run) for run in calm]
    return min(map(min, kept)), max(map(max, kept))


def _measure(run: Sequence[float]) -> float:
    """What is normal for this run: its first or its median magnitude, zeros apart."""
    sizes = [abs(v) for v in run if v]
    return max(sizes[0], sorted(sizes)[len(sizes) // 2]) if sizes else 0.0


def _out_of_reach(run: Sequence[float], calmest: float) -> bool:
    """An explosion too early for its own median to tell."""
    start = next((abs(v) for v in run if v), 0.0)
    measure = _measure(run) / EXPLODED
    return 0 < calmest < measure and start < measure


def _without_explosion(run: Sequence[float]) -> Sequence[float]:
    measure = _measure(run)
    if measure == 0 or max(map(abs, run)) <= EXPLODED * measure:
        return run
    return [v for v in run if abs(v) <= 4 * measure]
