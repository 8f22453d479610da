"""A table in characters: its columns' widths, what has no room, and a row of it whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len, chop_cells

from lessons.kit import Table
from tui_lab.charts.rows import Grid, Rows, Style, clean
from tui_lab.panels.kind import Room
from tui_lab.system.words import number

SHRUNK = 14  # columns; a text cut to less is no longer told apart
GAP = 2  # columns between two columns of the table

Lines = list[list[str]]
"""The headings, then the rows, all as long as the longest."""


def lines_of(panel: Table, value: Sequence[Sequence[Any]], room: Room) -> Lines:
    """What is written, in the characters that may be used."""
    headings = [list(panel.columns)] if panel.columns else []
    lines = headings + [[said(item) for item in row] for row in value]
    count = max(map(len, lines), default=0)
    return [[room.text(words) for words in line] + [""] * (count - len(line)) for line in lines]


def said(item: Any) -> str:
    """What is written in a cell."""
    return number(item) if isinstance(item, float) else "" if item is None else str(item)


def drawn(lines: Lines, room: Room) -> Rows:
    """As much as there is room for; and how much that is, where it is not all."""
    count = len(lines[0]) if lines else 0
    widths = widths_in(lines, room.width)
    hidden = len(widths) < count or len(lines) > room.height
    tall = max(room.height - bool(hidden and room.height > 2), 0)
    grid = Grid(room.width, room.height)
    for y, line in enumerate(lines[:tall]):
        write_line(grid, y, list(zip(line, widths, strict=False)), room, is_heading=y == 0)
    if tall < room.height:
        words = _how_much(
            (len(widths), count), (min(tall, len(lines)) - 1, len(lines) - 1), room.width
        )
        grid.write(0, room.height - 1, room.cut(words, room.width), Style(room.frame))
    return grid.rows()


def write_line(
    grid: Grid, y: int, cells: Sequence[tuple[str, int]], room: Room, *,
    left: int = 0, is_heading: bool = False, is_bold: bool = False,
) -> None:  # fmt: skip
    """The cells of a row, each in its width."""
    style = Style(room.frame, bold=True) if is_heading else Style(bold=is_bold)
    for words, wide in cells:
        grid.write(left, y, room.cut(words, wide), style)
        left += wide + GAP


def widths_in(lines: Lines, width: int) -> list[int]:
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


def whole(headings: Sequence[str], row: Sequence[str], room: Room) -> list[tuple[str, str]]:
    """A row with nothing left out: each heading, and beside it its words in as many lines."""
    left = min(max(map(cell_len, headings), default=0), max(room.width // 3, 1))
    found = []
    for heading, words in zip(headings, row, strict=True):
        lines = list(wrapped(words, max(room.width - left - GAP, 1)))
        found += [(heading if n == 0 else "", line) for n, line in enumerate(lines)]
    return found


def wrapped(words: str, width: int) -> Iterator[str]:
    """Words in lines of this width; one that is wider than a line goes on in the next."""
    line = ""
    for word in clean(words).split():
        for part in chop_cells(word, width):
            if line and cell_len(line) + 1 + cell_len(part) > width:
                yield line
                line = ""
            line = f"{line} {part}".strip()
    yield line


def _taken(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _how_much(columns: tuple[int, int], rows: tuple[int, int], width: int) -> str:
    """Such as `2 of 5 columns · 4 of 12 rows · f shows more`."""
    counted = [
        f"{shown} of {count} {what}"
        for (shown, count), what in ((columns, "columns"), (rows, "rows"))
        if shown < count
    ]
    words = " · ".join(counted)
    short = " · ".join(each.replace(" of ", "/") for each in counted)
    fitting = (f"{words} · f shows more", f"{short} · f shows more", f"{short} · f", words)
    return next((each for each in fitting if cell_len(each) <= width), short)
