"""`/` over a list: the list follows each letter."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from tui_lab.widgets.bottom_line import BottomLine


class FilterWords(BottomLine):
    """Words to look for; enter keeps them, escape shows everything again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "All", show=False, tooltip="Show everything again"),
    ]

    class Typed(Message):
        """The words changed."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Left(Message):
        """The keys go back to the list."""

    def __init__(self, what: str) -> None:
        super().__init__(id="filter", compact=True, select_on_focus=False, placeholder=what)

    def open(self, words: str) -> None:
        """Begin, with the words of the last time."""
        self.value, self.cursor_position, self.display = words, len(words), True
        self.focus()

    def action_leave(self) -> None:
        """Show everything again."""
        self.value = ""
        self._close()

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list follows each letter."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the words."""
        event.stop()
        self._close()

    def _close(self) -> None:
        self.display = False
        self.post_message(self.Left())
