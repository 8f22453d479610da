"""The charts beside the table, as many as there is room for; `[` and `]` go on to others."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from tui_lab.charts.lines.frame import ChartStyle
from tui_lab.charts.rows import Rows
from tui_lab.widgets.panels.canvas import Canvas
from tui_lab.widgets.sweep.drawn import Chart, Look, Seen, charts_of

WIDE_ENOUGH = 56  # columns of a chart that stands beside another
MOST = 4


class SweepChart(Canvas):
    """One place, in which any of the charts can stand."""

    DEFAULT_CSS = """
    SweepChart {
        border: round $calm; border-title-color: $foreground 80%; border-title-style: bold;
        border-subtitle-color: $muted;
        &:focus { border: round $primary; border-title-color: $primary; }
        &.-maximized { height: 1fr; }
    }
    """

    def __init__(self, seen: Callable[[], Seen], chart: Chart) -> None:
        super().__init__()
        self.seen, self.chart = seen, chart

    def put(self, chart: Chart, position: str) -> None:
        """Show this chart from now on."""
        self.chart = chart
        log = " · log score" if self.seen().is_log and chart.title != "Importance" else ""
        self.frame("title", Content(chart.title + log))
        self.frame("subtitle", Content(position))
        self.catch_up()

    def draw(self, width: int, height: int) -> Rows:
        """The chart as it is now."""
        is_ascii = self.app.has_class("-ascii")
        style = ChartStyle(self.frame_colour, self.ground, is_ascii, self.app.no_color)
        return self.chart.draw(self.seen(), Look(style, self.app.theme_variables), width, height)


class Charts(Horizontal):
    """The places for charts, side by side."""

    DEFAULT_CSS = """
    Charts { width: 1fr; height: 1fr; }
    """

    def __init__(self, seen: Callable[[], Seen]) -> None:
        super().__init__(id="charts")
        self.every = charts_of(seen().standing)
        self.first, self.shown = 0, 1
        self.places = [SweepChart(seen, self.every[0]) for _ in range(min(MOST, len(self.every)))]

    def compose(self) -> ComposeResult:
        """As many places as could ever be shown."""
        yield from self.places

    def fit(self, width: int) -> None:
        """Show as many as there is room for."""
        self.shown = min(max(width // WIDE_ENOUGH, 1), len(self.places))
        for n, place in enumerate(self.places):
            place.display = n < self.shown
        self.catch_up()

    def is_shown(self, title: str) -> bool:
        """Whether the chart of this title stands somewhere now."""
        here = [place.chart.title for place in self.places[: self.shown] if place.is_showing]
        return title in here

    def catch_up(self) -> None:
        """Draw what is new."""
        count = len(self.every)
        for n, place in enumerate(self.places[: self.shown]):
            at = (self.first + n) % count
            is_last = n == self.shown - 1 and count > self.shown
            place.put(self.every[at], f"{at + 1} of {count} [ ]" if is_last else "")

    def turn(self, by: int) -> None:
        """Other charts: around at the end. Alone, the next one; else as many as are shown."""
        alone = isinstance(self.screen.maximized, SweepChart)
        self.first = (self.first + by * (1 if alone else self.shown)) % len(self.every)
        self.catch_up()

    def go_to(self, chart: Chart) -> None:
        """Show this one first."""
        self.first = self.every.index(chart)
        self.catch_up()

    @property
    def chosen(self) -> SweepChart:
        """The focused chart, or the first."""
        focused = self.screen.focused
        return focused if isinstance(focused, SweepChart) else self.places[0]
