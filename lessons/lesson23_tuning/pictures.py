"""What is shown of the trials of the first search, and of the best of every search."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from lessons.kit.loop import Picture, Points
from lessons.lesson23_tuning.tried import Tried

SIZES = (5, 10, 20, 40, 80, 160, 400)
"""Rows that could choose."""
COUNTS = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)
"""Numbers of trials."""
SEEN = 150
"""Points of a scatter: the last trials, and the best."""


def pictures(tried: Tried, valid: int) -> Iterator[Picture]:
    """Every panel of a search on real rows."""
    yield Picture("after", after(tried, valid))
    yield Picture("sizes", sizes(tried))
    yield both_scores(tried, valid)
    yield against(tried, valid)


def after(tried: Tried, valid: int) -> list[list[str]]:
    """What the best of so many trials was said to be worth, and what it is worth."""
    counts = sorted({*(n for n in COUNTS if n < tried.count), tried.count})
    found = [(count, tried.figures(valid, count)) for count in counts]
    names = "validated", "tested", "gap"
    return [[str(count), *(f"{each[name]:.3f}" for name in names)] for count, each in found]


def sizes(tried: Tried) -> dict[str, list[tuple[float, float]]]:
    """The gap of the best of all trials so far, by how many rows choose it."""
    most = tried.rows.pool.shape[1]
    counts = sorted({min(size, most) for size in SIZES})
    found = [(count, tried.figures(count)) for count in counts]
    return {
        "validated": [(count, each["validated"]) for count, each in found],
        "tested": [(count, each["tested"]) for count, each in found],
    }


def both_scores(tried: Tried, valid: int) -> Picture:
    """The trials of the first search, at what they are said to be worth, and are."""
    validated, tested = tried.validated(valid)[0], tried.tested[0, : tried.count]
    best = int(validated.argmax())
    points = [(float(validated[t]), float(tested[t]), "", "trial") for t in shown(tried, best)]
    low = min(float(validated.min()), float(tested.min()))
    here = (float(validated[best]), float(tested[best]), "chosen", "chosen")
    return Picture("trials", Points([*points, here], {"as good": [(low, low), (1.0, 1.0)]}))


def against(tried: Tried, valid: int) -> Picture:
    """What each trial of the first search scored, by the first knob."""
    validated, knob = tried.validated(valid)[0], tried.knobs[0, : tried.count, 0]
    best = int(validated.argmax())
    points = [(float(knob[t]), float(validated[t]), "", "trial") for t in shown(tried, best)]
    return Picture(
        "against", [*points, (float(knob[best]), float(validated[best]), "chosen", "chosen")]
    )


def shown(tried: Tried, best: int) -> list[int]:
    """The places of the trials that are drawn, without the best one."""
    last = torch.arange(tried.count)[-SEEN:].tolist()
    return [place for place in last if place != best]
