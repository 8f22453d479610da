"""Keys and what they do, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

GAP = 2  # columns behind each of the two


class KeyTable(Widget):
    """A row for each key; what is long goes on below itself, not below the key.

    Laid out once for a width. Textual asks for the height twice and paints three times before a
    screen stands: a rich Table was laid out again each time, 12 ms.
    """

    DEFAULT_CSS = """
    KeyTable { width: 1fr; height: auto; }
    """

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.rows = rows
        self._lines: list[Content] = []
        self._laid_out_for = -1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that it takes at this width."""
        return len(self.lines(width))

    def render(self) -> Content:
        """All the lines."""
        return Content("\n").join(self.lines(self.size.width))

    def lines(self, width: int) -> list[Content]:
        """Every row at this width, in one line or more."""
        if width != self._laid_out_for:
            keys = [Content.styled(key, "bold $accent") for key, _ in self.rows]
            wide = max((key.cell_length for key in keys), default=0)
            room = max(width - wide - 2 * GAP, 4)
            self._laid_out_for, self._lines = width, []
            for key, (_, words) in zip(keys, self.rows, strict=True):
                self._lines += _beside(key.pad_right(wide - key.cell_length + GAP), words, room)
        return self._lines


def _beside(key: Content, words: str, room: int) -> list[Content]:
    """A key, and the words beside it wrapped to the room they have."""
    below = Content(" " * key.cell_length)
    wrapped = Content(words).wrap(room)
    return [(below if n else key) + line.rstrip() for n, line in enumerate(wrapped)]
