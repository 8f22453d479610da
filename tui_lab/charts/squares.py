"""Which characters of a map are which cell of its data, there and back. No drawing."""

from __future__ import annotations

from typing import NamedTuple

from tui_lab.charts.area import Area

Shape = tuple[int, int]
"""Rows and columns of a map's data."""


class Square(NamedTuple):
    """The characters of one cell: from the first column and row, to before these."""

    left: int
    top: int
    right: int
    bottom: int

    def moved(self, right: int, down: int) -> Square:
        """The same elsewhere."""
        return Square(self.left + right, self.top + down, self.right + right, self.bottom + down)


def square_of(area: Area, shape: Shape, place: Shape, *, halves: bool) -> Square | None:
    """Where the cell at (row, column) is; the character that has it, where it is smaller than one.

    With `halves` two rows of data lie in a character, and of a cell of several only those that
    are wholly its own are meant.
    """
    if area.width < 1 or area.height < 1 or not shape[0] or not shape[1]:
        return None
    left, right = _extent(place[1], shape[1], area.width)
    top, bottom = _extent(place[0], shape[0], area.height * (1 + halves))
    if halves:
        middle = (bottom - 1) // 2  # of two halves the upper one, by which a click is understood
        top, bottom = -(-top // 2), bottom // 2
        top, bottom = (top, bottom) if top < bottom else (middle, middle + 1)
    return Square(area.left + left, top, area.left + right, bottom)


def place_at(area: Area, shape: Shape, column: int, row: int) -> Shape | None:
    """The (row, column) of the data at a character; None beside the map."""
    across = column - area.left
    if not (0 <= across < area.width and 0 <= row < area.height) or not shape[0] or not shape[1]:
        return None
    return _middle(row, shape[0], area.height), _middle(across, shape[1], area.width)


def _extent(place: int, count: int, size: int) -> tuple[int, int]:
    """What `stretch` gives to one of `count`; where `shrink` joins several, the one of them all."""
    if count > size:
        at = ((place + 1) * size - 1) // count
        return at, at + 1
    return -(-place * size // count), -(-(place + 1) * size // count)


def _middle(at: int, count: int, size: int) -> int:
    """The item that is there; of several the one in the middle."""
    first, after = at * count // size, (at + 1) * count // size
    return (first + max(after - 1, first)) // 2
