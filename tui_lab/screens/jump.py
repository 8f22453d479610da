"""`'`: a letter on every panel, tab and list of the screen below; typed, it goes there."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widgets import Static


class Target(NamedTuple):
    """A place to go to: its name, and where it is on the screen."""

    name: str
    at: Offset
    width: int = 3
    """Columns of its letter, with the air beside it."""


class JumpLabel(Static):
    """A letter on a target."""

    DEFAULT_CSS = """
    JumpLabel {
        position: absolute; width: 3; height: 1; color: $background; background: $accent;
        text-style: bold;
    }
    """

    def __init__(self, letter: str, target: Target) -> None:
        super().__init__(Content(f" {letter} "[: target.width]), markup=False)
        self.letter = letter
        self.styles.width = target.width
        self.styles.offset = target.at


class JumpScreen(ModalScreen[str | None]):
    """Ends with the name of the target, or None for any other key."""

    DEFAULT_CSS = """
    JumpScreen { background: $background 40%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False, tooltip="Stay here"),
    ]

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self.places = dict(zip(ascii_lowercase, targets, strict=False))
        """Each letter, and where it goes."""

    def compose(self) -> ComposeResult:
        """The letters."""
        for letter, target in self.places.items():
            yield JumpLabel(letter, target)

    def on_key(self, event: Key) -> None:
        """A letter goes there; any other key stays here."""
        event.stop()
        target = self.places.get(event.character or "")
        self.dismiss(target.name if target else None)

    def on_click(self, event: Click) -> None:
        """A click on a letter goes there too."""
        label = event.widget
        letter = label.letter if isinstance(label, JumpLabel) else ""
        self.dismiss(self.places[letter].name if letter else None)

    def action_leave(self) -> None:
        """Stay here."""
        self.dismiss(None)
