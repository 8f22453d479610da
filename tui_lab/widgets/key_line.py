"""The line at the bottom: the keys that matter here, as many as fit."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget


class KeyLine(Widget):
    """Keys and what they do, the most important first; the last pair is always there."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; dock: bottom; background: $panel; color: $muted; }
    """

    def __init__(self, *keys: tuple[str, str]) -> None:
        super().__init__(id="keys")
        self.keys = list(keys)
        self.first: Sequence[tuple[str, str]] = ()
        """Keys of what is maximised: they come before the others."""

    def put_first(self, keys: Sequence[tuple[str, str]]) -> None:
        """Say these before the others; none where all panels are shown."""
        if self.first != keys:
            self.first = keys
            self.refresh()

    def render(self) -> Content:
        """Those that fit."""
        room = self.size.width - 1
        *rest, last = [*self.first, *self.keys]
        room -= _length(last)
        chosen = []
        for pair in rest:
            room -= _length(pair)
            if room < 0:
                break
            chosen.append(pair)
        parts: list[str | tuple[str, str]] = [" "]
        for key, words in [*chosen, last]:
            parts += [(key, "bold $accent"), f" {words}  "]
        return Content.assemble(*parts)


def _length(pair: tuple[str, str]) -> int:
    return len(pair[0]) + len(pair[1]) + 3
