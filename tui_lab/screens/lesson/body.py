"""Side and stage: beside each other where there is room, else one at a time, each a tab."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from tui_lab.widgets.panels.gallery import Gallery
from tui_lab.widgets.panels.results import Results
from tui_lab.widgets.side.side import CHARTS, DIGITS, RESULTS, Side


class Body(Container):
    """What is between the header and the keys; the screen's classes say how large it is."""

    def __init__(self, side: Side, gallery: Gallery, results: Results) -> None:
        super().__init__(id="body")
        self.side, self.gallery, self.results = side, gallery, results
        self.pane = side.tabs.active
        """The tab that was open beside the panels when there was room for both."""

    def compose(self) -> ComposeResult:
        """The side, and the stage."""
        yield self.side
        yield Vertical(self.gallery, self.results, id="stage")

    @property
    def is_narrow(self) -> bool:
        """Whether the panels are behind a tab of their own."""
        return CHARTS in self.side.tabs.tabs

    def fit(self, narrow: bool) -> None:
        """Offer the tabs that there are in this layout."""
        if narrow != self.is_narrow:
            tabs = self.side.tabs
            self.pane = tabs.active if narrow else self.pane
            names = (CHARTS, *self.side.names, RESULTS) if narrow else self.side.names
            tabs.offer(sorted(names, key=DIGITS.__getitem__), self.pane, 1 if narrow else 2)
            if self.gallery.view.session.store.start is not None:
                self.show_panels()
        self.show_tab()

    def show_tab(self) -> None:
        """Show what belongs to the active tab."""
        active = self.side.tabs.active
        self.screen.set_class(active in (CHARTS, RESULTS), "-staged")
        self.side.show_active()
        self.gallery.display = not self.is_narrow or active == CHARTS
        self.results.display = not self.is_narrow or active == RESULTS

    def show_panels(self) -> None:
        """In the narrow layout, go to the tab that has the panels."""
        if self.is_narrow:
            self.side.tabs.active = CHARTS
