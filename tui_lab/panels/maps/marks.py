"""The mark on a cell of a map, and on the names of its row and of its column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tui_lab.charts.rows import Grid, Rows, Style
from tui_lab.charts.shades import is_light
from tui_lab.charts.squares import Square
from tui_lab.panels.kind import Room


class Mark(NamedTuple):
    """A cell, and what its row and its column are called beside the map."""

    square: Square
    names: Sequence[Square]
    row: str = ""
    """What is written in the first of these: where rows are thin, that line has another's name."""


def marked(rows: Rows, mark: Mark, room: Room) -> Rows:
    """The picture with a cell marked: in black or white, whichever is seen on its colour.

    Of the rest only its names look otherwise, so that a move sends no more than these.
    """
    found, signs = list(rows), dict(_signs(mark.square, room.ascii_only))
    bold = {place for name in mark.names for place in _within(name)}
    for y in {y for _, y in {*signs, *bold}} & set(range(len(rows))):
        line = Grid(room.width, 1)
        paste(line, 0, 0, [rows[y]])
        if mark.row and y == mark.names[0].top == mark.names[0].bottom - 1:
            _name_row(line, mark.names[0], mark.row, room)
        for column in (x for x, row in bold if row == y):
            line.restyle(column, 0, Style(bold=True))
        for column in (x for x, row in signs if row == y):
            ground = line.ground(column, 0)
            ink = None if ground is None else "#000000" if is_light(ground) else "#ffffff"
            line.put(column, 0, signs[column, y], Style(ink, bold=True))
        found[y] = line.rows()[0]
    return found


def _name_row(line: Grid, place: Square, name: str, room: Room) -> None:
    """The name at the right end of its place, as the others are."""
    width = max(place.right - place.left, 0)
    word = room.cut(name, width)
    line.write(place.left, 0, " " * (width - cell_len(word)) + word, Style(room.frame))


def _within(square: Square) -> Iterator[tuple[int, int]]:
    for y in range(square.top, square.bottom):
        for x in range(square.left, square.right):
            yield x, y


def _signs(square: Square, ascii_only: bool) -> Iterator[tuple[tuple[int, int], str]]:
    """Corners, where there is room for them; brackets, where there is one row; else one sign."""
    left, top, right, bottom = square.left, square.top, square.right - 1, square.bottom - 1
    if left == right:
        yield (left, (top + bottom) // 2), "X" if ascii_only else "◆"
    elif top == bottom or ascii_only:
        for y in range(top, bottom + 1):
            yield from {(left, y): "[", (right, y): "]"}.items()
    else:
        corners = {(left, top): "┏", (right, top): "┓", (left, bottom): "┗", (right, bottom): "┛"}
        yield from corners.items()


def paste(grid: Grid, left: int, top: int, rows: Rows) -> None:
    """Write a picture into a larger one, from this corner on."""
    for y, row in enumerate(rows):
        column = left
        for words, style in row:
            column = grid.write(column, top + y, words, style)
