"""Coloured character cells as plain data: what every chart draws and every widget shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len


class Style(NamedTuple):
    """How a cell looks. Colours are "#rrggbb"; None leaves the widget's own colour."""

    fg: str | None = None
    bg: str | None = None
    bold: bool = False
    dim: bool = False


PLAIN = Style()
NEAR = 4  # columns between two changes that cost less than going from one to the other

Row = tuple[tuple[str, Style], ...]
"""One line of the screen: stretches of text that share a style. Hashable and cheap to compare."""

Rows = list[Row]


@lru_cache(4096)
def blend(colour: str, background: str, share: float) -> str:
    """`share` (0..1) of `colour` over `background`, both "#rrggbb"."""
    front, back = int(colour[1:], 16), int(background[1:], 16)
    mixed = 0
    for shift in (16, 8, 0):
        over, under = front >> shift & 255, back >> shift & 255
        mixed |= round(under + (over - under) * share) << shift
    return f"#{mixed:06x}"


@lru_cache(4096)
def _visible(character: str) -> str:
    """The character as it may be shown: control codes become pictures, invisible ones vanish."""
    category = unicodedata.category(character)
    if category == "Cc":
        code = ord(character)
        return chr(0x2400 + code) if code < 32 else "·"
    if category in ("Cs", "Co", "Cn", "Zl", "Zp"):
        return "·"  # a lone surrogate cannot even be written to the terminal
    return character if cell_len(character) else ""


def clean(text: str) -> str:
    """`text` with nothing in it that could move the cursor or upset the column count."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def fit(text: str, width: int) -> str:
    """`text`, made safe and cut to at most `width` columns with an ellipsis; never padded."""
    text = clean(text)
    if cell_len(text) <= width:
        return text
    kept, used = "", 1
    for character in text:
        used += cell_len(character)
        if used > width:
            break
        kept += character
    return kept + "…" if width > 0 else ""


def fit_title(title: str, width: int, mark: str = "") -> str:
    """A lesson's title and a mark; where it has no room, what stands before its colon.

    "Depth" is a name, and "Depth: why deep networks did not train, …" is not.
    """
    whole = clean(title) + mark
    return whole if cell_len(whole) <= width else fit(title.partition(":")[0] + mark, width)


def single(marker: str) -> str:
    """The marker if it is one visible character of one column, else a plain bullet."""
    return marker if len(marker) == 1 and cell_len(clean(marker)) == 1 == cell_len(marker) else "•"


_ASCII = str.maketrans(
    {
        **dict(zip("●▲■◆▼○△□◇▽", "oA#&VODHXY", strict=True)),  # runs: all different
        **dict(zip("★✚✕◐✦☆✧◧", "$Tx(?~![", strict=True)),  # and what is no run
        **dict.fromkeys("✗✖×", "x"),
        **dict.fromkeys("│┃┊╎", "|"),
        **dict.fromkeys("─━╌┈–—−", "-"),
        **dict.fromkeys("┤├┬┴┼└┌┐┘", "+"),
        **dict.fromkeys("·…", "."),
        "↵": "/",
        **dict(zip("↑↓→←", "^v><", strict=True)),
    }
)


def to_ascii(text: str) -> str:
    """The nearest plain characters; what has none becomes `*`."""
    return "".join(c if c.isascii() else "*" for c in clean(text).translate(_ASCII))


class Grid:
    """A rectangle of cells to draw into; anything that falls outside is dropped.

    `rows()` is always exactly `height` rows of exactly `width` columns.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(0, width), max(0, height)
        self._cells = [[(" ", PLAIN)] * self.width for _ in range(self.height)]

    def inside(self, column: int, row: int) -> bool:
        """Whether there is such a cell."""
        return 0 <= column < self.width and 0 <= row < self.height

    def put(self, column: int, row: int, character: str, style: Style = PLAIN) -> None:
        """Set one cell to a character of width one. A background already there is kept."""
        if not (0 <= column < self.width and 0 <= row < self.height):
            return
        cells = self._cells[row]
        before, below = cells[column][0], cells[column][1].bg
        if not before or (column + 1 < self.width and not cells[column + 1][0]):
            self._fix(cells, column)
        cells[column] = (character, style if style.bg or not below else style._replace(bg=below))

    @staticmethod
    def _fix(cells: list[tuple[str, Style]], column: int) -> None:
        """Overwriting one half of a wide character blanks the other half."""
        if cells[column][0] == "":
            cells[column - 1] = (" ", cells[column - 1][1])
        if column + 1 < len(cells) and cells[column + 1][0] == "":
            cells[column + 1] = (" ", cells[column + 1][1])

    def write(self, column: int, row: int, text: str, style: Style = PLAIN) -> int:
        """Write text from `column` on; returns the column after it."""
        for character in clean(text):
            wide = cell_len(character) == 2
            if wide and not (self.inside(column, row) and self.inside(column + 1, row)):
                character, wide = "·", False
            self.put(column, row, character, style)
            if wide:
                self.put(column + 1, row, " ", style)
                self._cells[row][column + 1] = ("", style)
            column += 2 if wide else 1
        return column

    def tint(self, column: int, row: int, background: str) -> None:
        """Colour the ground of one cell and leave what stands on it."""
        if self.inside(column, row):
            character, style = self._cells[row][column]
            self._cells[row][column] = (character, style._replace(bg=background))

    def restyle(self, column: int, row: int, style: Style) -> None:
        """Another look for what stands in a cell; its ground stays."""
        if self.inside(column, row):
            character, before = self._cells[row][column]
            self._cells[row][column] = (character, style._replace(bg=before.bg))

    def character(self, column: int, row: int) -> str:
        """What stands in a cell; a space outside."""
        return self._cells[row][column][0] if self.inside(column, row) else " "

    def ground(self, column: int, row: int) -> str | None:
        """A cell's background colour, if it has one of its own."""
        return self._cells[row][column][1].bg if self.inside(column, row) else None

    def colour(self, column: int, row: int) -> str | None:
        """The colour of what stands in a cell, if it has one of its own."""
        return self._cells[row][column][1].fg if self.inside(column, row) else None

    def is_free(self, column: int, row: int, length: int = 1) -> bool:
        """Whether `length` cells from `column` on exist and are blank."""
        inside = self.inside(column, row) and self.inside(column + length - 1, row)
        return inside and all(c == " " for c, _ in self._cells[row][column : column + length])

    def rows(self) -> Rows:
        """The finished picture."""
        return [_join(cells) for cells in self._cells]


def _join(cells: list[tuple[str, Style]]) -> Row:
    """Merge neighbours of one style: fewer colour codes to send."""
    row: list[tuple[str, Style]] = []
    text, style = "", PLAIN
    for character, look in cells:
        if look is style or look == style:
            text += character
            continue
        if text:
            row.append((text, style))
        text, style = character, look
    if text:
        row.append((text, style))
    return tuple(row)


def sparing(row: Row) -> Row:
    """The same to the eye in fewer stretches: a blank shows its ground only, so it joins any."""
    joined: list[tuple[str, Style]] = []
    for text, style in row:
        before, look = joined[-1] if joined else ("", style)
        if look.bg == style.bg and (look == style or text.isspace() or before.isspace()):
            joined[-1:] = [(before + text, look if text.isspace() else style)]
        else:
            joined.append((text, style))
    return tuple(joined)


Stretch = tuple[int, int]
"""The first column of a part of a row, and the one after its last."""


def changed_stretches(
    old: Row, new: Row, seen: Callable[[Style], object] = lambda style: style
) -> list[Stretch] | None:
    """The parts that differ, from left to right; None if that cannot be said.

    It can of rows of one length whose characters take a column each. `seen` is what a terminal
    makes of a style: what it makes the same of is the same.
    """
    was, now = _cells(old, seen), _cells(new, seen)
    even = all(_is_even(text) for row in (old, new) for text, _ in row)
    if not even or len(was) != len(now):
        return None
    found: list[Stretch] = []
    for x, (one, other) in enumerate(zip(was, now, strict=True)):
        if one != other:
            begins = found.pop()[0] if found and x - found[-1][1] < NEAR else x
            found.append((begins, x + 1))
    return found


@lru_cache(4096)
def _is_even(text: str) -> bool:
    """Whether each character takes one column: not two, as 漢 does, nor none, as an accent."""
    return text.isascii() or all(cell_len(character) == 1 for character in text)


def _cells(row: Row, seen: Callable[[Style], object]) -> list[tuple[str, object]]:
    looks = [(text, seen(style)) for text, style in row]
    return [(character, look) for text, look in looks for character in text]


def text_of(rows: Rows) -> str:
    """The characters alone, for tests and for terminals without colour."""
    return "\n".join("".join(text for text, _ in row) for row in rows)
