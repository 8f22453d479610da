"""The lesson's panels, as many at a time as there is room for; `[` and `]` turn the page."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.events import Click, Resize
from textual.geometry import Size

from lessons.kit import Panel as Page
from tui_lab.session.actions import sight
from tui_lab.session.view import View
from tui_lab.terminal.writer import terminal_is_behind
from tui_lab.widgets.panels import news
from tui_lab.widgets.panels.allowance import Effort, Limits, limits_on
from tui_lab.widgets.panels.layout import Layout, layouts, neighbour, places_of
from tui_lab.widgets.panels.legend import Legend
from tui_lab.widgets.panels.lines import LinesPanel
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.panels.pointing import point_at
from tui_lab.widgets.panels.series import SeriesChart
from tui_lab.widgets.panels.widget import widget_for

TWICE = 2  # clicks in a row


class Gallery(Vertical):
    """Panels in a grid."""

    DEFAULT_CSS = """
    Gallery { width: 1fr; height: 1fr; }
    Gallery > #tiles { layout: grid; width: 1fr; height: 1fr; grid-gutter: 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1, 0)", "Panel to the left", show=False,
                tooltip="Go to the panel on the left"),
        Binding("right,l", "move(1, 0)", "Panel to the right", show=False,
                tooltip="Go to the panel on the right"),
        Binding("up,k", "move(0, -1)", "Panel above", show=False,
                tooltip="Go to the panel above"),
        Binding("down,j", "move(0, 1)", "Panel below", show=False,
                tooltip="Go to the panel below"),
    ]  # fmt: skip

    def __init__(self, pages: Sequence[Page], view: View) -> None:
        super().__init__(id="gallery")
        self.view = view
        self.every = [widget_for(page, view) for page in sorted(pages, key=lambda p: not p.hero)]
        """The large one first, as they stand on the page."""
        for panel in self.every[1:]:
            panel.display = False  # until the size is known: all of them would be a few rows each
        self.panels: list[Panel] = self._relevant()
        """The panels that speak of this run."""
        self.legend = Legend(view, lambda: self.position)
        self.tiles = Container(*self.every, id="tiles")
        self.pages: list[Layout] = layouts(len(self.panels), 0, 0)
        self.page = 0
        """The place of the page that is shown."""
        self.effort = Effort()

    def compose(self) -> ComposeResult:
        """The legend, and the panels below it."""
        yield self.legend
        yield self.tiles

    def _relevant(self) -> list[Panel]:
        view = self.view
        return [each for each in self.every if view.covers(each.page) and view.wants(each.page)]

    def offer(self, pages: Sequence[Page]) -> None:
        """Show these panels: those that are there already stay as they are."""
        before = [panel.page for panel in self.every]
        if before == list(pages):
            return
        known = [self.every[before.index(page)] if page in before else None for page in pages]
        for panel in self.every:
            if panel not in known:
                panel.remove()
        self.every = [known[n] or widget_for(page, self.view) for n, page in enumerate(pages)]
        self.tiles.mount_all([panel for panel in self.every if not panel.is_attached])
        for place, panel in enumerate(self.every[1:]):
            self.tiles.move_child(panel, after=self.every[place])

    def catch_up(self) -> None:
        """Another run may have other panels."""
        if self.panels != (relevant := self._relevant()):
            self.panels, self.page = relevant, 0
            self.pages = layouts(len(relevant), 0, 0)
            self._fit(self.size)
        self.legend.catch_up()
        for panel in self.panels:
            panel.say_title()

    @property
    def shown(self) -> list[Panel]:
        """The panels on this page."""
        places = self._places
        return [self.panels[n] for n in places[self.page]] if places else []

    @property
    def _places(self) -> list[range]:
        """The places of the panels of each page."""
        return places_of(self.pages)

    @property
    def position(self) -> str:
        """Such as `panels 5–8 of 8`; nothing where all of them are shown."""
        if len(self.pages) < 2:
            return ""
        here = self._places[self.page]
        words = f"{here.start + 1}–{here.stop}" if len(here) > 1 else str(here.stop)
        return f"{words} of {len(self.panels)} [ ]"

    def on_resize(self, event: Resize) -> None:
        """Find out how many panels fit."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        height = size.height - self.legend.size.height
        here = self.shown[0] if self.shown else None
        self.pages = layouts(len(self.panels), size.width, height)
        place = self.panels.index(here) if here in self.panels else 0
        self.page = next((n for n, each in enumerate(self._places) if place in each), 0)
        self.lay_out()

    def lay_out(self) -> None:
        """Show this page's panels and hide the others."""
        shown = self.shown
        if shown:
            page, grid = self.pages[self.page], self.tiles.styles
            grid.grid_size_columns, grid.grid_size_rows = page.columns, len(page.rows)
            grid.grid_rows = " ".join(f"{height}fr" for height in page.rows)
            for panel, (wide, high) in zip(shown, page.tiles, strict=True):
                panel.styles.column_span, panel.styles.row_span = wide, high
        for panel in self.every:
            panel.display, panel.is_first = panel in shown, panel in self.panels[:1]
        self.legend.catch_up()

    def on_legend_chosen(self, event: Legend.Chosen) -> None:
        """A network is brought to the front."""
        sight.bring_to_front(self.view, event.variant)
        self.legend.catch_up()

    def on_legend_turned(self, event: Legend.Turned) -> None:
        """Other panels."""
        self.turn_page(event.by)

    def turn_page(self, by: int) -> None:
        """The next panels, or those before; around at the end."""
        had_focus = self.screen.focused in self.panels
        self.page = (self.page + by) % max(len(self.pages), 1)
        self.lay_out()
        if had_focus and self.shown:
            self.shown[0].focus()

    def bring(self, title: str) -> Panel | None:
        """Turn to the page with the panel of this title; None where this run has no such panel."""
        found = next((panel for panel in self.panels if panel.page.title == title), None)
        if found and found not in self.shown:
            place = self.panels.index(found)
            self.page = next(n for n, each in enumerate(self._places) if place in each)
            self.lay_out()
        return found

    def beside(self, by: int) -> Panel | None:
        """The panel this many places on, around at the end, with its page turned to."""
        if self.chosen is None:
            return None
        place = self.panels.index(self.chosen) + by
        return self.bring(self.panels[place % len(self.panels)].page.title)

    def action_move(self, right: int, down: int) -> None:
        """Focus the neighbour of the focused panel; over the edge is the next page."""
        if self.screen.maximized is not None:
            return
        here, shown = self.chosen, self.shown
        if here not in shown:
            return
        regions = [panel.region for panel in shown]
        beside = neighbour(here.region, regions, right, down)
        if beside is not None:
            shown[beside].focus()
        elif right and 0 <= (place := self.panels.index(here) + right) < len(self.panels):
            self.bring(self.panels[place].page.title)
            self.panels[place].focus()
        elif down and 0 <= self.page + down < len(self.pages):
            self.turn_page(down)
            self.shown[0 if down > 0 else -1].focus()

    @property
    def chosen(self) -> Panel | None:
        """The focused panel, or the first one that is shown."""
        focused = self.screen.focused
        if isinstance(focused, Panel):
            return focused
        return self.shown[0] if self.shown else None

    def on_click(self, event: Click) -> None:
        """Two clicks show a panel alone; there, one puts a chart's cursor under the mouse."""
        panel = event.widget
        if event.chain == TWICE and isinstance(panel, Panel) and self.screen.maximized is None:
            self.screen.maximize(panel, container=False)
        elif event.chain == 1 and isinstance(panel, SeriesChart):
            point_at(panel, event)

    def toggle_log(self) -> None:
        """Log or linear: of the focused chart, or of all where none is."""
        focused = self.screen.focused
        charts = [panel for panel in self.panels if isinstance(panel, SeriesChart | LinesPanel)]
        for chart in [focused] if isinstance(focused, SeriesChart | LinesPanel) else charts:
            chart.toggle_log()

    def say_how(self) -> None:
        """The view changed: let the charts name it."""
        for panel in self.panels:
            if isinstance(panel, SeriesChart):
                panel.say_how()

    def has_news(self) -> bool:
        """Whether a panel that is shown was made from something older than what there is."""
        versions = self.view.versions
        return any(panel.painted != versions and panel.is_showing for panel in self.shown)

    def paint_next(self, fps: float, *, over_ssh: bool = False) -> None:
        """Repaint the one panel that has waited longest; none oftener than `fps` a second.

        And none that has more to send than a chart before it has waited for that, nor any for the
        run's sake alone while the last painting is still to be rested from.
        """
        now = time.monotonic()
        new = [panel for panel in self.panels if news.is_new(panel, now, fps)]
        if not new:
            return
        limits = limits_on(self.app, fps, over_ssh=over_ssh)
        rests = self.effort.is_spent(now)
        due = [each for each in new if _may_be_painted(each, now, limits, rests=rests)]
        if due and not terminal_is_behind(self.app):
            began = time.thread_time()
            min(due, key=lambda panel: panel.painted_at).paint(now)
            self.effort.spend(now, time.thread_time() - began, fps)


def _may_be_painted(panel: Panel, now: float, limits: Limits, *, rests: bool) -> bool:
    """Whether a panel with something new to show may show it now."""
    is_further = news.is_only_further(panel)
    if panel.allowance:
        panel.allowance.settle(now, limits, panel.sent)
        if not is_further:
            panel.allowance.renew()
        if panel.allowance.left < 0:
            return False
    return not (is_further and (rests or not news.can_be_seen(panel, now))) and panel.is_showing
