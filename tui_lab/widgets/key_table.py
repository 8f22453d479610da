"""Keys and what they do, under headings, in two columns where there is room; a click does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

GAP = 2  # columns behind each of the two
TWO = 96  # columns of text from which on headings stand beside each other
BETWEEN = 4  # columns between them
NOTHING = "no key has these words"

Row = tuple[str, str]
"""Keys, and what they do."""
Section = tuple[str, Sequence[Row]]
"""A heading, and what is below it."""


class Line(NamedTuple):
    """A line of a column, and what the key that it belongs to does; "" of a heading."""

    content: Content
    words: str = ""


class KeyTable(Widget):
    """A row for each key; what is long goes on below itself, not below the key.

    Laid out once for a width. Textual asks for the height twice and paints three times before a
    screen stands: a rich Table was laid out again each time, 12 ms.
    """

    DEFAULT_CSS = """
    KeyTable { width: 1fr; height: auto; }
    """

    class Chosen(Message):
        """A key was clicked on, or what it does."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self.sections = sections
        self.words = ""
        """Only keys with these words are shown."""
        self._lines: list[Content] = []
        self._columns: list[list[Line]] = []
        """The lines of each column."""
        self._laid_out_for: tuple[int, str] = (-1, "")

    def filter(self, words: str) -> None:
        """Show only the keys that have these words, in what they do or in their names."""
        self.words = words
        self.refresh(layout=True)

    @property
    def shown(self) -> list[Section]:
        """The headings that have a key with these words, with those keys."""
        kept = [(name, [row for row in rows if self._has(name, row)])
                for name, rows in self.sections]  # fmt: skip
        return [(name, rows) for name, rows in kept if rows]

    def _has(self, heading: str, row: Row) -> bool:
        text = " ".join((heading, *row)).casefold()
        return all(word in text for word in self.words.casefold().split())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that it takes at this width."""
        return len(self.lines(width))

    def render(self) -> Content:
        """All the lines."""
        return Content("\n").join(self.lines(self.size.width))

    def lines(self, width: int) -> list[Content]:
        """Every row at this width, in one line or more."""
        if (width, self.words) != self._laid_out_for:
            self._laid_out_for = width, self.words
            shown = self.shown
            room = (width - BETWEEN) // 2 if width >= TWO else width
            blocks = [_block(heading, rows, room) for heading, rows in shown]
            self._columns = _two_columns(blocks) if width >= TWO else [_one_column(blocks)]
            self._lines = _side_by_side(self._columns, room + BETWEEN)
            self._lines = self._lines or [Content.styled(NOTHING, "$muted")]
        return self._lines

    def words_at(self, x: int, y: int) -> str:
        """What the key on this line does; "" where there is none."""
        self.lines(self.size.width)
        beside = x // ((self.size.width - BETWEEN) // 2 + BETWEEN) if self._columns[1:] else 0
        column = self._columns[beside]
        return column[y].words if 0 <= y < len(column) else ""

    def on_click(self, event: Click) -> None:
        """Choose what is under the mouse."""
        offset = event.get_content_offset(self)
        if offset and (words := self.words_at(*offset)):
            self.post_message(self.Chosen(words))


def _block(heading: str, rows: Sequence[Row], width: int) -> list[Line]:
    """A heading, its rows, and an empty line."""
    keys = [Content.styled(key, "bold $accent") for key, _ in rows]
    wide = max(key.cell_length for key in keys)
    room = max(width - wide - 2 * GAP, 4)
    lines = [Line(Content.styled(heading, "bold $primary"))]
    for key, (_, words) in zip(keys, rows, strict=True):
        beside = _beside(key.pad_right(wide - key.cell_length + GAP), words, room)
        lines += [Line(line, words) for line in beside]
    return [*lines, Line(Content())]


def _beside(key: Content, words: str, room: int) -> list[Content]:
    """A key, and the words beside it wrapped to the room they have."""
    below = Content(" " * key.cell_length)
    wrapped = Content(words).wrap(room)
    return [(below if n else key) + line.rstrip() for n, line in enumerate(wrapped)]


def _one_column(blocks: Sequence[list[Line]]) -> list[Line]:
    return [line for block in blocks for line in block]


def _two_columns(blocks: Sequence[list[Line]]) -> list[list[Line]]:
    """The blocks in their order, parted where the higher of the two columns is lowest."""
    parts = [[_one_column(blocks[:n]), _one_column(blocks[n:])] for n in range(len(blocks) + 1)]
    return min(parts, key=lambda part: (max(map(len, part)), -len(part[0])))


def _side_by_side(columns: Sequence[list[Line]], width: int) -> list[Content]:
    """The lines of the columns, each of them this wide but the last."""
    found = []
    for n in range(max(map(len, columns))):
        line = Content()
        for place, column in enumerate(columns):
            line = line.pad_right(max(width * place - line.cell_length, 0))
            line += column[n].content if n < len(column) else Content()
        found.append(line.rstrip())
    return found
