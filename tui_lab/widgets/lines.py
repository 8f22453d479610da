"""From what was recorded to the lines of a chart: seeds merged, values smoothed. No Textual."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.kit import Lines, Series
from lessons.kit.numbers import least, most
from tui_lab.binned import Bin, Binned
from tui_lab.palette import Look
from tui_lab.plotting import Guide, Line
from tui_lab.rows import blend
from tui_lab.store import Store


@dataclass(frozen=True)
class Points:
    """A curve as columns: the middle, and how far it spreads."""

    xs: list[float]
    ys: list[float]
    lows: list[float]
    highs: list[float]


def lines_of(
    panel: Series, store: Store, seeds: Sequence[int], looks: Mapping[str, Look],
    variants: Sequence[str], smoothing: float = 0.0,
) -> list[Line]:  # fmt: skip
    """A line for each racing variant, and for each scalar where a panel has several."""
    lines = []
    for variant in variants:
        for place, metric in enumerate(panel.of):
            curves = [store.curve(variant, seed, metric) for seed in seeds]
            points = merged([curve for curve in curves if curve.bins], panel.average)
            label = variant if len(panel.of) == 1 else f"{variant} {metric}"
            look = looks[variant]
            colour = blend(look.colour, "#808080", 0.55**place)
            smooth = smoothed(points.ys, smoothing) if smoothing else points.ys
            lines.append(Line(
                label, colour, look.marker, points.xs, smooth, points.lows, points.highs,
                points.ys if smoothing else (),
            ))  # fmt: skip
    return lines


def merged(curves: Sequence[Binned], average: bool = False) -> Points:
    """One curve as it is, several as their mean and their range."""
    if not curves:
        return Points([], [], [], [])
    if len(curves) == 1:
        return _alone(curves[0], average)
    width = max(curve.width for curve in curves)
    by_place: dict[int, list[float]] = {}
    for curve in curves:
        for place, value in _at_width(curve, width, average).items():
            by_place.setdefault(place, []).append(value)
    places = sorted(by_place)
    return Points(
        [place * width + 1 + width // 2 for place in places],
        [_mean(by_place[place]) for place in places],
        [least(by_place[place]) for place in places],
        [most(by_place[place]) for place in places],
    )


def _alone(curve: Binned, average: bool) -> Points:
    """One seed: the means of the bins, between their extremes once a bin is many steps."""
    xs = [float(min(one.step + curve.width // 2, curve.last_step)) for one in curve.bins]
    if average:
        return Points(xs, curve.running_mean(), [], [])
    means = [one.mean for one in curve.bins]
    if curve.width == 1:
        return Points(xs, means, [], [])
    lows = [one.low if one.count else math.nan for one in curve.bins]
    return Points(xs, means, lows, [one.high if one.count else math.nan for one in curve.bins])


def _at_width(curve: Binned, width: int, average: bool) -> dict[int, float]:
    """The curve's means in bins of this width, by their place."""
    if average:
        means = zip(curve.bins, curve.running_mean(), strict=True)
        return {(one.step - 1) // width: mean for one, mean in means}
    bins: dict[int, Bin] = {}
    for one in curve.bins:
        place = (one.step - 1) // width
        bins[place] = bins[place].merge(one) if place in bins else one
    return {place: one.mean for place, one in bins.items()}


def _mean(values: Sequence[float]) -> float:
    """The mean of the finite ones; nan if there are none."""
    finite = [value for value in values if math.isfinite(value)]
    return math.fsum(finite) / len(finite) if finite else math.nan


def smoothed(values: Sequence[float], share: float) -> list[float]:
    """An exponential average, without the usual pull towards its start; gaps stay gaps."""
    total = weight = 0.0
    result = []
    for value in values:
        if math.isfinite(value):
            total = share * total + (1 - share) * value
            weight = share * weight + (1 - share)
        result.append(total / weight if weight and math.isfinite(value) else math.nan)
    return result


def guides_of(panel: Series | Lines, config: Mapping[str, Any]) -> list[Guide]:
    """The panel's guide at its number, or at the setting that it follows."""
    if panel.guide is None:
        return []
    at = panel.guide.at
    y = config.get(at) if isinstance(at, str) else at
    return [Guide(float(y), panel.guide.label)] if isinstance(y, int | float) else []
