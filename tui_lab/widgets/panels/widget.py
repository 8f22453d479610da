"""The widget of each panel of a lesson's page."""

from __future__ import annotations

from lessons.kit import Bars, Lines, Series
from lessons.kit import Panel as Page
from tui_lab.panels.kind import Shown
from tui_lab.panels.registry import kind_of
from tui_lab.session.view import View
from tui_lab.widgets.panels.bars import BarsPanel
from tui_lab.widgets.panels.lines import LinesPanel
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.panels.series import SeriesChart
from tui_lab.widgets.panels.shown import ShownPanel


def widget_for(page: Page, view: View) -> Panel:
    """The widget that draws this panel: a chart of all networks, or one network's picture."""
    match page:
        case Series():
            return SeriesChart(page, view)
        case Lines():
            return LinesPanel(page, view)
        case Bars():
            return BarsPanel(page, view)
    kind = kind_of(page)
    assert isinstance(kind, Shown), f"{page} needs a widget of its own"
    return ShownPanel(page, view, kind)
