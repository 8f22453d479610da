"""Curves: scalars against steps, and whatever else a loop draws lines of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lessons.kit import Lines, Panel, Series
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.axes import Range, Scale
from tui_lab.charts.lines import line_chart
from tui_lab.charts.lines.frame import Guide, Line, y_limits
from tui_lab.charts.lines.reach import within_reason
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.recorded import guides_of, lines_in, lines_in_one, lines_of
from tui_lab.charts.rows import Rows
from tui_lab.panels.checks import by_name, first, tuples
from tui_lab.panels.figures import EMPTY, figure, nothing, quiet
from tui_lab.panels.kind import Cells, Paper, Recorded, Room, Shown
from tui_lab.panels.scene import Scene
from tui_lab.svg.drawing import Curve, Frame, curves, svg
from tui_lab.svg.ink import Ink, sample, styles_of, text
from tui_lab.system.words import number


class SeriesKind(Recorded[Series]):
    """Scalars against steps."""

    of = Series

    def metrics(self, panel: Series) -> tuple[str, ...]:
        """The scalars of its curves."""
        return panel.of

    def figure(self, scene: Scene, panel: Series) -> str:
        """A curve for each network, on the axes of the screen."""
        return _series(scene, panel)


class LinesKind(Shown[Lines]):
    """Curves over something other than steps."""

    of = Lines

    def mistake(self, panel: Lines, value: Any) -> str:
        """Name to a list of (x, y)."""
        wrong = by_name(value, "curves")
        return wrong or first(tuples(points, f"the curve {n}") for n, points in value.items())

    def cells(self, panel: Lines, value: Any, room: Room) -> Rows:
        """The curves of one network; a screen draws those of all of them, by these axes."""
        lines = lines_in_one(value, "", room.own)
        return drawn_lines(panel, lines, room, panel.log)

    def drawn(self, panel: Lines, value: Any, paper: Paper) -> str:
        """The curves of one network."""
        light, dark = (
            lines_in_one(value, "", VariantStyle(colour, paper.own.shape))
            for colour in (paper.own.light, paper.own.dark)
        )
        found = _curves(light, dark, {"": paper.own})
        if not found:
            return quiet(EMPTY)
        return _picture(paper.title, _frame_of(panel, found, []), found, [], panel.x)

    def rows(self, panel: Lines, value: Any) -> list[Cells]:
        """A row for each point."""
        found = [(name, x, y) for name, points in value.items() for x, y in points]
        return [("curve", panel.x or "x", panel.title), *found] if found else []

    def figure(self, scene: Scene, panel: Lines) -> str:
        """The curves of all networks in one chart."""
        return _lines(scene, panel)

    def readable(self, panel: Lines, pictures: Iterable[PictureEvent]) -> list[PictureEvent]:
        """Those of the pictures that can be drawn."""
        return [each for each in pictures if not self.mistake(panel, each.value)]


def drawn_lines(
    panel: Lines, lines: Sequence[Line], room: Room, is_log: bool, limits: Range | None = None
) -> Rows:
    """Curves on axes as wide as they are."""
    xs = [x for line in lines for x in line.xs]
    return line_chart.series(
        lines, room.width, room.height,
        x_range=(min(xs, default=0.0), max(xs, default=1.0)), y_range=limits,
        log_x=panel.log_x, log_y=is_log,
        guides=guides_of(panel, {}), ascii_only=room.ascii_only, frame_colour=room.frame,
        background=room.ground, x_label=panel.x,
    )  # fmt: skip


def _series(scene: Scene, panel: Series) -> str:
    store, seeds = scene.store, scene.seeds
    light, dark = (
        lines_of(panel, store, seeds, styles_of(scene.inks, dark=is_dark), scene.variants)
        for is_dark in (False, True)
    )
    drawn = _curves(light, dark, scene.inks)
    if not drawn:
        return nothing(panel.title)
    guides = guides_of(panel, store.config, store)
    lines = [curve.line for curve in drawn]
    limits = y_limits(within_reason(lines, lines), guides, panel.log)
    x = Scale(float(panel.log_x), max(store.step, 1 + panel.log_x), panel.log_x)
    frame = Frame(x, Scale(*limits, panel.log), whole=True)
    notes = [panel.unit, "log" if panel.log else "", "mean so far" if panel.average else ""]
    notes += [f"mean and range of {len(seeds)} seeds" if len(seeds) > 1 else ""]
    x_label = "log step" if panel.log_x else "step"
    return _line_figure(scene, panel, frame, drawn, guides, x_label, notes)


def _lines(scene: Scene, panel: Lines) -> str:
    shown = LinesKind().readable(panel, scene.pictures(panel.key))
    light, dark = (
        lines_in(shown, styles_of(scene.inks, dark=is_dark)) for is_dark in (False, True)
    )
    drawn = _curves(light, dark, scene.inks)
    if not drawn:
        return nothing(panel.title)
    guides = guides_of(panel, scene.store.config, scene.store)
    frame = _frame_of(panel, drawn, guides)
    notes = [panel.unit, "log" if panel.log else "", f"step {shown[-1].step}"]
    return _line_figure(scene, panel, frame, drawn, guides, panel.x, notes)


def _frame_of(panel: Lines, drawn: Sequence[Curve], guides: Sequence[Guide]) -> Frame:
    xs = [x for curve in drawn for x in curve.line.xs if math.isfinite(x)]
    limits = y_limits([curve.line for curve in drawn], guides, panel.log)
    x = Scale(min(xs, default=0.0), max(xs, default=1.0), panel.log_x)
    return Frame(x, Scale(*limits, panel.log))


def _curves(light: Sequence[Line], dark: Sequence[Line], inks: Mapping[str, Ink]) -> list[Curve]:
    """The lines that have points, each in the colours of both themes and with its own dash."""
    dashes = {each.shape: each.dash for each in inks.values()}
    return [
        Curve(bright, Ink(bright.colour, dim.colour, bright.marker, dashes.get(bright.marker, "")))
        for bright, dim in zip(light, dark, strict=True)
        if bright.ys
    ]


def _line_figure(
    scene: Scene, panel: Panel, frame: Frame, drawn: Sequence[Curve], guides: Sequence[Guide],
    x_label: str, notes: Sequence[str],
) -> str:  # fmt: skip
    body = _picture(panel.title, frame, drawn, guides, x_label, scene)
    return figure(panel.title, body, " · ".join(filter(None, notes)))


def _picture(
    title: str, frame: Frame, drawn: Sequence[Curve], guides: Sequence[Guide], x_label: str,
    scene: Scene | None = None,
) -> str:  # fmt: skip
    """The curves and their legend."""
    says = f"Against {x_label or 'x'}, from {number(frame.x.low)} to {number(frame.x.high)}. "
    says += " ".join(f"{guide.label} at {number(guide.y)}." for guide in guides)
    says += " ".join(map(_in_words, drawn))
    picture = svg(title, says, curves(frame, drawn, guides, x_label))
    entries = "".join(_entry(curve, scene) for curve in drawn)
    return f'{picture}<ul class="legend">{entries}</ul>'


def _in_words(curve: Curve) -> str:
    ys = curve.line.ys
    return f"{curve.line.label}: from {number(ys[0])} to {number(ys[-1])}."


def _entry(curve: Curve, scene: Scene | None) -> str:
    """Marker, name and last value; where it broke, since when."""
    label, last = curve.line.label, curve.line.ys[-1]
    step = None if math.isfinite(last) or scene is None else scene.broke(label)
    broke = f' <em class="bad">✗ step {step}</em>' if step is not None else ""
    return f"<li>{sample(curve.ink)} {text(label)} <b>{number(last)}</b>{broke}</li>"
