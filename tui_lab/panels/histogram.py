"""Histograms: how values are spread, one strip for each name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lessons.kit import Histogram
from tui_lab.charts.axes import Scale, nice_range
from tui_lab.charts.histogram import Counted, histogram
from tui_lab.charts.lines.frame import Line
from tui_lab.charts.rows import Rows
from tui_lab.panels.checks import called, first, is_number, numbers
from tui_lab.panels.figures import EMPTY, quiet
from tui_lab.panels.kind import Cells, Paper, Room, Shown
from tui_lab.svg.drawing import Curve, Frame, curves, svg
from tui_lab.svg.ink import sample, text
from tui_lab.system.words import number

BINS = 40
"""Of values that were not counted by the loop."""
MOST_BINS = 10_000
"""Bins that are believed."""


class HistogramKind(Shown[Histogram]):
    """How values are spread."""

    of = Histogram

    def mistake(self, panel: Histogram, value: Any) -> str:
        """`Counts`, a list of numbers, or several of them by name."""
        if _is_counts(value) or not isinstance(value, dict):
            return _mistake_of_one(value)
        wrong = ((name, _mistake_of_one(each)) for name, each in value.items())
        return first(found and f"in {name}, {found}" for name, found in wrong)

    def cells(self, panel: Histogram, value: Any, room: Room) -> Rows:
        """A strip for each name, above one axis."""
        strips = strips_of(value)
        if not strips:
            return room.say(EMPTY)
        styles = room.styles(strip.name for strip in strips if strip.name)
        found = [replace(s, colour=styles.get(s.name, room.own).colour) for s in strips]
        return histogram(
            found, room.width, room.height, log=panel.log, x_label=room.text(panel.x),
            frame=room.frame, ascii_only=room.ascii_only,
        )  # fmt: skip

    def rows(self, panel: Histogram, value: Any) -> list[Cells]:
        """A row for each bin: from where to where, and how many."""
        found: list[Cells] = [("name", "from", "to", "count")]
        for strip in strips_of(value):
            edges = _edges(strip)
            found += [
                (strip.name, edges[n], edges[n + 1], count) for n, count in enumerate(strip.counts)
            ]
        return found if found[1:] else []

    def drawn(self, panel: Histogram, value: Any, paper: Paper) -> str:
        """Outlines over each other, on one axis."""
        strips = [strip for strip in strips_of(value) if strip.counts]
        if not strips:
            return quiet(EMPTY)
        most = max(max(strip.counts) for strip in strips)
        y = Scale(0.5, max(most, 1.0), log=True) if panel.log else Scale(*nice_range(0.0, most))
        x = Scale(min(strip.low for strip in strips), max(strip.high for strip in strips))
        inks = paper.inks(strip.name for strip in strips if strip.name) | {"": paper.own}
        lines = [Curve(_outline(strip), inks[strip.name]) for strip in strips]
        says = (f"{s.name or 'Values'}: {number(max(s.counts))} in the fullest." for s in strips)
        names = "".join(f"<li>{sample(inks[s.name])} {text(s.name)}</li>" for s in strips if s.name)
        key = f'<ul class="legend">{names}</ul>' if names else ""
        return svg(paper.title, " ".join(says), curves(Frame(x, y), lines, (), panel.x)) + key


def _is_counts(value: Any) -> bool:
    return isinstance(value, dict) and "counts" in value


def _mistake_of_one(value: Any) -> str:
    if isinstance(value, list):
        return numbers(value, "a histogram")
    if not _is_counts(value):
        return f"a histogram takes Counts(values) or a list of numbers, and this is {called(value)}"
    low, high = value.get("low"), value.get("high")
    if low is None or high is None or not is_number(low) or not is_number(high) or low >= high:
        return "low and high of counts must be numbers, the second the larger"
    counts = value["counts"]
    if wrong := numbers(counts, "counts"):
        return wrong
    if any(count is None or count < 0 for count in counts):
        return "counts must be numbers from 0 on"
    return f"counts holds {len(counts):,} bins" if len(counts) > MOST_BINS else ""


def strips_of(value: Any) -> list[Counted]:
    """What was shown, counted. For values without a mistake."""
    if _is_counts(value) or isinstance(value, list):
        return [_counted("", value)]
    return [_counted(str(name), each) for name, each in value.items()]


def _counted(name: str, value: Any) -> Counted:
    if isinstance(value, dict):
        return Counted(name, float(value["low"]), float(value["high"]), value["counts"])
    known = [float(each) for each in value if each is not None]
    if not known:
        return Counted(name, 0.0, 1.0, [])
    scale = Scale(min(known), max(known))
    counts = [0] * BINS
    for each in known:
        counts[min(max(int((scale.share(each) or 0.0) * BINS), 0), BINS - 1)] += 1
    return Counted(name, scale.low, scale.high, counts)


def _edges(strip: Counted) -> list[float]:
    bins = len(strip.counts)
    return [strip.low + (strip.high - strip.low) * n / max(bins, 1) for n in range(bins + 1)]


def _outline(strip: Counted) -> Line:
    """Up and down around each bin."""
    edges, xs, ys = _edges(strip), [strip.low], [0.0]
    for place, count in enumerate(strip.counts):
        xs += [edges[place], edges[place + 1]]
        ys += [float(count), float(count)]
    return Line(strip.name, "#808080", "●", [*xs, strip.high], [*ys, 0.0])
