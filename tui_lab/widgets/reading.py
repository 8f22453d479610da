"""Text to read: scrolls, and the lesson's story."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from tui_lab.widgets.prose import Block, laid_out, read


class Reading(VerticalScroll, can_focus=True):
    """Text that scrolls with j and k."""

    DEFAULT_CSS = """
    Reading {
        padding: 0 1; width: 1fr; height: 1fr;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    Reading > Static { width: 1fr; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, tooltip="Scroll down"),
        Binding("k", "scroll_up", "Up", show=False, tooltip="Scroll up"),
        Binding("g", "scroll_home", "Top", show=False, tooltip="Scroll to the top"),
        Binding("G", "scroll_end", "Bottom", show=False, tooltip="Scroll to the bottom"),
    ]


class Written(Static):
    """Text that changes while it is read: a new layout only where it needs another height.

    A layout sends the whole screen again, 12 kB.
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._written = Content("")

    def write(self, content: Content) -> None:
        """Show this instead; nothing, if it is the same."""
        if not content.is_same(self._written):
            self._written = content
            lines = len(content.wrap(self.size.width)) if self.size.width else 0
            self.update(content, layout=lines != self.size.height)


class Prose(Static):
    """Markdown, read when it is first seen and wrapped when the width changes."""

    def __init__(self, text: str) -> None:
        super().__init__(markup=False)
        self.text = text
        self._blocks: list[Block] = []
        self._width = 0

    def on_resize(self, event: Resize) -> None:
        """Wrap it to this width."""
        if event.size.width != self._width:
            self._width = event.size.width
            self._lay_out()

    def rewrite(self, text: str) -> None:
        """Another text."""
        if text != self.text:
            self.text, self._blocks = text, []
            if self._width:
                self._lay_out()

    def _lay_out(self) -> None:
        self._blocks = self._blocks or read(self.text)
        self.update(laid_out(self._blocks, self._width))


class Story(Reading):
    """The lesson in prose."""

    def __init__(self, text: str) -> None:
        super().__init__(id="Story")
        self.body = Prose(text)

    def compose(self) -> ComposeResult:
        """One text."""
        yield self.body
