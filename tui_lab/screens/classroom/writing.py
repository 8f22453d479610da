"""`t`: what a student wrote, to be read by a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from lessons.kit.errors import visible
from tui_lab.screens.sheet import Sheet
from tui_lab.widgets.reading import Reading


class WritingScreen(Sheet):
    """Texts below each other, as they are: nothing in them is markup or drives the terminal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,t", "leave", "Close", tooltip="Close the text"),
    ]

    def __init__(self, student: str, texts: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.student, self.texts = student, texts

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        parts: list[str | tuple[str, str]] = []
        for name, text in self.texts:
            parts += [(f"{name}\n", "bold $primary"), visible(text), "\n\n"]
        with Reading() as box:
            box.border_title = Content(f"Written by {self.student}")
            box.border_subtitle = Content("j k scroll · esc closes")
            yield Static(Content.assemble(*parts), markup=False)

    def on_mount(self) -> None:
        """The keys go to the text."""
        self.query_one(Reading).focus()
