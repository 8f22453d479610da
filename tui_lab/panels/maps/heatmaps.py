"""Heatmaps: a matrix as colours, or several; with names, paths, and points over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.cells import cell_len

from lessons.kit import Heatmap
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.area import Axes
from tui_lab.charts.rows import Row, Rows, Style
from tui_lab.charts.shades import Palette
from tui_lab.panels.checks import by_name, called, first, matrix, names, pair, tuples
from tui_lab.panels.kind import Cells, Paper, Room, Shown, legend
from tui_lab.panels.maps import workings
from tui_lab.panels.maps.one import Map, depth, flat, maps_of
from tui_lab.panels.maps.overlaid import overlaid, side_by_side
from tui_lab.panels.maps.tiles import Board, shared
from tui_lab.svg.ink import Ink, sample, text
from tui_lab.svg.map import heatmap_svg

DEEPEST = 4
"""Dimensions of an array of maps: layers, heads, rows, columns."""


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
        return first(_grid_mistake(panel, {"cells": each}) for _, each in flat("", value))

    def cells(self, panel: Heatmap, value: Any, room: Room) -> Rows:
        """The map as large as there is room; several of them side by side, in one scale."""
        return Board(panel, maps_of(panel, value), room).rows()

    def united(self, panel: Heatmap, pictures: Sequence[PictureEvent]) -> Sequence[PictureEvent]:
        """The maps of all, or one map with everybody's paths, where the page says so."""
        good = [each for each in pictures if not self.mistake(panel, each.value)]
        if panel.all_networks and good:
            return side_by_side(good)
        if not panel.overlaid:
            return pictures
        return [overlaid(good)] if good else pictures

    def captions(self, panel: Heatmap, value: Any, room: Room) -> list[Row]:
        """Of paths and of groups of points, which is which."""
        maps = maps_of(panel, value)
        if panel.all_networks and maps[1:] and (words := _axes_in_words(maps[0], room.width)):
            return [((room.cut(words, room.width), Style(room.frame)),)]
        found = dict.fromkeys(name for each in maps for name in (*each.paths, *each.groups))
        began = any(path for each in maps for path in each.paths.values())
        *rows, last = legend(room.styles(found), room) or [()]
        start = room.text("+ start")
        free = room.width - sum(cell_len(words) for words, _ in last) >= len(start)
        last = (*last, (start, Style(room.frame))) if began and free else last
        return [*rows, last] if last else []

    def rows(self, panel: Heatmap, value: Any) -> list[Cells]:
        """The matrix, with names where it has some; of several maps one below the other."""
        return [row for each in maps_of(panel, value) for row in _table(each)]

    def drawn(self, panel: Heatmap, value: Any, paper: Paper) -> str:
        """Each map, and which path and which points are whose."""
        maps = maps_of(panel, value)
        scale = shared(panel, maps)
        parts = [_on_paper(panel, each, paper, scale) for each in maps]
        if len(maps) == 1:
            return parts[0]
        tiles = (
            f'<div class="one"><p>{_title(each.name, paper)}</p>{part}</div>'
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


def _axes_in_words(each: Map, width: int) -> str:
    """What the rows and columns are, where both have names: small maps cannot say it.

    Of names for which there is no room, the first and the last.
    """
    axes = each.axes
    if not axes.rows or not axes.columns:
        return ""
    whole = _named(axes, ", ".join)
    return whole if cell_len(whole) <= width else _named(axes, _ends)


def _named(axes: Axes, joined: Callable[[Sequence[str]], str]) -> str:
    if axes.rows == axes.columns:
        return f"{axes.y_label} ↓ {axes.x_label} →: {joined(axes.rows)}"
    return f"{axes.y_label} ↓: {joined(axes.rows)}; {axes.x_label} →: {joined(axes.columns)}"


def _ends(names: Sequence[str]) -> str:
    return f"{names[0]} … {names[-1]}" if len(names) > 2 else ", ".join(names)


def _title(name: str, paper: Paper) -> str:
    """A map's name, with the sign of the network that it is of."""
    look = f"{sample(paper.runs[name], dashed=False)} " if name in paper.runs else ""
    return f"{look}{text(name)}"


def _on_paper(panel: Heatmap, each: Map, paper: Paper, shared: Palette) -> str:
    inks = paper.inks([*each.paths, *each.groups])
    plain = Ink("#ffffff", "#ffffff", "●")
    drawn = heatmap_svg(
        f"{paper.title} {each.name}".strip(), each.cells, each.axes, shared,
        paths={name: (inks[name], way) for name, way in each.paths.items()},
        spots=[(p.x, p.y, inks.get(p.group, plain), p.label) for p in each.points],
        numbers=panel.numbers, tones=each.tones,
    )  # fmt: skip
    entries = "".join(
        f"<li>{sample(ink._replace(dash=''), dashed=name in each.paths)} {text(name)}</li>"
        for name, ink in inks.items()
    )
    return drawn + (f'<ul class="legend">{entries}</ul>' if entries else "")
