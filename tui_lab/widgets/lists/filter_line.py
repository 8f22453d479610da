"""`/` opens a line: panels or a list follow each letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from tui_lab.widgets.bottom_line import BottomLine


class FilterLine(BottomLine):
    """Words to look for; enter keeps them, escape shows everything again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "All", show=False, tooltip="Show everything again"),
    ]

    def __init__(
        self, what: str, follow: Callable[[str], None], back: Widget | None = None
    ) -> None:
        super().__init__(id="filter", compact=True, select_on_focus=False, placeholder=what)
        self.follow, self.back = follow, back
        """Told of the words at each letter; and who gets the keys afterwards."""

    def open(self, words: str) -> None:
        """Begin, with the words of the last time."""
        self.value, self.cursor_position = words, len(words)
        self.display = True
        self.screen.set_focus(self)

    def close(self) -> None:
        """Give the keys back."""
        self.display = False
        self.screen.set_focus(self.back)

    def action_leave(self) -> None:
        """Show everything again."""
        self.value = ""
        self.close()

    def on_blur(self) -> None:
        """Close where the keys went elsewhere."""
        if self.app.app_focus:
            self.display = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """They follow each letter."""
        event.stop()
        self.follow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the words."""
        event.stop()
        self.close()
