"""Numbers, durations and sizes in words, short enough for a chart, a table or a sentence."""

from __future__ import annotations

import math


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
    if size >= 999_950 or size < 0.00995:
        return _scientific(value, 2)
    if size >= 999.5:
        return f"{value / 1000:.3g}k"
    return f"{value:.3g}"


def in_time(seconds: float) -> str:
    """Seconds as 9 s, 4 min 10 s, 3 h 5 min."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if minutes < 10 else f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def in_gib(count: float) -> str:
    """Bytes in GiB: 0.41, 3.1, 139."""
    gib = count / 2**30
    return f"{gib:.2f}" if gib < 1 else f"{gib:.1f}" if gib < 100 else f"{gib:.0f}"
