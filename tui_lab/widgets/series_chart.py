"""A Series panel: a curve for every run, drawn over each other, on axes that hold still."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from lessons.kit import Series
from tui_lab import plotting
from tui_lab.palette import Look
from tui_lab.plotting import Line, Range, nearest, number
from tui_lab.rows import Row, Rows
from tui_lab.widgets.lines import guides_of, lines_of
from tui_lab.widgets.panel import Panel
from tui_lab.widgets.view import View

FAR = 30.0  # times the largest first value: as far as the axis follows a run that breaks


class SeriesChart(Panel):
    """Scalars against steps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "cursor(-1)", "Cursor left", show=False,
                tooltip="Maximised: the values at an earlier step"),
        Binding("right,l", "cursor(1)", "Cursor right", show=False,
                tooltip="Maximised: the values at a later step"),
        Binding("home", "cursor(-1000)", "First step", show=False,
                tooltip="Maximised: the values at the first step"),
        Binding("end", "cursor(1000)", "Latest values", show=False,
                tooltip="Maximised: the latest values again"),
    ]  # fmt: skip

    def __init__(self, page: Series, view: View) -> None:
        super().__init__(page, view)
        self.series = page
        self.is_log = page.log
        self.cursor: float | None = None
        """The step whose values are shown; None is the latest."""
        self._limits: Range | None = None
        self._caption: Row = ()
        self._captioned: tuple[object, ...] = ()
        """What the caption was made for."""
        self._captioned_at = 0.0
        self.say_how()

    def toggle_log(self) -> None:
        """Linear or logarithmic y-axis."""
        self.is_log = not self.is_log
        self._limits = None
        self.say_how()
        self.catch_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The cursor is for a maximised chart; elsewhere the arrows go from panel to panel."""
        return self.screen.maximized is self if action == "cursor" else True

    def action_cursor(self, by: int) -> None:
        """Move the cursor by columns; beyond the end it lets go."""
        last, planned = self.view.session.store.step, self.planned
        here = last if self.cursor is None else self.cursor
        there = here + by * max(planned / max(self.size.width - 8, 1), 1)
        self.cursor = None if there > last else max(1.0, round(there))
        self.catch_up()

    @property
    def planned(self) -> int:
        """The right end of the x-axis."""
        return self.view.session.store.planned or self.view.session.plan.steps

    def lines(self) -> list[Line]:
        """What is to be drawn."""
        view = self.view
        return lines_of(
            self.series, view.session.store, view.seeds, self.looks, view.variants, view.smoothing
        )

    def caption(self, width: int) -> Row:
        """Every run's latest value, or its value at the cursor.

        While it plays once a second: faster nobody can read, and it is most of what is sent.
        """
        now, is_playing = time.monotonic(), self.view.session.state == "playing"
        key = (width, self.cursor, is_playing, self.app.theme)
        if not is_playing or key != self._captioned or now - self._captioned_at >= 1:
            self._captioned, self._captioned_at = key, now
            self._caption = self._values(width)
        return self._caption

    def _values(self, width: int) -> Row:
        entries = [
            (Look(line.colour, line.marker), line.label, self._value(line))
            for line in self.lines()
            if line.ys
        ]
        lead = "" if self.cursor is None else f"step {number(self.cursor)}  "
        return self.legend(entries, width, lead)

    def _value(self, line: Line) -> float:
        place = None if self.cursor is None else nearest(line, self.cursor)
        return line.ys[-1 if place is None else place]

    def picture(self, width: int, height: int) -> Rows:
        """The curves."""
        lines, store = self.lines(), self.view.session.store
        guides = guides_of(self.series, store.config or self.view.session.plan.config)
        near = within_reason(lines)
        self._limits = plotting.y_limits(near, guides, self.is_log, self._limits)
        return plotting.series(
            lines,
            width,
            height,
            x_range=(0, self.planned),
            y_range=self._limits,
            log_y=self.is_log,
            guides=guides,
            cursor=self.cursor,
            ascii_only=self.is_ascii,
            frame_colour=self.frame_colour,
            background=self.ground,
        )

    def say_how(self) -> None:
        """Name, on the border, what is not plain about the axes and the lines."""
        smooth = self.view.smoothing
        words = [
            "log" if self.is_log else "",
            "mean so far" if self.series.average else "",
            f"smooth {smooth}" if smooth else "",
        ]
        self.border_subtitle = Content(" · ".join(filter(None, words)))


def within_reason(lines: Sequence[Line]) -> list[Line]:
    """The lines as far as an axis should follow them.

    A run that ends up as no number passes through all of them on its way. Its last few steps
    would flatten every other run, so only what is near where the runs began counts.
    """
    firsts = [abs(line.ys[0]) for line in lines if line.ys and math.isfinite(line.ys[0])]
    reach = FAR * max(firsts, default=math.inf)
    return [line if _is_whole(line) else _near(line, reach) for line in lines]


def _is_whole(line: Line) -> bool:
    return all(map(math.isfinite, line.ys))


def _near(line: Line, reach: float) -> Line:
    near = [y for y in line.ys if abs(y) <= reach]
    return replace(line, xs=line.xs[: len(near)], ys=near, lows=(), highs=(), faint=())
