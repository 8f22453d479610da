"""Parallel coordinates: an upright axis for each setting, a line through them for each trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tui_lab.charts.axes import Scale
from tui_lab.charts.lines.dots import Stroke, inked
from tui_lab.charts.lines.frame import ChartStyle
from tui_lab.charts.lines.plotext_dots import BRAILLE
from tui_lab.charts.rows import Grid, Rows, Style, fit, to_ascii
from tui_lab.system.words import number

LEAST = 12  # columns from an axis to the next
LEAST_HEIGHT = 7


@dataclass(frozen=True)
class Upright:
    """One axis: numbers on a scale, or names one above the other."""

    name: str
    scale: Scale
    names: Sequence[str] = ()
    """Of the places 0, 1, 2, …; without them it has numbers."""

    @property
    def ends(self) -> tuple[str, str]:
        """What stands at its top and at its bottom."""
        if self.names:
            return self.names[-1], self.names[0]
        return number(self.scale.high), number(self.scale.low)


@dataclass(frozen=True)
class Way:
    """A trial: a value on each axis, in their order, and its look. None ends the line."""

    values: Sequence[float | None]
    colour: str
    is_front: bool = False


def parallel(
    axes: Sequence[Upright], ways: Sequence[Way], width: int, height: int, *, style: ChartStyle
) -> Rows:
    """Lines from axis to axis; above each axis its name and highest value, below it the lowest.

    Where there is no room for all axes the first ones go: the last one is what the lines are for.
    """
    grid = Grid(width, height)
    shown = axes[-max((width - 8) // LEAST + 1, 2) :]
    first = len(axes) - len(shown)
    if height < LEAST_HEIGHT or len(shown) < 2:
        return grid.rows()
    places = _places(shown, width)
    _draw_ways(grid, shown, [(way.values[first:], way) for way in ways], places, style)
    for axis, column in zip(shown, places, strict=True):
        _draw_axis(grid, axis, column, style)
    if first:
        grid.write(0, 0, style.text(fit(f"+{first}", width)), Style(style.frame))
    rows = grid.rows()
    return [tuple((to_ascii(t), s) for t, s in row) for row in rows] if style.ascii_only else rows


def _places(axes: Sequence[Upright], width: int) -> list[int]:
    """The columns of the axes: with room for the words at the first and the last."""
    left = min(max(map(cell_len, (axes[0].name, *axes[0].ends))), width // 5) // 2 + 1
    right = min(max(map(cell_len, (axes[-1].name, *axes[-1].ends))), width // 5) // 2 + 1
    span = width - 1 - left - right
    return [left + round(n * span / (len(axes) - 1)) for n in range(len(axes))]


def _draw_ways(
    grid: Grid, axes: Sequence[Upright], ways: Sequence[tuple[Sequence[float | None], Way]],
    places: Sequence[int], style: ChartStyle,
) -> None:  # fmt: skip
    """The lines between the axes, those in front last."""
    across, up = (1, 1) if style.ascii_only else BRAILLE
    rows = grid.height - 3
    ordered = sorted(ways, key=lambda pair: pair[1].is_front)
    strokes = []
    for values, way in ordered:
        dots = []
        for axis, column, value in zip(axes, places, values, strict=True):
            share = axis.scale.share(value) if value is not None else None
            if share is None:
                break
            share = min(max(share, 0.0), 1.0)
            dots.append((column * across, round(share * (rows * up - 1))))
        symbol = "*" if way.is_front else "." if style.ascii_only else ""
        room = grid.width, rows
        strokes.append(Stroke(symbol if style.ascii_only else "", [dots], room=room))
    for ink in inked(strokes):
        way = ordered[max(ink.shared, default=ink.whose)][1]  # not by turns: the best is in front
        cell = ink.column, grid.height - 2 - ink.row
        grid.put(*cell, ink.character, Style(way.colour, bold=way.is_front))


def _draw_axis(grid: Grid, axis: Upright, column: int, style: ChartStyle) -> None:
    top, bottom = axis.ends
    frame = Style(style.frame)
    for row in range(2, grid.height - 1):
        grid.put(column, row, "│", frame)
    if axis.names:
        _name_places(grid, axis, column, frame)
    for row, words, look in (
        (0, axis.name, Style(bold=True)), (1, top, frame), (grid.height - 1, bottom, frame),
    ):  # fmt: skip
        said = style.text(fit(words, LEAST - 1))
        start = min(max(column - cell_len(said) // 2, 0), grid.width - cell_len(said))
        grid.write(start, row, said, look)


def _name_places(grid: Grid, axis: Upright, column: int, style: Style) -> None:
    """The names between the first and the last, beside the axis."""
    rows = grid.height - 3
    for place, name in enumerate(axis.names[1:-1], 1):
        share = axis.scale.share(place) or 0.0
        row = grid.height - 2 - round(share * (rows - 1))
        grid.write(column + 1, row, fit(name, LEAST - 3), style)
