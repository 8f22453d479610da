"""A screen with panels, painted one after the other as long as there is something new to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.timer import Timer

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp
    from tui_lab.widgets.panels.gallery import Gallery


class PaintingScreen(Screen[None]):
    """Panels, and the clock that they are painted by, which stands still while nothing changes."""

    app: LabApp
    gallery: Gallery
    is_ticking = False
    """Whether panels are looked at for what is new to see."""
    _timer: Timer | None = None

    def paint_panels(self, at_once: int) -> None:
        """Paint this many panels `fps` times a second each, from now on."""
        self.is_ticking = True
        self._timer = self.set_interval(1 / (self.app.fps * at_once), self.paint)

    def look(self) -> None:
        """Let the clock go while there is something new: a tick for nothing costs as much."""
        if self._timer is None:
            return
        self.is_ticking = self.is_active and self.gallery.has_news()
        if self.is_ticking:
            self._timer.resume()
        else:
            self._timer.pause()

    def paint(self) -> None:
        """Repaint the panel that waits for it."""
        if self.is_active:
            self.gallery.paint_next(self.app.fps, over_ssh=self.app.over_ssh)
