"""A key of the lesson's screen, and the plain function that it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.binding import Binding

Act = Callable[..., None]
"""What a key does: a function of the lesson's screen, and of the key's values."""


@dataclass(frozen=True)
class Key:
    """One or more keys that call a function, from wherever the focus is on the screen."""

    keys: str
    act: Act
    words: str
    tooltip: str
    values: tuple[object, ...] = ()
    """What the function is given behind the screen."""
    display: str | None = None
    show: bool = True
    priority: bool = False
    heading: str = ""
    """What the help has it under."""

    @property
    def name(self) -> str:
        """Such as `view.zoom`: by this the screen finds the function."""
        return f"{self.act.__module__.rpartition('.')[2]}.{self.act.__name__}"

    @property
    def binding(self) -> Binding:
        """The key as Textual has it: an action of the screen, which names the function."""
        given = ", ".join(map(repr, (self.name, *self.values)))
        return Binding(
            self.keys, f"do({given})", self.words, show=self.show, key_display=self.display,
            priority=self.priority, tooltip=self.tooltip, group=Binding.Group(self.heading),
        )  # fmt: skip
