"""A list to choose from, in the house's style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Choices(OptionList):
    """A list in our style."""

    auto_links = False  # there are none, and to look for them is a sixth of a row's painting

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
        self.highlighted = _nearest(options, place or 0)

    def write(self, name: str, words: Content) -> None:
        """Write this on an option. Only what is not there: the whole list would be painted."""
        prompt = self.get_option(name).prompt
        if not (isinstance(prompt, Content) and words.is_same(prompt)):
            self.replace_option_prompt(name, words)

    def action_page_up(self) -> None:
        """A page up. Textual's fails where the list has no room, as on a tiny terminal."""
        if self.size.height:
            super().action_page_up()  # type: ignore[no-untyped-call]
            self._find_cursor(0)

    def action_page_down(self) -> None:
        """A page down."""
        if self.size.height:
            super().action_page_down()  # type: ignore[no-untyped-call]
            self._find_cursor(len(self.options) - 1)

    def _find_cursor(self, place: int) -> None:
        """Textual's page loses the cursor where it ends on headings: put it as near as can be."""
        if self.highlighted is None:
            self.highlighted = _nearest(self.options, place)

    def action_select(self) -> None:
        """Open it; where there is nothing to open, the key is left to the screen."""
        if self.highlighted is None:
            raise SkipAction
        super().action_select()


def _nearest(options: Sequence[Option], place: int) -> int | None:
    """The option at this place; where it cannot be chosen, the next that can, or one before."""
    free = [at for at, option in enumerate(options) if not option.disabled]
    later = [at for at in free if at >= place]
    return later[0] if later else free[-1] if free else None
