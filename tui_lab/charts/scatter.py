"""The points of a scatter, as a lesson showed them."""

from __future__ import annotations

from typing import NamedTuple


class Point(NamedTuple):
    """Where it is, what it is called, and whom it belongs to."""

    x: float
    y: float
    label: str
    group: str = ""


def points_of(value: object) -> list[Point]:
    """What a lesson showed, (x, y, label) or (x, y, label, group), less what is nowhere."""
    found = value if isinstance(value, list) else []
    return [
        Point(float(x), float(y), str(label), *map(str, group))
        for x, y, label, *group in found
        if x is not None and y is not None
    ]
