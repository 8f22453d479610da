"""The line in which a learner searches a list: the list follows each letter."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from tui_lab.widgets.lists.choices import Choices


class SearchLine(Input):
    """Letters go into the line, arrows into the list."""

    DEFAULT_CSS = """
    SearchLine, SearchLine:focus {
        height: 1; border: none; padding: 0 1; background: $panel; width: 1fr;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "All lessons", show=False, tooltip="Show all of them again"),
        Binding("down", "list('cursor_down')", "Down", show=False, tooltip="The next one"),
        Binding("up", "list('cursor_up')", "Up", show=False, tooltip="The one before"),
        Binding("pagedown", "list('page_down')", "Page down", show=False, tooltip="A page down"),
        Binding("pageup", "list('page_up')", "Page up", show=False, tooltip="A page up"),
    ]

    class Left(Message):
        """The search is over."""

    def __init__(self, choices: Choices) -> None:
        super().__init__(id="search", placeholder="title, topic, number or any word")
        self.choices = choices

    async def action_list(self, name: str) -> None:
        """Move in the list."""
        await self.choices.run_action(name)

    def action_leave(self) -> None:
        """Show everything again."""
        self.post_message(self.Left())
