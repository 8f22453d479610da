"""A cursor over the cells of one map or several: where it may go, and what it says there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui_lab.charts.axes import clamp
from tui_lab.charts.squares import Shape
from tui_lab.panels.maps.one import Map
from tui_lab.system.words import number


class Cursor(NamedTuple):
    """A cell: which of the maps, and its row and column from the top left."""

    place: int = 0
    row: int = 0
    column: int = 0


def held(cursor: Cursor, shapes: Sequence[Shape]) -> Cursor | None:
    """The cell that there is, or the nearest to it; None where no map has one."""
    full = [place for place, shape in enumerate(shapes) if all(shape)]
    if not full:
        return None
    place = min(full, key=lambda each: abs(each - cursor.place))
    rows, columns = shapes[place]
    return Cursor(place, _within(cursor.row, rows), _within(cursor.column, columns))


def moved(cursor: Cursor, shapes: Sequence[Shape], right: int, down: int, across: int) -> Cursor:
    """One cell on from one that there is; at an edge into the map there, of `across` side by side.

    To the right of the last map of a line is the first one of the next line.
    """
    rows, columns = shapes[cursor.place]
    row, column = cursor.row + down, cursor.column + right
    if 0 <= row < rows and 0 <= column < columns:
        return Cursor(cursor.place, row, column)
    other = turned(cursor, shapes, right + across * down)
    if other.place == cursor.place:
        return cursor
    rows, columns = shapes[other.place]
    row = 0 if down > 0 else rows - 1 if down < 0 else other.row
    column = 0 if right > 0 else columns - 1 if right < 0 else other.column
    return Cursor(other.place, row, column)


def turned(cursor: Cursor, shapes: Sequence[Shape], by: int) -> Cursor:
    """The same cell of the map this many places on; the same cell where there is none."""
    place = cursor.place + by
    while 0 <= place < len(shapes):
        if all(shapes[place]):
            return held(cursor._replace(place=place), shapes) or cursor
        place += by
    return cursor


def _within(place: int, count: int) -> int:
    return int(clamp(place, 0, count - 1))


def words_of(each: Map, row: int, column: int) -> str:
    """Such as `layer 2 head 1 · sat attends to cat · 0.634`."""
    value = each.cells[row][column]
    said = "blank" if value is None else number(value)
    return " · ".join(filter(None, (each.name, place_of(each, row, column), said)))


def place_of(each: Map, row: int, column: int) -> str:
    """A row and a column by their names, by where they lie on an axis, or counted."""
    axes, (here, there) = each.axes, (row_of(each, row), column_of(each, column))
    if axes.rows and axes.columns and axes.x_label and not axes.y_label:
        return f"{here} {axes.x_label} {there}"
    return f"{axes.y_label or 'row'} {here} · {axes.x_label or 'column'} {there}"


def row_of(each: Map, row: int) -> str:
    """What a row is called."""
    if each.axes.rows:
        return each.axes.rows[row]
    span = each.axes.y_range
    return str(row) if span is None else _along(span[::-1], row, len(each.cells))


def column_of(each: Map, column: int) -> str:
    """What a column is called."""
    if each.axes.columns:
        return each.axes.columns[column]
    span = each.axes.x_range
    return str(column) if span is None else _along(span, column, each.shape[1])


def _along(span: tuple[float, float], place: int, count: int) -> str:
    """The middle of a cell, in the units of its axis."""
    share = (place + 0.5) / count
    return number(span[0] * (1 - share) + span[1] * share)
