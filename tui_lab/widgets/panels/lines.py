"""A Lines panel: the latest curves of every run, over something other than steps."""

from __future__ import annotations

from textual.content import Content

from lessons.kit import Lines
from lessons.kit.errors import visible
from tui_lab.charts.lines import line_chart
from tui_lab.charts.lines.line_chart import Line, Range
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.recorded import emphasised, guides_of, lines_in
from tui_lab.charts.rows import Row, Rows
from tui_lab.panels.curves import LinesKind
from tui_lab.session.view import View
from tui_lab.widgets.panels.caption import CORNERS, dash_key
from tui_lab.widgets.panels.panel import Panel, empty
from tui_lab.widgets.panels.series import networks_of


class LinesPanel(Panel):
    """Curves over a lag, a width, a threshold: what a network looks like now, not how it came."""

    def __init__(self, page: Lines, view: View) -> None:
        super().__init__(page, view)
        self.lines_page = page
        self.is_log = page.log
        self._limits: Range | None = None
        self._lines: list[Line] = []
        """The curves of this paint: caption and picture show the same."""
        self._key = ""
        """Which of a network's curves is which."""
        self.say_how()

    def toggle_log(self) -> None:
        """Linear or logarithmic y-axis."""
        self.is_log = not self.is_log
        self._limits = None
        self.say_how()
        self.catch_up()

    def say_how(self) -> None:
        """Name on the border what is not plain about the axes."""
        self.say_title()

    def lines(self) -> list[Line]:
        """A line for each curve that a racing variant showed, of its first seed."""
        view = self.view
        seeds = view.seeds[:1]
        shown = [view.picture(self.page.key, v, s) for v in view.visible for s in seeds]
        readable = LinesKind().readable(self.lines_page, filter(None, shown))
        self._say_dashes(max((list(each.value) for each in readable), key=len, default=[]))
        return emphasised(lines_in(readable, self.variant_styles), view.shown)

    def _say_dashes(self, names: list[str]) -> None:
        """Which curve of a network is which; where they have one name each the caption says it."""
        width = self.size.width - CORNERS
        key = dash_key([visible(each) for each in names], width, ascii_only=self.is_ascii)
        if key != self._key:
            self._key = key
            self.call_next(self.frame, "subtitle", Content(key))  # a border is not drawn here

    def draw(self, width: int, height: int) -> Rows:
        """Caption and picture, of curves that are made once."""
        self._lines = self.lines()
        return super().draw(width, height)

    def captions(self, width: int) -> list[Row]:
        """Every curve's marker, name and last value."""
        entries = [
            (VariantStyle(line.colour, line.marker), line.label, line.ys[-1])
            for line in self._lines
            if line.ys
        ]
        return self.words.legend(entries, width, networks=networks_of(self._lines))

    def picture(self, width: int, height: int) -> Rows:
        """The curves on axes that hold still."""
        lines = self._lines
        if not lines:
            return self.words.nothing_yet(width, height, empty(self))
        store = self.view.session.store
        guides = guides_of(self.lines_page, store.config or self.view.session.plan.config, store)
        held = self._limits if self.view.session.state == "playing" else None
        self._limits = line_chart.y_limits(lines, guides, self.is_log, held)
        xs = [x for line in lines for x in line.xs]
        return line_chart.series(
            lines, width, height,
            x_range=(min(xs, default=0.0), max(xs, default=1.0)),
            y_range=self._limits, log_x=self.lines_page.log_x, log_y=self.is_log, guides=guides,
            ascii_only=self.is_ascii, no_colour=self.app.no_color, frame_colour=self.frame_colour,
            background=self.ground, x_label=self.lines_page.x,
        )  # fmt: skip
