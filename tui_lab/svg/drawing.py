"""A chart as SVG, on the axes of the screen's charts: the same limits, ticks, marks and looks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tui_lab.charts.axes import Scale, clamp, labels, ticks
from tui_lab.charts.lines.frame import Guide, Line
from tui_lab.svg.ink import CROSS, DOWN, UP, Ink, marker, sign, text

WIDTH, HEIGHT = 460.0, 280.0
TOP, RIGHT, BOTTOM = 16.0, 14.0, 36.0
DIGIT = 6.6
"""A character of a label is about so wide."""
ASIDE = 11.0
"""Two crosses stand at least so far apart."""


@dataclass(frozen=True)
class Curve:
    """A line, and how it is drawn on paper and on a dark screen."""

    line: Line
    ink: Ink


class Frame:
    """The drawing area, and where a value lies in it."""

    def __init__(self, x: Scale, y: Scale, *, whole: bool = False) -> None:
        self.x, self.y = x, y
        self.y_ticks = ticks(y, 6)
        self.y_labels = labels(self.y_ticks, y.log)
        self.left = max(34.0, max(map(len, self.y_labels), default=0) * DIGIT + 12)
        self.right, self.bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
        self._whole = whole

    def across(self, value: float) -> float | None:
        """How far from the left; None outside the axis."""
        share = self.x.share(value)
        if share is None or not -1e-6 <= share <= 1 + 1e-6:
            return None
        return self.left + clamp(share, 0.0, 1.0) * (self.right - self.left)

    def down(self, value: float) -> float | None:
        """How far from the top, held at the edge; None for a gap."""
        share = self.y.share(value)
        return None if share is None else self.bottom - clamp(share, 0.0, 1.0) * self.tall

    @property
    def tall(self) -> float:
        """The height of the area."""
        return self.bottom - TOP

    def point(self, x: float, y: float) -> tuple[float, float] | None:
        """Where a value is drawn; None for a gap."""
        across, down = self.across(x), self.down(y)
        return None if across is None or down is None else (across, down)

    def grid(self, x_label: str, y_label: str = "") -> Iterator[str]:
        """Axes, ticks and labels."""
        for value, label in zip(self.y_ticks, self.y_labels, strict=True):
            if (y := self.down(value)) is not None:
                yield f'<path class="rule" d="M{self.left:.1f} {y:.1f}H{self.right:.1f}"/>'
                yield _label(label, self.left - 6, y + 4, "end")
        axis = f"M{self.left:.1f} {TOP:.1f}V{self.bottom:.1f}H{self.right:.1f}"
        yield f'<path class="axis" d="{axis}"/>'
        values = ticks(self.x, 6, self._whole)
        for value, label in zip(values, labels(values, self.x.log), strict=True):
            if (x := self.across(value)) is not None:
                yield f'<path class="axis" d="M{x:.1f} {self.bottom:.1f}v4"/>'
                yield _label(label, x, self.bottom + 16, "middle")
        yield _label(x_label, self.right, HEIGHT - 4, "end", "name")
        yield _label(y_label, 2, 11, "start", "name")


def _label(words: str, x: float, y: float, anchor: str, kind: str = "tick") -> str:
    if not words:
        return ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{text(words)}</text>'


def svg(
    title: str, says: str, parts: Iterable[str], size: tuple[float, float] | None = None
) -> str:
    """A picture that says what it is, also to who does not see it."""
    width, height = size or (WIDTH, HEIGHT)
    return (
        f'<svg class="chart" viewBox="0 0 {width:g} {height:g}" role="img">'
        f"<title>{text(title)}</title><desc>{text(says)}</desc>{''.join(parts)}</svg>"
    )


def curves(
    frame: Frame, drawn: Sequence[Curve], guides: Sequence[Guide], x_label: str, y_label: str = ""
) -> Iterator[str]:
    """Everything in a line chart, from the back to the front."""
    yield from frame.grid(x_label, y_label)
    for guide in guides:
        yield from _guide(frame, guide)
    for curve in drawn:
        yield from _band(frame, curve)
    taken: list[float] = []
    for place, curve in enumerate(drawn):
        yield f"<g {curve.ink.colour}>"
        yield from _line(frame, curve)
        yield from _runaways(frame, curve.line)
        yield from _breaks(frame, curve.line, taken)
        yield from _markers(frame, curve, (place + 0.5) / len(drawn))
        yield "</g>"
    for guide in guides:
        yield _named(frame, guide)


def _stretches(frame: Frame, xs: Iterable[float], ys: Iterable[float]) -> Iterator[list[str]]:
    """The points of a line, cut at its gaps."""
    points = [frame.point(x, y) for x, y in zip(xs, ys, strict=False)]
    for is_gap, run in groupby(points, key=lambda point: point is None):
        if not is_gap:
            yield [f"{x:.1f} {y:.1f}" for x, y in filter(None, run)]


def _line(frame: Frame, curve: Curve) -> Iterator[str]:
    found = ("M" + "L".join(points) for points in _stretches(frame, curve.line.xs, curve.line.ys))
    dash = f' stroke-dasharray="{curve.ink.dash}"' if curve.ink.dash else ""
    if path := "".join(found):
        yield f'<path class="line" d="{path}"{dash}/>'


def _band(frame: Frame, curve: Curve) -> Iterator[str]:
    """The shade between the extremes."""
    line, shades = curve.line, []
    edges = list(zip(line.xs, line.lows, line.highs, strict=False))
    whole = [all(frame.point(x, y) for y in (low, high)) for x, low, high in edges]
    for is_whole, run in groupby(zip(edges, whole, strict=True), key=lambda each: each[1]):
        part = [edge for edge, _ in run]
        if is_whole and len(part) > 1:
            round_it = [(x, high) for x, _, high in part] + [(x, low) for x, low, _ in part[::-1]]
            points = filter(None, (frame.point(*each) for each in round_it))
            shades.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "z")
    if shades:
        yield f'<g {curve.ink.colour}><path class="band" d="{"".join(shades)}"/></g>'


def _guide(frame: Frame, guide: Guide) -> Iterator[str]:
    share, y = frame.y.share(guide.y), frame.down(guide.y)
    if share is not None and y is not None and -1e-6 <= share <= 1 + 1e-6:
        yield f'<path class="guide" d="M{frame.left:.1f} {y:.1f}H{frame.right:.1f}"/>'


def _named(frame: Frame, guide: Guide) -> str:
    """The guide's name; one beyond the limits at the edge, with an arrow."""
    share, y = frame.y.share(guide.y), frame.down(guide.y)
    if share is None or y is None:
        return ""
    arrow = " ↑" if share > 1 else " ↓" if share < 0 else ""
    height = y + 13 if y < TOP + 12 else y - 4
    return _label(guide.label + arrow, frame.right - 4, height, "end", "guide")


def _runaways(frame: Frame, line: Line) -> Iterator[str]:
    """An arrow where the line goes beyond the limits."""
    inside = True
    for x, y in zip(line.xs, line.ys, strict=False):
        share, point = frame.y.share(y), frame.point(x, y)
        is_out = share is not None and not -1e-6 <= share <= 1 + 1e-6
        if is_out and inside and point and share is not None:
            up = share > 1
            yield sign(UP if up else DOWN, point[0], point[1] + (7 if up else -7))
        inside = not is_out


def _breaks(frame: Frame, line: Line, taken: list[float]) -> Iterator[str]:
    """A cross above where the value is not a number any more."""
    whole = True
    for x, y in zip(line.xs, line.ys, strict=False):
        broke, whole = whole and not math.isfinite(y), math.isfinite(y)
        place = frame.across(x) if broke else None
        if place is not None:
            while any(abs(place - other) < ASIDE for other in taken):
                place += ASIDE
            taken.append(place)
            yield sign(CROSS, place, TOP - 8)


def _markers(frame: Frame, curve: Curve, share: float) -> Iterator[str]:
    """The run's marker where it ends, and a few times on the way: colour is not all there is."""
    line = curve.line
    points = [p for x, y in zip(line.xs, line.ys, strict=False) if (p := frame.point(x, y))]
    for part in range(4):
        want = frame.left + (part + share) / 4 * (frame.right - frame.left)
        near = min(points, key=lambda point: abs(point[0] - want), default=None)
        if near and abs(near[0] - want) < 12:
            yield marker(curve.ink.shape, *near)
    if points:
        yield marker(curve.ink.shape, *points[-1])
