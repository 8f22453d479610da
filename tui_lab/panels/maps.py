"""Heatmaps: a matrix as colours, or several; with names, paths, and points over it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lessons.kit import Heatmap
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.area import Axes
from tui_lab.charts.heatmap import draw_legend, heatmap
from tui_lab.charts.rows import Grid, Row, Rows, Style
from tui_lab.charts.scatter import Point, points_of
from tui_lab.charts.shades import Palette, Values, colour_scale
from tui_lab.panels import workings
from tui_lab.panels.checks import by_name, called, first, matrix, names, pair, tuples
from tui_lab.panels.kind import Cells, Paper, Room, Shown, legend
from tui_lab.panels.overlaid import overlaid
from tui_lab.svg.ink import Ink, sample, text
from tui_lab.svg.map import heatmap_svg

LEAST = (8, 5)
"""Columns and rows of one of several maps, with its name; fewer maps are drawn instead."""
NAMED = (24, 9)
"""From this size on each of several maps has the names of its axes."""
SQUARE = 2.2  # times as many columns as rows look square, a name included
DEEPEST = 4
"""Dimensions of an array of maps: layers, heads, rows, columns."""


@dataclass(frozen=True)
class Map:
    """One map of a panel, ready to be drawn."""

    name: str
    cells: Values
    axes: Axes
    paths: Mapping[str, list[tuple[float, float]]]
    points: Sequence[Point]

    @property
    def groups(self) -> list[str]:
        """The groups of its points that have a name."""
        return sorted({point.group for point in self.points} - {""})


class HeatmapKind(Shown[Heatmap]):
    """A matrix as colours, and what lies on it."""

    of = Heatmap

    def mistake(self, panel: Heatmap, value: Any) -> str:
        """A matrix, a `Grid`, several of them by name, or an array of matrices."""
        if isinstance(value, dict):
            if "cells" in value:
                return _grid_mistake(panel, value)
            if not value:
                return "there is no map in this dict"
            named = ((n, each) for n, each in value.items())
            return first(_mistake_of_one(panel, n, each) for n, each in named)
        if not isinstance(value, list):
            return f"a heatmap takes a matrix, and this is {called(value)}"
        if depth(value) > DEEPEST:
            return f"a heatmap takes at most {DEEPEST} dimensions"
        return first(_grid_mistake(panel, {"cells": each}) for _, each in _flat("", value))

    def cells(self, panel: Heatmap, value: Any, room: Room) -> Rows:
        """The map as large as there is room; several of them side by side, in one scale."""
        maps = maps_of(panel, value)
        if len(maps) == 1:
            colours = _palette(panel, room)
            return _drawn(panel, maps[0], room, colours, legend=True)
        return _several(panel, maps, room)

    def united(self, panel: Heatmap, pictures: Sequence[PictureEvent]) -> Sequence[PictureEvent]:
        """One map with everybody's paths, where the page says so."""
        if not panel.overlaid:
            return pictures
        good = [each for each in pictures if not self.mistake(panel, each.value)]
        return [overlaid(good)] if good else pictures

    def caption(self, panel: Heatmap, value: Any, room: Room) -> Row:
        """Of paths and of groups of points, which is which."""
        maps = maps_of(panel, value)
        found = dict.fromkeys(name for each in maps for name in (*each.paths, *each.groups))
        return legend(room.styles(found), room)

    def rows(self, panel: Heatmap, value: Any) -> list[Cells]:
        """The matrix, with names where it has some; of several maps one below the other."""
        return [row for each in maps_of(panel, value) for row in _table(each)]

    def drawn(self, panel: Heatmap, value: Any, paper: Paper) -> str:
        """Each map, and which path and which points are whose."""
        maps = maps_of(panel, value)
        shared = _shared(panel, maps)
        parts = [_on_paper(panel, each, paper, shared) for each in maps]
        if len(maps) == 1:
            return parts[0]
        tiles = (
            f'<div class="one"><p>{text(each.name)}</p>{part}</div>'
            for each, part in zip(maps, parts, strict=True)
        )
        return f'<div class="row">{"".join(tiles)}</div>'


def _mistake_of_one(panel: Heatmap, name: str, value: Any) -> str:
    wrong = _grid_mistake(panel, value if isinstance(value, dict) else {"cells": value})
    return wrong and f"in the map {name}, {wrong}"


def _grid_mistake(panel: Heatmap, grid: dict[str, Any]) -> str:
    """Cells first, for names are counted against them."""
    cells = grid.get("cells")
    if wrong := matrix(cells):
        return wrong
    assert isinstance(cells, list)
    wide, paths = max(map(len, cells), default=0), grid.get("paths") or {}
    return first((
        pair(grid.get("x"), "x"),
        pair(grid.get("y"), "y"),
        names(grid.get("rows") or panel.rows, "rows", len(cells)),
        names(grid.get("columns") or panel.columns, "columns", wide),
        by_name(paths, "paths") or first(tuples(p, f"the path {n}") for n, p in paths.items()),
        tuples(grid.get("points") or [], "points", (2, 4)),
        workings.mistake(grid.get("workings"), len(cells), wide),
    ))  # fmt: skip


def depth(value: Any) -> int:
    """The dimensions of nested lists, by the first of each; 2 at least."""
    count = 0
    while isinstance(value, list) and value:
        count, value = count + 1, value[0]
    return max(count + isinstance(value, list), 2)


def _flat(name: str, value: list[Any]) -> Iterator[tuple[str, Any]]:
    """Every matrix of an array of more dimensions, by its place: 1, 2 or 1.1, 1.2."""
    if depth(value) == 2:
        yield name, value
        return
    for place, part in enumerate(value, 1):
        inner = f"{name}.{place}" if name else str(place)
        if isinstance(part, list):
            yield from _flat(inner, part)
        else:
            yield inner, part


def maps_of(panel: Heatmap, value: Any) -> list[Map]:
    """What was shown, as maps. For values without a mistake."""
    if isinstance(value, dict) and "cells" not in value:
        return [_map(panel, name, each) for name, each in value.items()]
    if isinstance(value, list):
        return [_map(panel, name, each) for name, each in _flat("", value)]
    return [_map(panel, "", value)]


def _map(panel: Heatmap, name: str, value: Any) -> Map:
    grid = value if isinstance(value, dict) else {"cells": value}
    rows = tuple(grid.get("rows") or panel.rows)
    upwards = bool(grid.get("y")) and not rows
    cells = grid["cells"][::-1] if upwards else grid["cells"]
    columns = tuple(grid.get("columns") or panel.columns)
    x = None if columns else _pair(grid.get("x"))
    axes = Axes(panel.x, panel.y, x, _pair(grid.get("y")) if upwards else None, rows, columns)
    paths = {n: _path(points) for n, points in (grid.get("paths") or {}).items()}
    return Map(name, cells, axes, paths, points_of(grid.get("points") or []))


def _pair(value: Any) -> tuple[float, float] | None:
    return (float(value[0]), float(value[1])) if value else None


def _path(points: Any) -> list[tuple[float, float]]:
    nan = math.nan
    return [(nan if x is None else float(x), nan if y is None else float(y)) for x, y in points]


def _palette(panel: Heatmap, room: Room) -> Palette:
    own = Palette(log=panel.log, value_range=panel.limits)
    return replace(own, frame=room.frame, ascii_only=room.ascii_only)


def _shared(panel: Heatmap, maps: Sequence[Map]) -> Palette:
    """One scale for all maps of a panel, so that they can be compared."""
    every = [row for each in maps for row in each.cells]
    scale = colour_scale(every, Palette(log=panel.log, value_range=panel.limits))
    return Palette(log=panel.log, value_range=(scale.low, scale.high) if scale else None)


def _drawn(panel: Heatmap, each: Map, room: Room, palette: Palette, *, legend: bool) -> Rows:
    """One map; paths and points in colours for the dark ground that they get in every theme."""
    styles = room.styles([*each.paths, *each.groups], on_map=True)
    paths = {name: (*styles[name], points) for name, points in each.paths.items()}
    plain = room.own._replace(colour="#ffffff", marker="o" if room.ascii_only else "●")
    spots = [(p.x, p.y, *styles.get(p.group, plain)) for p in each.points]
    return heatmap(
        each.cells, room.width, room.height, axes=each.axes, palette=palette, paths=paths,
        spots=spots, numbers=panel.numbers, legend=legend,
    )  # fmt: skip


def _several(panel: Heatmap, maps: Sequence[Map], room: Room) -> Rows:
    """Maps side by side, as many as can be told apart, over one key of their colours."""
    shared = _shared(panel, maps)
    palette = replace(shared, frame=room.frame, ascii_only=room.ascii_only)
    grid, tall = Grid(room.width, room.height), room.height - 1
    columns, rows = tiling(len(maps), room.width, tall)
    shown = maps[: columns * rows]
    wide, high = room.width // columns, max(tall // rows, 1)
    for place, each in enumerate(shown):
        left, top = place % columns * wide, place // columns * high
        tile = room.sized(wide - 1, high - 1)
        grid.write(left, top, room.cut(each.name, wide - 1), Style(room.frame, bold=True))
        bare = each if tile.width >= NAMED[0] and tile.height >= NAMED[1] else _bare(each)
        _paste(grid, left, top + 1, _drawn(panel, bare, tile, palette, legend=False))
    every = [row for each in maps for row in each.cells]
    draw_legend(grid, 0, colour_scale(every, palette), palette)
    if len(shown) < len(maps):
        words = f"and {len(maps) - len(shown)} more"
        grid.write(max(room.width - len(words), 0), room.height - 1, words, Style(room.frame))
    return grid.rows()


def _bare(each: Map) -> Map:
    """A map without words around it, where there is no room for them."""
    return replace(each, axes=replace(each.axes, rows=(), columns=(), x_label="", y_label=""))


def tiling(count: int, width: int, height: int) -> tuple[int, int]:
    """Columns and rows of tiles: the most even ones in which all fit, or as many as fit."""
    most = max(width // (LEAST[0] + 1), 1), max(height // LEAST[1], 1)
    able = [(n, min(-(-count // n), most[1])) for n in range(1, min(count, most[0]) + 1)]
    whole = [(n, rows) for n, rows in able if n * rows >= count] or [able[-1]]
    return min(whole, key=lambda t: _unevenness(t, count, width / height if height else 1.0))


def _unevenness(tiles: tuple[int, int], count: int, shape: float) -> float:
    """How far tiles are from square, and how many of their places stay empty."""
    columns, rows = tiles
    square = abs(math.log(max(shape, 1e-9) * rows / columns / SQUARE))
    return square + max(columns * rows - count, 0) / count


def _paste(grid: Grid, left: int, top: int, rows: Rows) -> None:
    for y, row in enumerate(rows):
        column = left
        for words, style in row:
            column = grid.write(column, top + y, words, style)


def _table(each: Map) -> Iterator[Cells]:
    if each.name:
        yield (each.name,)
    if each.axes.columns:
        yield ("", *each.axes.columns) if each.axes.rows else each.axes.columns
    cells = each.cells[::-1] if each.axes.y_range else each.cells
    for place, row in enumerate(cells):
        yield (each.axes.rows[place], *row) if each.axes.rows else row
    if each.points:
        yield ("x", "y", "label", "group")
        yield from each.points


def _on_paper(panel: Heatmap, each: Map, paper: Paper, shared: Palette) -> str:
    inks = paper.inks([*each.paths, *each.groups])
    plain = Ink("#ffffff", "#ffffff", "●")
    drawn = heatmap_svg(
        f"{paper.title} {each.name}".strip(), each.cells, each.axes, shared,
        paths={name: (inks[name], way) for name, way in each.paths.items()},
        spots=[(p.x, p.y, inks.get(p.group, plain), p.label) for p in each.points],
        numbers=panel.numbers,
    )  # fmt: skip
    entries = "".join(
        f"<li>{sample(ink._replace(dash=''), dashed=name in each.paths)} {text(name)}</li>"
        for name, ink in inks.items()
    )
    return drawn + (f'<ul class="legend">{entries}</ul>' if entries else "")
