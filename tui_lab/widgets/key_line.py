"""The line at the bottom: the keys that matter here, as many as fit; a click presses one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.events import Click, Key
from textual.keys import _character_to_key
from textual.widget import Widget
from textual.widgets import Input

Pair = tuple[str, str]
"""Keys, and what they do."""

NAMES = {
    "esc": "escape", "←": "left", "→": "right", "↑": "up", "↓": "down", "enter": "enter",
    "space": "space", "tab": "tab", "ctrl+p": "ctrl+p", "home": "home", "end": "end",
}  # fmt: skip
"""What a key is called inside, where it is more than its character."""
KEPT = 2
"""This many pairs at the end are always there: a way out, and the help."""


class KeyLine(Widget):
    """Keys and what they do, the most important first; the last two pairs are always there."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; dock: bottom; background: $panel; color: $muted; }
    """

    def __init__(self, *keys: Pair) -> None:
        super().__init__(id="keys")
        self.keys = list(keys)

    def put(self, keys: Sequence[Pair]) -> None:
        """Say these from now on."""
        if self.keys != list(keys):
            self.keys = list(keys)
            self.refresh()

    def chosen(self) -> list[Pair]:
        """Those that fit, the last ones first of all."""
        kept = self.keys[-KEPT:]
        room = self.size.width - 1 - sum(map(_length, kept))
        found = []
        for pair in self.keys[:-KEPT]:
            if _length(pair) > room:
                break
            room -= _length(pair)
            found.append(pair)
        return [*found, *kept]

    def render(self) -> Content:
        """Those that fit."""
        parts: list[str | tuple[str, str]] = [" "]
        for key, words in self.chosen():
            parts += [(key, "bold $accent"), f" {words}  "]
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        """Press what the mouse is on: a key, or the words behind it for the first key."""
        key = next((key for start, end, key in self.places() if start <= event.x < end), "")
        is_typing = isinstance(self.screen.focused, Input)
        if key and not (is_typing and len(key) == 1):  # into a line it would be typed
            character = key if len(key) == 1 else None
            name = NAMES.get(key) or _character_to_key(key)
            self.app.post_message(Key(name, character))

    def places(self) -> Iterator[tuple[int, int, str]]:
        """Each key that can be pressed: its first column, the one behind its gap, the key."""
        start = 1
        for pair in self.chosen():
            tokens, at = pair[0].split(" "), start
            for token in tokens:
                is_key = token in NAMES or len(token) == 1
                yield from [(at, at + len(token) + 1, token)] if is_key else []
                at += len(token) + 1
            is_key = tokens[0] in NAMES or len(tokens[0]) == 1
            start += _length(pair)
            yield from [(at, start - 2, tokens[0])] if is_key else []


def _length(pair: Pair) -> int:
    return len(pair[0]) + len(pair[1]) + 3
