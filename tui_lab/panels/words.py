"""Tables and texts: what a loop shows in words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len

from lessons.kit import Table, Text
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import Grid, Rows, Style
from tui_lab.panels.checks import called, first
from tui_lab.panels.kind import Cells, Paper, Room, Shown
from tui_lab.panels.paragraphs import Paragraph, Piece, by_network, named, written
from tui_lab.svg.ink import sample, text
from tui_lab.system.words import number

SHRUNK = 14  # columns; a text cut to less is no longer told apart
MOST_ROWS, MOST_LETTERS = 200, 20_000
BROAD = 4  # columns; a table of more needs half a page


class TableKind(Shown[Table]):
    """Rows under headings."""

    of = Table

    def mistake(self, panel: Table, value: Any) -> str:
        """A list of rows."""
        if not isinstance(value, list):
            return f"a table takes a list of rows, and this is {called(value)}"
        strange = (row for row in value if not isinstance(row, list))
        return first(f"a table takes a list of rows, and one is {called(row)}" for row in strange)

    def cells(self, panel: Table, value: Any, room: Room) -> Rows:
        """As much as there is room for; and how much that is, where it is not all."""
        headings = [list(panel.columns)] if panel.columns else []
        lines = headings + [[_said(item) for item in row] for row in value]
        lines = [[room.text(words) for words in line] for line in lines]
        count = max(map(len, lines), default=0)
        even = [line + [""] * (count - len(line)) for line in lines]
        widths = _widths(even, room.width)
        hidden = len(widths) < count or len(even) > room.height
        tall = room.height - bool(hidden and room.height > 2)
        grid = Grid(room.width, room.height)
        for y, line in enumerate(even[: max(tall, 0)]):
            style = Style(room.frame, bold=True) if y == 0 else Style()
            x = 0
            for words, wide in zip(line, widths, strict=False):
                grid.write(x, y, room.cut(words, wide), style)
                x += wide + 2
        if tall < room.height:
            words = _how_much(
                (len(widths), count), (min(tall, len(even)) - 1, len(even) - 1), room.width
            )
            grid.write(0, room.height - 1, room.cut(words, room.width), Style(room.frame))
        return grid.rows()

    def rows(self, panel: Table, value: Any) -> list[Cells]:
        """As it is."""
        return [panel.columns, *value] if panel.columns and value else list(value)

    def is_broad(self, value: Any) -> bool:
        """Whether it has many columns."""
        return any(len(row) > BROAD for row in value if isinstance(row, list))

    def drawn(self, panel: Table, value: Any, paper: Paper) -> str:
        """The first rows, numbers to the right."""
        rows = [list(row) for row in value]
        heads = list(panel.columns) or (rows.pop(0) if rows else [])
        kinds = [_kind(item) for item in rows[0]] if rows else []
        named = zip_longest(heads, kinds, fillvalue="")
        top = "".join(f"<th{kind}>{text(_said(head))}</th>" for head, kind in named)
        body = "".join(_line(row) for row in rows[:MOST_ROWS])
        more = len(rows) - MOST_ROWS
        rest = f'<p class="quiet">and {more} more rows</p>' if more > 0 else ""
        whole = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div class="scroll">{whole}</div>{rest}'


def _how_much(columns: tuple[int, int], rows: tuple[int, int], width: int) -> str:
    """Such as `2 of 5 columns · 4 of 12 rows · f shows more`."""
    said = [
        f"{shown} of {count} {what}"
        for (shown, count), what in ((columns, "columns"), (rows, "rows"))
        if shown < count
    ]
    words = " · ".join(said)
    whole = f"{words} · f shows more"
    return whole if cell_len(whole) <= width else words


def _line(row: Sequence[Any]) -> str:
    cells = (f"<td{_kind(item)}>{text(_said(item))}</td>" for item in row)
    return f"<tr>{''.join(cells)}</tr>"


def _kind(item: Any) -> str:
    return ' class="number"' if isinstance(item, int | float) else ""


def _said(item: Any) -> str:
    return number(item) if isinstance(item, float) else "" if item is None else str(item)


def _widths(lines: Sequence[Sequence[str]], width: int) -> list[int]:
    """The widths of as many columns as there is room for.

    A long one may shrink to `SHRUNK` for the sake of the others; then the last ones are left
    out, and a line says so: five columns of three letters each say nothing.
    """
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    while len(widths) > 2 and _taken([min(wide, SHRUNK) for wide in widths]) > width:
        widths.pop()
    while _taken(widths) > width and max(widths, default=0) > 4:
        widths[widths.index(max(widths))] -= 1
    return widths


def _taken(widths: Sequence[int]) -> int:
    return sum(widths) + 2 * (len(widths) - 1)


class TextKind(Shown[Text]):
    """Words, such as a sample from a model."""

    of = Text

    def mistake(self, panel: Text, value: Any) -> str:
        """Words, a number is one too; or those of each network."""
        if isinstance(value, dict):
            return first(_not_words(each) for each in value.values())
        return _not_words(value)

    def united(self, panel: Text, pictures: Sequence[PictureEvent]) -> Sequence[PictureEvent]:
        """What all networks wrote, where the page says so."""
        good = [each for each in pictures if not self.mistake(panel, each.value)]
        return by_network(good) if panel.all_networks and good else pictures

    def cells(self, panel: Text, value: Any, room: Room) -> Rows:
        """The text, wrapped. Control characters are shown, not obeyed: `Grid` sees to it.

        Of several networks each has a share of the lines, and line ends are a sign.
        """
        if isinstance(value, dict):
            signed = {name: str(each).replace("\n", "↵") for name, each in value.items()}
            return written(
                [Paragraph(n, _letters(panel, each, room)) for n, each in signed.items()], room
            )
        return _wrapped(panel, str(value), room)

    def rows(self, panel: Text, value: Any) -> list[Cells]:
        """None: a text is no data."""
        return []

    def drawn(self, panel: Text, value: Any, paper: Paper) -> str:
        """The first letters of it, as they are."""
        return "".join(_on_paper(panel, n, str(each), paper) for n, each in named(value).items())


def _not_words(value: Any) -> str:
    if isinstance(value, str | int | float):
        return ""
    return f"a text takes words, and this is {called(value)}"


def _letters(panel: Text, words: str, room: Room) -> list[Piece]:
    """Each letter by itself, those of the prompt faint."""
    given = len(panel.prompt) if words.startswith(panel.prompt) else 0
    quiet = Style(room.frame)
    return [(room.text(letter), quiet if n < given else Style()) for n, letter in enumerate(words)]


def _wrapped(panel: Text, words: str, room: Room) -> Rows:
    grid, width, height = Grid(room.width, room.height), room.width, room.height
    lines = [
        piece
        for line in words.split("\n")
        for piece in textwrap.wrap(room.text(line), max(width, 1), drop_whitespace=False) or [""]
    ]
    given = len(panel.prompt) if words.startswith(panel.prompt) else 0
    for y, line in enumerate(lines[: max(height, 0)]):
        column = grid.write(0, y, line[:given], Style(room.frame))
        grid.write(column, y, line[given:])
        given = max(given - len(line), 0)
    if len(lines) > height > 0:
        grid.write(width - 1, height - 1, room.text("…"), Style(room.frame))
    return grid.rows()


def _on_paper(panel: Text, name: str, words: str, paper: Paper) -> str:
    given = len(panel.prompt) if words.startswith(panel.prompt) else 0
    more = "…" if len(words) > MOST_LETTERS else ""
    look = f"{sample(paper.runs[name], dashed=False)} " if name in paper.runs else ""
    who = f"<p>{look}{text(name)}</p>" if name else ""
    begun = f'<span class="quiet">{text(words[:given])}</span>' if given else ""
    return f"{who}<pre>{begun}{text(words[given:MOST_LETTERS])}{more}</pre>"
