"""A sheet of text over the screen below: it scrolls, and goes away."""

from __future__ import annotations

from textual.events import Click
from textual.screen import ModalScreen


class Sheet(ModalScreen[None]):
    """The frame of a `Reading`. A subclass binds its own key, and escape, to `leave`."""

    DEFAULT_CSS = """
    Sheet { align: center middle; }
    Sheet > Reading {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 1 2;
        border: round $primary; background: $surface;
        border-title-color: $primary; border-title-style: bold; border-subtitle-color: $muted;
    }
    """

    def action_leave(self) -> None:
        """Back to what is below."""
        self.dismiss()

    def on_click(self, event: Click) -> None:
        """Beside it, or on its lower border: away with it."""
        box = self.children[0]
        is_border = event.widget is box and event.y == box.outer_size.height - 1
        if event.widget is self or is_border:
            self.action_leave()
