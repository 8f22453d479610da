"""A Series panel: a curve for every run, drawn over each other, on axes that hold still."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from lessons.kit import Series
from tui_lab.charts.lines import line_chart
from tui_lab.charts.lines.line_chart import Guide, Line, Range, nearest, number
from tui_lab.charts.lines.reach import in_reach, within_reason
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.recorded import (
    along,
    emphasised,
    first_of_each,
    ghosts_of,
    guides_of,
    lines_of,
    own_part,
    split,
)
from tui_lab.charts.rows import Row, Rows, clean
from tui_lab.charts.x_axis import KINDS, XAxis
from tui_lab.session.view import View
from tui_lab.system.words import in_time
from tui_lab.widgets.panels.caption import CORNERS, Entry, Named, dash_key
from tui_lab.widgets.panels.panel import Panel, empty


class HeldLimits:
    """The limits of a y-axis that hold still, as long as it is the same stretch."""

    def __init__(self) -> None:
        self.range: Range | None = None
        self.stretch: Range | None = None
        """What they were found for: another stretch has others."""

    def of(
        self, lines: Sequence[Line], others: Sequence[Line], guides: Sequence[Guide],
        is_log: bool, stretch: Range | None, is_held: bool,
    ) -> Range:  # fmt: skip
        """Those that hold these lines; while a run goes on, the last ones if they do."""
        last = self.range if self.stretch == stretch and is_held else None
        self.range, self.stretch = line_chart.y_limits(lines, guides, is_log, last, others), stretch
        return self.range


class SeriesChart(Panel):
    """Scalars against steps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "cursor(-1)", "Cursor left", show=False,
                tooltip="When maximised: the values at an earlier step"),
        Binding("right,l", "cursor(1)", "Cursor right", show=False,
                tooltip="When maximised: the values at a later step"),
        Binding("home", "cursor(-1000)", "First step", show=False,
                tooltip="When maximised: the values at the first step"),
        Binding("end", "cursor(1000)", "Latest values", show=False,
                tooltip="When maximised: back to the latest values"),
    ]  # fmt: skip

    def __init__(self, page: Series, view: View) -> None:
        super().__init__(page, view)
        self.series = page
        self.is_log = page.log
        self.cursor: float | None = None
        """The step whose values are shown; None is the latest."""
        self._limits = HeldLimits()
        self._caption: list[Row] = []
        self._captioned: tuple[object, ...] = ()
        """What the caption was made for."""
        self._captioned_at = 0.0
        self.curves: list[Line] = []
        self.ghost_curves: list[Line] = []
        """The curves of this paint: caption and picture show the same."""
        self.say_how()

    def toggle_log(self) -> None:
        """Linear or logarithmic y-axis."""
        self.is_log = not self.is_log
        self._limits = HeldLimits()
        self.say_how()
        self.catch_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The cursor is for a maximised chart; elsewhere the arrows go from panel to panel."""
        return self.screen.maximized is self if action == "cursor" else True

    def action_cursor(self, by: int) -> None:
        """Move the cursor by columns; beyond the end it lets go."""
        last, (low, high) = self.view.session.store.step, axis_of(self).stretch
        here = min(last, high) if self.cursor is None else self.cursor
        there = here + by * max((high - low) / max(self.size.width - 8, 1), 1)
        self.cursor = None if there > min(last, high) else max(1.0, low, round(there))
        self.catch_up()

    @property
    def looked_at(self) -> float | None:
        """The step whose values are told: under the cursor, or where all panels are."""
        return self.view.at if self.cursor is None else self.cursor

    def lines(self) -> list[Line]:
        """The runs' curves against steps, whole."""
        view = self.view
        found = lines_of(
            self.series, view.session.store, view.seeds, self.variant_styles, view.visible,
            view.smoothing, view.stretch,
        )  # fmt: skip
        return emphasised(found, view.shown)

    def draw(self, width: int, height: int) -> Rows:
        """Caption and picture, of curves that are made once: of many seeds they are expensive."""
        view = self.view
        if len(self.series.of) > 1:  # what fits is known now, and a border is not drawn here
            self.call_next(self.say_how)
        self.curves = self.lines()
        self.ghost_curves = ghosts_of(
            self.series,
            view.ghosts,
            self.variant_styles,
            axis_of(self),
            view.hidden,
            view.smoothing,
        )
        return super().draw(width, height)

    def captions(self, width: int) -> list[Row]:
        """Every run's latest value, or its value at the cursor; maximised, in as many rows.

        While it plays once a second: faster nobody can read, and it is most of what is sent.
        """
        now, is_playing = time.monotonic(), self.view.session.state == "playing"
        key = (width, self.cursor, self.view.version, is_playing, self.app.theme)
        if not is_playing or key != self._captioned or now - self._captioned_at >= 1:
            self._captioned, self._captioned_at = key, now
            self._caption = _values(self, width)
        return self._caption

    def picture(self, width: int, height: int) -> Rows:
        """The curves."""
        view, axis = self.view, axis_of(self)
        ghosts, whole = self.ghost_curves, self.curves
        lines = along(split(whole, view.at), axis)
        store = view.session.store
        guides = guides_of(self.series, store.config or view.session.plan.config, store)
        shown, others = within_reason(lines, whole), in_reach(ghosts, whole)
        step = self.looked_at
        is_held = view.session.state == "playing"
        return line_chart.series(
            [*ghosts, *lines],
            width,
            height,
            x_range=axis.range,
            y_range=self._limits.of(shown, others, guides, self.is_log, view.stretch, is_held),
            log_x=axis.is_log,
            log_y=self.is_log,
            guides=guides,
            cursor=None if step is None else axis.place(step),
            ascii_only=self.is_ascii,
            no_colour=self.app.no_color,
            frame_colour=self.frame_colour,
            background=self.ground,
            x_label="s" if axis.kind == "time" else axis.kind,
            empty=empty(self),
        )

    def say_how(self) -> None:
        """Name, on the border, what is not plain about the axes and the lines."""
        view = self.view
        self.say_title()
        stretch = view.stretch
        of, is_plain = self.series.of, self.is_attached and self.is_ascii
        width = max(self.size.width - CORNERS, 0)
        words = [
            dash_key([own_part(each, of) for each in of], width, ascii_only=is_plain),
            "mean so far" if self.series.average else "",
            f"smooth {view.smoothing}" if view.smoothing else "",
            f"against {view.axis}" if view.axis else "",
            f"steps {number(max(stretch[0], 1.0))}–{number(stretch[1])}" if stretch else "",
        ]
        self.frame("subtitle", Content(" · ".join(filter(None, words))))


def axis_of(chart: SeriesChart) -> XAxis:
    """The learner's, or the panel's own."""
    return chart.view.x_axis(KINDS[chart.series.log_x])


def _values(chart: SeriesChart, width: int) -> list[Row]:
    """What every curve is worth at the step that is looked at."""
    view, step = chart.view, chart.looked_at
    entries = [entry for line in chart.curves if (entry := _entry(line, step))]
    leads = [""]
    if step is not None:
        seconds = view.session.store.clock.at(step)
        leads = [f"step {number(step)} · {in_time(seconds)}  ", f"step {number(step)}  ", ""]
    if chart.screen.maximized is not chart:
        return chart.words.legend(entries, width, leads, networks_of(chart.curves))
    there = None if step is None else axis_of(chart).place(step)
    entries += [entry for line in chart.ghost_curves if (entry := _entry(line, there))]
    return chart.words.rows(entries, width, leads[0])


def networks_of(lines: Sequence[Line]) -> list[Named]:
    """The look and the name of each network that has a curve."""
    return [
        (VariantStyle(line.colour, line.marker), clean(line.network), "")
        for line in first_of_each(lines)
        if line.network
    ]


def _entry(line: Line, x: float | None) -> Entry | None:
    """A line's look, name and value: the latest, or the one at an x."""
    if not line.ys:
        return None
    place = None if x is None else nearest(line, x)
    return (
        VariantStyle(line.colour, line.marker),
        line.label,
        line.ys[-1 if place is None else place],
    )
