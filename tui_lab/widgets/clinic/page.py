"""One page of a case: words that wrap, and a table that scrolls to the side where it is wide."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui_lab.widgets.reading import Reading


class CasePage(Reading):
    """A text to read."""

    DEFAULT_CSS = """
    CasePage { overflow-x: auto; scrollbar-size-horizontal: 1; padding: 1 1 0 1; }
    CasePage > #table { width: auto; text-wrap: nowrap; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "scroll_left", "Left", show=False, tooltip="Scroll to the left"),
        Binding("right,l", "scroll_right", "Right", show=False, tooltip="Scroll to the right"),
    ]

    def __init__(self) -> None:
        super().__init__(id="page")
        self.words = Static("", id="words", markup=False)
        self.table = Static("", id="table", markup=False)
        self._shown: tuple[Content, Content] | None = None

    def compose(self) -> ComposeResult:
        """Words, and below them a table."""
        yield self.words
        yield self.table

    def show(self, words: Content, table: Content, *, afresh: bool) -> None:
        """Show this; from the top where it is another page."""
        if self._shown is None or not _same(self._shown, (words, table)):
            self._shown = words, table
            self.words.update(words)
            self.table.update(table)
        if afresh:
            self.scroll_home(animate=False)


def _same(one: tuple[Content, Content], two: tuple[Content, Content]) -> bool:
    return all(a.is_same(b) for a, b in zip(one, two, strict=True))
