"""A line to type a setting's value into: it says whose, and is gone when the keys go elsewhere."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static


class ValueLine(Horizontal):
    """`max_ratio = ` and what is typed, which is for max_ratio whatever the cursor is on."""

    DEFAULT_CSS = """
    ValueLine { height: 1; width: 1fr; display: none; background: $panel; }
    ValueLine > Static { width: auto; max-width: 50%; color: $accent; text-style: bold; }
    ValueLine > Input { border: none; height: 1; padding: 0; width: 1fr; background: $panel; }
    ValueLine > Input:focus { border: none; }
    """

    class Typed(Message):
        """A value was typed for a setting."""

        def __init__(self, name: str, text: str) -> None:
            super().__init__()
            self.setting, self.text = name, text

    class Closed(Message):
        """Nobody types any more."""

    def __init__(self, back: Widget) -> None:
        super().__init__()
        self.back = back
        """Who gets the keys afterwards."""
        self.setting = ""
        """Whose value is typed."""
        self.label = Static(markup=False)
        self.entry = Input(compact=True, select_on_focus=True)

    def compose(self) -> ComposeResult:
        """Whose, and what."""
        yield self.label
        yield self.entry

    def open(self, name: str, text: str) -> None:
        """Type a value for this setting, which has that one now."""
        self.setting, self.entry.value = name, text
        self.label.update(f"{name} = ")
        self.display = True
        self.screen.set_focus(self.entry)  # not `focus()`, which comes after the next keys

    def close(self) -> None:
        """Type no more."""
        if self.is_typed_into:  # before it is hidden: Textual would choose somebody else
            self.screen.set_focus(self.back)
        if self.display:
            self.display = False
            self.post_message(self.Closed())

    @property
    def is_typed_into(self) -> bool:
        """Whether the keys go here."""
        return self.screen.focused is self.entry

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand it over; if it is refused, it stays here, to be corrected."""
        event.stop()
        self.post_message(self.Typed(self.setting, event.value))

    def on_input_blurred(self) -> None:
        """The keys went elsewhere; not so, if they left for another window of the desktop."""
        if self.app.app_focus and not self.is_typed_into:
            self.close()

    def on_key(self, event: Any) -> None:
        """Escape leaves the typing, and nothing else."""
        if event.key == "escape":
            event.stop()
            self.close()
