"""One map or several on a screen: where each lies, which are shown, and a cursor over them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rich.cells import cell_len

from lessons.kit import Heatmap
from tui_lab.charts.area import LEAST_KEY, Area, lines_of_names
from tui_lab.charts.heatmap import LEAST_WIDTH, area_of, draw_legend, heatmap
from tui_lab.charts.rows import Grid, Rows, Style
from tui_lab.charts.shades import Palette, colour_scale
from tui_lab.charts.squares import place_at, square_of
from tui_lab.panels.kind import Room
from tui_lab.panels.maps.cursor import Cursor
from tui_lab.panels.maps.marks import Mark, paste
from tui_lab.panels.maps.one import Map, by_row_words, limits_of

LEAST = (8, 5)
"""Columns and rows of one of several maps, with its name; fewer maps are drawn instead."""
NAMED = (24, 9)
"""From this size on each of several maps has the names of its axes."""
SQUARE = 2.2  # times as many columns as rows look square, a name included


@dataclass(frozen=True)
class Tile:
    """One of the maps, and where it lies below its name."""

    place: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Board:
    """The maps of a panel in a room: all of them, those of a page, or one alone."""

    panel: Heatmap
    maps: Sequence[Map]
    room: Room
    at: int = 0
    """The map that must be among those that are shown."""
    alone: bool = False
    """Whether it has the room for itself."""

    @property
    def is_one(self) -> bool:
        """Whether one map fills the room, with its legend."""
        return self.alone or len(self.maps) == 1

    def is_like(self, other: Board) -> bool:
        """Whether the other shows the same: which of a page's maps must be there is no matter."""
        if self.maps is not other.maps or self.room != other.room or self.alone != other.alone:
            return False
        return any(tile.place == other.at for tile in self.tiles)

    @cached_property
    def across(self) -> int:
        """How many lie side by side."""
        return tiling(len(self.maps), self.room.width, self.room.height - 1)[0]

    @cached_property
    def tiles(self) -> list[Tile]:
        """Those that are shown: the page that has the one that must be."""
        width, tall = self.room.width, self.room.height - 1
        if self.is_one:
            return [Tile(self.at, 0, 0, width, tall + 1)]
        columns, rows = tiling(len(self.maps), width, tall)
        first = self.at // (columns * rows) * (columns * rows)
        wide, high = width // columns, max(tall // rows, 1)
        return [
            Tile(first + n, n % columns * wide, n // columns * high + 1, wide - 1, high - 1)
            for n in range(min(columns * rows, len(self.maps) - first))
        ]

    def rows(self) -> Rows:
        """The maps, in one scale that all of them share."""
        panel, room = self.panel, self.room
        if len(self.maps) == 1:
            return drawn_alone(panel, self.maps[0], room, palette_of(panel, room), legend=True)
        palette = replace(shared(panel, self.maps), frame=room.frame, ascii_only=room.ascii_only)
        if self.alone:
            return drawn_alone(panel, self.maps[self.at], room, palette, legend=True)
        grid = Grid(room.width, room.height)
        for tile in self.tiles:
            self._name(grid, tile)
            part, own = room.sized(tile.width, tile.height), self.worded(tile)
            paste(grid, tile.left, tile.top, drawn_alone(panel, own, part, palette, legend=False))
        self._draw_below(grid, palette)
        return grid.rows()

    def _name(self, grid: Grid, tile: Tile) -> None:
        """A map's name above it; that of a network in its colour, with its sign."""
        name, room, colour = self.maps[tile.place].name, self.room, self.room.frame
        if name in room.runs:
            colour, sign = room.styles([name])[name]
            name = f"{sign} {name}"
        words = room.cut(short(name, tile.width), tile.width)
        grid.write(tile.left, tile.top - 1, words, Style(colour, bold=True))

    def _draw_below(self, grid: Grid, palette: Palette) -> None:
        """The key of the colours, and beside it which of the maps these are, or their axes."""
        words = self.position() or self._axes_in_words()
        every = [row for each in self.maps for row in each.tones]
        key = Grid(grid.width - (len(words) + 2 if words else 0), 1)
        draw_legend(key, 0, colour_scale(every, palette), palette)
        paste(grid, 0, grid.height - 1, key.rows())
        place = max(grid.width - len(words), 0)
        grid.write(place, grid.height - 1, words, Style(self.room.frame))

    def _axes_in_words(self) -> str:
        """What rows and columns are, where no map has room to say it and there is room below."""
        axes, said = self.maps[0].axes, [self.worded(tile).axes for tile in self.tiles]
        if self.panel.all_networks or any(each.x_label or each.y_label for each in said):
            return ""
        words = " ".join(f"{name} {sign}" for name, sign in
                         ((axes.y_label, "↓"), (axes.x_label, "→")) if name)  # fmt: skip
        has_room = cell_len(words) + 2 + LEAST_KEY + cell_len(axes.measure) <= self.room.width
        return self.room.text(words) if has_room else ""

    def position(self) -> str:
        """Which of the maps these are; nothing where all of them are shown."""
        count, first = len(self.maps), self.tiles[0].place
        if len(self.tiles) == count:
            return ""
        if not first:
            return f"and {count - len(self.tiles)} more"
        return self.room.text(f"maps {first + 1}–{first + len(self.tiles)} of {count}")

    def worded(self, tile: Tile) -> Map:
        """The map of a tile, with the names of its axes where there is room for them."""
        each = self.maps[tile.place]
        if self.is_one or (tile.width >= NAMED[0] and tile.height >= NAMED[1]):
            return each
        if _has_room(each, tile):
            return replace(each, axes=replace(each.axes, x_label="", y_label=""))
        return replace(each, axes=replace(each.axes, rows=(), columns=(), x_label="", y_label=""))

    def area(self, tile: Tile) -> Area:
        """Where the cells of a tile's map are, from its own corner."""
        each = self.worded(tile)
        axes = each.axes.in_ascii() if self.room.ascii_only else each.axes
        halves = not self.room.ascii_only
        size = tile.width, tile.height
        return area_of(each.cells, *size, axes, legend=self.is_one, halves=halves)

    def mark(self, cursor: Cursor) -> Mark | None:
        """Where a cell and its names are; None where its map is not shown."""
        tile = next((each for each in self.tiles if each.place == cursor.place), None)
        if tile is None:
            return None
        area, axes = self.area(tile), self.worded(tile).axes
        shape, halves = self.maps[tile.place].shape, not self.room.ascii_only
        found = square_of(area, shape, cursor[1:], halves=halves)
        if found is None:
            return None
        square, names, row = found.moved(tile.left, tile.top), [], ""
        if axes.rows:
            names.append(square._replace(left=tile.left, right=tile.left + area.left - 1))
            row = axes.rows[cursor.row]
        if axes.columns and area.left:
            below = tile.top + area.height
            after = below + lines_of_names(area.grid, axes)
            names.append(square._replace(top=below, bottom=after))
        return Mark(square, names, row)

    def cursor_at(self, column: int, row: int) -> Cursor | None:
        """The cell at a character; None where there is none."""
        for tile in self.tiles:
            shape, area = self.maps[tile.place].shape, self.area(tile)
            if place := place_at(area, shape, column - tile.left, row - tile.top):
                return Cursor(tile.place, *place)
        return None


def _has_room(each: Map, tile: Tile) -> bool:
    """Whether each row of a small map has a line for its name, and each column two characters."""
    rows, columns = each.axes.rows, each.axes.columns
    if not rows or not columns or tile.width < LEAST_WIDTH:
        return False
    left = min(max(map(cell_len, rows)), tile.width // 3) + 1
    return len(rows) < tile.height and 2 * len(columns) <= tile.width - left


def short(name: str, width: int) -> str:
    """`layer 1 head 2` as `l1 h2` where it has no room: cut, all heads would be called alike."""
    if cell_len(name) <= width:
        return name
    return re.sub(r"([^\W\d])[^\W\d]*[ _.-]*(?=\d)", r"\1", name)


def palette_of(panel: Heatmap, room: Room) -> Palette:
    """The colours of one map, on this screen."""
    words = panel.unit or by_row_words(panel)
    own = Palette(log=panel.log, value_range=limits_of(panel), label=words)
    return replace(own, frame=room.frame, ascii_only=room.ascii_only)


def shared(panel: Heatmap, maps: Sequence[Map]) -> Palette:
    """One scale for all maps of a panel, so that they can be compared."""
    every = [row for each in maps for row in each.tones]
    scale = colour_scale(every, Palette(log=panel.log, value_range=limits_of(panel)))
    span = (scale.low, scale.high) if scale else None
    return Palette(log=panel.log, value_range=span, label=panel.unit or by_row_words(panel))


def drawn_alone(panel: Heatmap, each: Map, room: Room, palette: Palette, *, legend: bool) -> Rows:
    """One map; paths and points in colours for the dark ground that they get in every theme."""
    styles = room.styles([*each.paths, *each.groups], on_map=True)
    paths = {name: (*styles[name], points) for name, points in each.paths.items()}
    plain = room.own._replace(colour="#ffffff", marker="o" if room.ascii_only else "●")
    spots = [(p.x, p.y, *styles.get(p.group, plain)) for p in each.points]
    return heatmap(
        each.cells, room.width, room.height, axes=each.axes, palette=palette, paths=paths,
        spots=spots, numbers=panel.numbers, legend=legend, tones=each.tones,
    )  # fmt: skip


HOLE = 3.0
"""What places without a map count, all of them empty."""


def tiling(count: int, width: int, height: int) -> tuple[int, int]:
    """Columns and rows of tiles: the most even ones in which all fit, or as many as fit."""
    most = max(width // (LEAST[0] + 1), 1), max(height // LEAST[1], 1)
    able = [(n, min(-(-count // n), most[1])) for n in range(1, min(count, most[0]) + 1)]
    whole = [(n, rows) for n, rows in able if n * rows >= count] or [able[-1]]
    return min(whole, key=lambda t: _unevenness(t, count, width / height if height else 1.0))


def _unevenness(tiles: tuple[int, int], count: int, shape: float) -> float:
    """How far tiles are from square, and how many of their places stay empty: a hole is worse."""
    columns, rows = tiles
    square = abs(math.log(max(shape, 1e-9) * rows / columns / SQUARE))
    return square + HOLE * max(columns * rows - count, 0) / count
