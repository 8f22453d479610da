"""From what was recorded to the lines of a chart: seeds merged, values smoothed. No Textual."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any

from lessons.kit import Guide as Declared
from lessons.kit import Lines, Series
from lessons.kit.stream.events import PictureEvent
from lessons.kit.stream.numbers import least, most
from tui_lab.charts.lines.dots import SOLID, Dash
from tui_lab.charts.lines.line_chart import Guide, Line, Range
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.rows import blend
from tui_lab.charts.x_axis import XAxis
from tui_lab.state.bins import Bin, Binned
from tui_lab.state.ghosts import Ghost
from tui_lab.state.store import Store

DASHES: tuple[Dash, ...] = (SOLID, (5, 3), (2, 2), (7, 1))
"""How a network's first curve is drawn, its second, and so on."""
GHOSTLY: Dash = (3, 3)
"""How a line of another run is drawn."""
GHOST_MARKERS = "abcdefghijklmnopqrstuvwxyz"
"""What stands at the end of the lines of each other run."""
DETAILED = 4096
"""Recorded points that are drawn one by one where a chart shows a stretch; of more, the bins."""


@dataclass(frozen=True)
class Points:
    """A curve as columns: the middle, and how far it spreads."""

    xs: list[float]
    ys: list[float]
    lows: list[float]
    highs: list[float]


def lines_of(
    panel: Series, store: Store, seeds: Sequence[int], styles: Mapping[str, VariantStyle],
    variants: Sequence[str], smoothing: float = 0.0, stretch: Range | None = None,
) -> list[Line]:  # fmt: skip
    """A line for each of these variants, and for each scalar where a panel has several."""
    lines = []
    for variant in variants:
        for place, metric in enumerate(panel.of):
            curves = [curve_of(store, variant, seed, metric, stretch) for seed in seeds]
            points = merged([curve for curve in curves if curve.bins], panel.average)
            label = variant if len(panel.of) == 1 else f"{variant} {own_part(metric, panel.of)}"
            style = styles[variant]
            colour = blend(style.colour, "#808080", 0.55**place)
            smooth = smoothed(points.ys, smoothing) if smoothing else points.ys
            lines.append(Line(
                label, colour, style.marker, points.xs, smooth, points.lows, points.highs,
                points.ys if smoothing else (), network=variant, dash=DASHES[place % len(DASHES)],
                clock=store.clocks.get(variant),
            ))  # fmt: skip
    return lines


def first_of_each(lines: Iterable[Line]) -> list[Line]:
    """Of each network its first curve."""
    found: dict[str, Line] = {}
    for line in lines:
        found.setdefault(line.network, line)
    return list(found.values())


def own_part(metric: str, among: Sequence[str]) -> str:
    """What tells a scalar from the others of its panel: `train` of `train/loss` and `val/loss`."""
    tails = {name.partition("/")[2] for name in among}
    return metric.partition("/")[0] if len(tails) == 1 and "" not in tails else metric


def curve_of(store: Store, variant: str, seed: int, metric: str, stretch: Range | None) -> Binned:
    """A network's scalar; of a short stretch every point that was recorded."""
    curve = store.curve(variant, seed, metric)
    if stretch is None or not curve.bins or curve.width == 1:
        return curve
    column = store.history.track(variant, seed).columns[metric]
    first, last = bisect_left(column.steps, stretch[0]), bisect_right(column.steps, stretch[1])
    first, last = max(first - 1, 0), last + 1
    if last - first > DETAILED:
        return curve
    points = (column.steps, column.values, column.low, column.high)
    return detailed(zip(*(each[first:last] for each in points), strict=True))


def detailed(points: Iterable[tuple[int, float, float, float]]) -> Binned:
    """A curve with a bin for each recorded point, wherever it begins."""
    curve = Binned()
    for step, value, low, high in points:
        curve.last_step, curve.last = step, value
        curve.bins.append(Bin(step))
        curve.bins[-1].add_value(value, low, high)
    return curve


def ghosts_of(
    panel: Series, ghosts: Sequence[Ghost], styles: Mapping[str, VariantStyle], view: XAxis,
    hidden: Iterable[str], smoothing: float,
) -> list[Line]:  # fmt: skip
    """The lines of other runs: each in the colour of its namesake here, or in grey."""
    lines = []
    for marker, ghost in zip(cycle(GHOST_MARKERS), ghosts, strict=False):
        variants = [variant for variant in ghost.variants if variant not in set(hidden)]
        own = {
            v: VariantStyle(styles[v].colour if v in styles else "#808080", marker)
            for v in variants
        }
        found = lines_of(panel, ghost.store, ghost.seeds, own, variants, smoothing, view.stretch)
        theirs = replace(view, clock=ghost.store.clock)
        lines += [
            replace(line, label=f"{line.label} {ghost.name}", ghost=True, dash=GHOSTLY)
            for line in along(found, theirs)
        ]
    return lines


def emphasised(lines: Sequence[Line], front: str) -> list[Line]:
    """The same; where one network is in front, those of all others stand back."""
    if not any(line.network == front for line in lines):
        return list(lines)
    return [replace(line, quiet=line.network != front) for line in lines]


def split(lines: Iterable[Line], step: float | None) -> list[Line]:
    """The lines as they were at a step, and behind them, as ghosts, what came after it."""
    if step is None:
        return list(lines)
    found = []
    for line in lines:
        cut = bisect_right(line.xs, step)
        found += [piece(line, 0, cut), replace(piece(line, cut, len(line.xs)), ghost=True)]
    return found


def along(lines: Iterable[Line], axis: XAxis) -> list[Line]:
    """The part of each line that lies in the stretch, along the axis."""
    low, high = axis.stretch
    found = []
    for line in lines:
        part = piece(line, bisect_left(line.xs, low), bisect_right(line.xs, high))
        own = replace(axis, clock=line.clock) if line.clock else axis
        found.append(replace(part, xs=[own.place(x) for x in part.xs]))
    return found


def piece(line: Line, first: int, last: int) -> Line:
    """The points of a line from one place to before another."""
    columns = ("xs", "ys", "lows", "highs", "faint")
    return replace(line, **{name: getattr(line, name)[first:last] for name in columns})


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


def guides_of(
    panel: Series | Lines, config: Mapping[str, Any], store: Store | None = None
) -> list[Guide]:
    """The panel's guide at its number, or at the setting or the scalar that it follows."""
    return levels([panel.guide] if panel.guide else [], config, store)


def levels(
    guides: Iterable[Declared], config: Mapping[str, Any], store: Store | None = None
) -> list[Guide]:
    """Each of them at its number, or at the setting or the scalar that it follows."""
    found = []
    for each in guides:
        at = each.at
        y = at if not isinstance(at, str) else config[at] if at in config else _last_of(store, at)
        if isinstance(y, int | float):
            found.append(Guide(float(y), each.label))
    return found


def _last_of(store: Store | None, metric: str) -> float | None:
    """The latest finite value of a scalar, of the first network that has one."""
    curves = store.curves.items() if store else ()
    said = (curve.last for (_, _, name), curve in curves if name == metric)
    return next(filter(math.isfinite, said), None)


def lines_in(pictures: Iterable[PictureEvent], styles: Mapping[str, VariantStyle]) -> list[Line]:
    """The curves of these pictures; several of one variant fade from one to the next."""
    return [
        line
        for picture in pictures
        for line in lines_in_one(picture.value, picture.variant, styles[picture.variant])
    ]


def lines_in_one(value: Mapping[str, Any], variant: str, style: VariantStyle) -> list[Line]:
    """The curves of one picture; a point without an x is nowhere."""
    lines = []
    for place, (name, points) in enumerate(value.items()):
        label = variant if variant and len(value) == 1 else f"{variant} {name}".strip()
        colour = blend(style.colour, "#808080", 0.55**place)
        known = [(x, y) for x, y in points if x is not None]
        xs = [float(x) for x, _ in known]
        ys = [math.nan if y is None else float(y) for _, y in known]
        dash = DASHES[place % len(DASHES)]
        lines.append(Line(label, colour, style.marker, xs, ys, network=variant, dash=dash))
    return lines
