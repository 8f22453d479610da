"""A list to choose from, in the house's style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Choices(OptionList):
    """A list in our style."""

    DEFAULT_CSS = """
    Choices {
        border: none; padding: 0; background: transparent; height: auto; max-height: 100%;
        scrollbar-size-vertical: 1; text-wrap: nowrap; text-overflow: ellipsis;
        &:focus { border: none; background-tint: transparent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False, tooltip="The next one"),
        Binding("k", "cursor_up", "Up", show=False, tooltip="The one before"),
        Binding("g", "first", "Top", show=False, tooltip="The first"),
        Binding("G", "last", "Bottom", show=False, tooltip="The last"),
        Binding("enter", "select", "Open", tooltip="Open it"),
    ]

    def offer(self, options: Sequence[Option]) -> None:
        """Other options; the cursor stays on the one it is on, wherever that is now."""
        before, place = self.highlighted_option, self.highlighted
        self.set_options(options)
        names = [option.id for option in options]
        if before and before.id in names:
            place = names.index(before.id)
        place = min(place or 0, len(options) - 1)
        self.highlighted = None if place < 0 or options[place].disabled else place

    def write(self, name: str, words: Content) -> None:
        """Write this on an option. Only what is not there: the whole list would be painted."""
        prompt = self.get_option(name).prompt
        if not (isinstance(prompt, Content) and words.is_same(prompt)):
            self.replace_option_prompt(name, words)

    def action_page_up(self) -> None:
        """A page up. Textual's fails where the list has no room, as on a tiny terminal."""
        if self.size.height:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """A page down."""
        if self.size.height:
            super().action_page_down()  # type: ignore[no-untyped-call]
