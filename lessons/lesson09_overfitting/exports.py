"""A run as a file: what the trained network says of every row of the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lessons.kit import BadUsage


def every_row(state: dict[str, Any]) -> Iterator[str]:
    """The rows of the data with the class and its probabilities; only a network has them."""
    if "predicted" not in state:
        what = "this run trained no network: it solved least squares"
        raise BadUsage(what, "run the lesson with task=train, and export that run")
    from lessons.shared import exports  # numpy: not for the menu

    return exports.predictions(state)
