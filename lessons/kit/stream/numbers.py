"""Numbers that may be nan or infinite, which in this course is half the fun."""

import math
from collections.abc import Iterable

OF_ONE = {"are": "is", "were": "was", "have": "has", "do": "does"}


def finite(value: float | None) -> float | None:
    """The value, or None for what JSON cannot hold."""
    return value if value is not None and math.isfinite(value) else None


def least(values: Iterable[float]) -> float:
    """The smallest finite value; nan if there is none."""
    return min(filter(math.isfinite, values), default=math.nan)


def most(values: Iterable[float]) -> float:
    """The largest finite value; nan if there is none."""
    return max(filter(math.isfinite, values), default=math.nan)


def natural(label: str) -> tuple[bool, float, str]:
    """Numbers by their size, before words by the alphabet."""
    try:
        value = float(label)
    except ValueError:
        return True, 0.0, label
    return (False, value, label) if math.isfinite(value) else (True, 0.0, label)


def counted(count: int, things: str) -> str:
    """2,000 rows are; of one of them: 1 row is."""
    if count != 1:
        return f"{count:,} {things}"
    noun, *rest = things.split(" ")
    return " ".join(["1", noun.removesuffix("s"), *(OF_ONE.get(word, word) for word in rest)])
