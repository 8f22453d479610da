"""The maps of a panel, read from what a loop sent: their cells, axes, and what lies on them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.kit import Heatmap
from tui_lab.charts.area import Axes, measure
from tui_lab.charts.scatter import Point, points_of
from tui_lab.charts.shades import Values
from tui_lab.charts.squares import Shape


@dataclass(frozen=True)
class Map:
    """One map of a panel, ready to be drawn."""

    name: str
    cells: Values
    axes: Axes
    paths: Mapping[str, list[tuple[float, float]]]
    points: Sequence[Point]
    workings: Any = None
    """How the cells were computed, as it travelled; None where the loop did not say."""
    by_row: bool = False
    """Whether colours are shares of a row."""

    @property
    def tones(self) -> Values:
        """What the colours show: the values, or each row's shares."""
        return [_shares(row) for row in self.cells] if self.by_row else self.cells

    @property
    def shape(self) -> Shape:
        """Rows and columns."""
        return len(self.cells), max(map(len, self.cells), default=0)

    def sent_row(self, row: int) -> int:
        """The row that the loop sent, where it is drawn from the bottom up."""
        return len(self.cells) - 1 - row if self.axes.y_range else row

    @property
    def groups(self) -> list[str]:
        """The groups of its points that have a name."""
        return sorted({point.group for point in self.points} - {""})


def depth(value: Any) -> int:
    """The dimensions of nested lists, by the first of each; 2 at least."""
    count = 0
    while isinstance(value, list) and value:
        count, value = count + 1, value[0]
    return max(count + isinstance(value, list), 2)


def flat(name: str, value: list[Any]) -> Iterator[tuple[str, Any]]:
    """Every matrix of an array of more dimensions, by its place: 1, 2 or 1.1, 1.2."""
    if depth(value) == 2:
        yield name, value
        return
    for place, part in enumerate(value, 1):
        inner = f"{name}.{place}" if name else str(place)
        if isinstance(part, list):
            yield from flat(inner, part)
        else:
            yield inner, part


def maps_of(panel: Heatmap, value: Any) -> list[Map]:
    """What was shown, as maps. For values without a mistake."""
    if isinstance(value, dict) and "cells" not in value:
        return [_map(panel, name, each) for name, each in value.items()]
    if isinstance(value, list):
        return [_map(panel, name, each) for name, each in flat("", value)]
    return [_map(panel, "", value)]


def _map(panel: Heatmap, name: str, value: Any) -> Map:
    grid = value if isinstance(value, dict) else {"cells": value}
    rows = tuple(grid.get("rows") or panel.rows)
    upwards = bool(grid.get("y")) and not rows
    cells = grid["cells"][::-1] if upwards else grid["cells"]
    columns = tuple(grid.get("columns") or panel.columns)
    x = None if columns else _pair(grid.get("x"))
    y = _pair(grid.get("y")) if upwards else None
    colours = measure(panel.unit or by_row_words(panel), log=panel.log)
    axes = Axes(panel.x, panel.y, x, y, rows, columns, colours)
    paths = {n: _path(points) for n, points in (grid.get("paths") or {}).items()}
    points = points_of(grid.get("points") or [])
    return Map(name, cells, axes, paths, points, grid.get("workings"), panel.by_row)


def _shares(row: Sequence[float | None]) -> list[float | None]:
    """Each value over the sum of its row; 0 in a row without anything."""
    whole = sum(value for value in row if value is not None and math.isfinite(value))
    return [None if value is None else value / whole if whole else 0.0 for value in row]


def _pair(value: Any) -> tuple[float, float] | None:
    return (float(value[0]), float(value[1])) if value else None


def _path(points: Any) -> list[tuple[float, float]]:
    nan = math.nan
    return [(nan if x is None else float(x), nan if y is None else float(y)) for x, y in points]


def limits_of(panel: Heatmap) -> tuple[float, float] | None:
    """What the colours span: of shares, all that there can be."""
    return (0.0, 1.0) if panel.by_row and panel.limits is None else panel.limits


def by_row_words(panel: Heatmap) -> str:
    """What the colours measure where they are shares."""
    return "of its row" if panel.by_row else ""
