"""Numbers, durations and sizes in words, short enough for a chart, a table or a sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

SMALL, LARGE = 0.00995, 999.5
"""Below and above, a number is written with a power of ten, or in thousands."""


def _scientific(value: float, digits: int) -> str:
    """2.5e-6: no plus sign, no leading zeros."""
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.{min(digits, 3)}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(exponent)}"


def number(value: float) -> str:
    """Any number in at most 10 characters and about three digits: 0.237, 1.5, 2k, 1e-6, nan."""
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 999_950 or size < SMALL:
        return _scientific(value, 2)
    if size >= LARGE:
        return f"{value / 1000:.3g}k"
    return f"{value:.3g}"


def in_column(values: Sequence[float]) -> list[str]:
    """Numbers that are read beside each other, with the same decimals: 0.0444, 0.0055, 0.0030.

    The largest has three digits, and one more where the smallest needs it to have two. Where they
    lie too far apart for that, beyond 0.01 to 1000, and of whole numbers, each stands for itself.
    """
    sizes = [abs(float(value)) for value in values if math.isfinite(value) and value]
    written = [number(value) for value in values]
    if not sizes or not SMALL <= max(sizes) < LARGE or all(size.is_integer() for size in sizes):
        return written
    decimals = max(2 - math.floor(math.log10(float(f"{max(sizes):.3g}"))), 0)
    needed = 1 - math.floor(math.log10(min(sizes)))
    if needed > decimals + 1:
        return written
    decimals = max(needed, decimals)
    return [
        f"{value or 0:.{decimals}f}" if math.isfinite(value) else alone
        for value, alone in zip(values, written, strict=True)
    ]


def told_apart(first: float, second: float) -> tuple[str, str]:
    """Two numbers with digits enough that what is written compares as they do: 1.0000001, 1.00001.

    Never fewer than three digits, and the same number of digits for both.
    """
    if not (math.isfinite(first) and math.isfinite(second)):
        return number(first), number(second)
    tried = ((_exact(first, digits), _exact(second, digits)) for digits in range(3, 18))
    return next(pair for pair in tried if _compare_alike(pair, (first, second)))


def _compare_alike(written: tuple[str, str], real: tuple[float, float]) -> bool:
    """Whether what is written is in the same order, and not so short that it became infinite."""
    one, other = map(float, written)
    same = (one < other, one > other) == (real[0] < real[1], real[0] > real[1])
    return same and math.isfinite(one) and math.isfinite(other)


def _exact(value: float, digits: int) -> str:
    """A number with this many digits, without the zeros at its end."""
    return re.sub(r"e([+-])0*(\d)", lambda m: f"e{m[1].strip('+')}{m[2]}", f"{value:.{digits}g}")


def in_time(seconds: float) -> str:
    """Seconds as 9 s, 4 min 10 s, 3 h 5 min, 11 days 2 h."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if minutes < 10 else f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours < 48 else f"{hours // 24} days {hours % 24} h"


def in_gib(count: float) -> str:
    """Bytes in GiB: 0.41, 3.1, 139."""
    gib = count / 2**30
    return f"{gib:.2f}" if gib < 1 else f"{gib:.1f}" if gib < 100 else f"{gib:.0f}"
