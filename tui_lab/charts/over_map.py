"""What lies on a map: points, and paths as lines. Each on a ground that is darkened once for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tui_lab.charts.area import Area
from tui_lab.charts.lines.plotext_dots import BLANK, dots_of
from tui_lab.charts.rows import Style, blend, single

Path = tuple[str, str, Sequence[tuple[float, float]]]
"""Colour "#rrggbb", marker, and points (x, y) in the coordinates of the axes."""

Spot = tuple[float, float, str, str]
"""A point over the map: x, y, colour, marker."""

Place = tuple[int, int]
"""Column and row of the grid."""

DARKENED = 0.55
"""Of black, over the colour of a map: on what is left of yellow a pale line is seen too."""


class OverMap:
    """Draws on a map. A cell that several lines go through gets no darker for it."""

    def __init__(self, area: Area, *, ascii_only: bool) -> None:
        self.area, self.ascii_only = area, ascii_only
        self._darkened: set[Place] = set()
        self._dots: dict[Place, int] = {}
        """The dots of braille in each cell, of all paths so far."""

    def draw_spot(self, spot: Spot) -> None:
        """A point; nothing for one outside of the map."""
        x, y, colour, marker = spot
        cell = self.area.cell(x, y)
        if cell and not cell[2]:
            self._put(cell[:2], single(marker), colour)

    def draw_path(self, path: Path) -> None:
        """A line along the way, the marker where it is now, a plus where it began."""
        colour, marker, points = path
        found = [(point, cell) for point in points if (cell := self.area.cell(*point))]
        if not found:
            return
        cells = [cell for _, cell in found]
        if self.ascii_only:
            self._draw_dotted([cell[:2] for cell in cells], colour)
        else:
            self._draw_line([point for point, _ in found], colour)
        for column, row, arrow in cells:
            if arrow:
                self._put((column, row), arrow, colour)
        self._put(cells[0][:2], "+", colour)
        self._put(cells[-1][:2], cells[-1][2] or single(marker), colour)

    def _draw_line(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        area = self.area
        way = [dot for point in points if (dot := area.dot(*point))]
        for (column, up), dots in dots_of([way], (area.width, area.height)).items():
            place = area.left + column, area.height - 1 - up
            self._dots[place] = self._dots.get(place, 0) | dots
            self._put(place, chr(BLANK + self._dots[place]), colour)

    def _draw_dotted(self, cells: Sequence[Place], colour: str) -> None:
        for (column, row), (end_column, end_row) in pairwise(cells):
            length = max(abs(end_column - column), abs(end_row - row), 1)
            for n in range(length):
                at = column + round((end_column - column) * n / length)
                self._put((at, row + round((end_row - row) * n / length)), "•", colour)

    def _put(self, place: Place, character: str, colour: str) -> None:
        """A mark on a ground darkened for it, so that it can be seen on any colour."""
        grid, style = self.area.grid, Style(colour, bold=True)
        ground = grid.ground(*place)
        if ground and place not in self._darkened:
            self._darkened.add(place)
            if grid.character(*place) == "▀":  # two rows of data in one cell
                ground = blend(grid.colour(*place) or ground, ground, 0.5)
            style = style._replace(bg=blend("#000000", ground, DARKENED))
        grid.put(*place, character, style)
