"""A line or two above the lowest line: what can be typed, or what came of a run."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from lessons.kit.errors import visible


class LineHint(Static):
    """Over the lowest rows of the screen, without moving them."""

    DEFAULT_CSS = """
    LineHint {
        layer: above; dock: bottom; margin: 0 0 1 0; height: auto; max-height: 3; width: 1fr;
        padding: 0 1; background: $panel; color: $foreground 80%; display: none;
        &.-shown { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="hint", markup=False)
        self.said = Content()

    def say(self, words: str | Content | None) -> None:
        """Say this; nothing hides it, and None leaves it as it is."""
        if words is not None:
            self.said = words if isinstance(words, Content) else Content(visible(words))
            self.update(self.said)
        self.set_class(bool(self.said.plain), "-shown")

    def hide(self) -> None:
        """Say nothing."""
        self.said = Content()
        self.remove_class("-shown")
