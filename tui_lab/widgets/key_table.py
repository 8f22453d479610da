"""Keys and what they do, under headings, in two columns where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

GAP = 2  # columns behind each of the two
TWO = 96  # columns of text from which on headings stand beside each other
BETWEEN = 4  # columns between them
NOTHING = "no key has these words"

Row = tuple[str, str]
"""Keys, and what they do."""
Section = tuple[str, Sequence[Row]]
"""A heading, and what is below it."""


class KeyTable(Widget):
    """A row for each key; what is long goes on below itself, not below the key.

    Laid out once for a width. Textual asks for the height twice and paints three times before a
    screen stands: a rich Table was laid out again each time, 12 ms.
    """

    DEFAULT_CSS = """
    KeyTable { width: 1fr; height: auto; }
    """

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self.sections = sections
        self.words = ""
        """Only keys with these words are shown."""
        self._lines: list[Content] = []
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
            self._lines = _two_columns(blocks, room) if width >= TWO else _one_column(blocks)
            self._lines = self._lines or [Content.styled(NOTHING, "$muted")]
        return self._lines


def _block(heading: str, rows: Sequence[Row], width: int) -> list[Content]:
    """A heading, its rows, and an empty line."""
    keys = [Content.styled(key, "bold $accent") for key, _ in rows]
    wide = max(key.cell_length for key in keys)
    room = max(width - wide - 2 * GAP, 4)
    lines = [Content.styled(heading, "bold $primary")]
    for key, (_, words) in zip(keys, rows, strict=True):
        lines += _beside(key.pad_right(wide - key.cell_length + GAP), words, room)
    return [*lines, Content()]


def _beside(key: Content, words: str, room: int) -> list[Content]:
    """A key, and the words beside it wrapped to the room they have."""
    below = Content(" " * key.cell_length)
    wrapped = Content(words).wrap(room)
    return [(below if n else key) + line.rstrip() for n, line in enumerate(wrapped)]


def _one_column(blocks: Sequence[list[Content]]) -> list[Content]:
    return [line for block in blocks for line in block]


def _two_columns(blocks: Sequence[list[Content]], width: int) -> list[Content]:
    """The blocks in their order, parted where the higher of the two columns is lowest."""
    parts = [(_one_column(blocks[:n]), _one_column(blocks[n:])) for n in range(len(blocks) + 1)]
    left, right = min(parts, key=lambda part: (max(map(len, part)), -len(part[0])))
    return list(_side_by_side(left, right, width + BETWEEN))


def _side_by_side(
    left: Sequence[Content], right: Sequence[Content], width: int
) -> Iterator[Content]:
    for n in range(max(len(left), len(right))):
        first = left[n] if n < len(left) else Content()
        second = right[n] if n < len(right) else Content()
        yield (first.pad_right(width - first.cell_length) + second).rstrip()
