"""What a lesson showed, drawn for a page: maps, scatters, pictures, tables and words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from lessons.kit import Heatmap, Image, Panel, Scatter, Table, Text
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.axes import Scale, clamp, labels, nice_range, ticks
from tui_lab.charts.scatter import Point, points_of
from tui_lab.charts.shades import GREY, Palette, Values, colour_scale, shades, shrink
from tui_lab.exports.drawing import Frame, svg
from tui_lab.exports.ink import Ink, ink, marker, sample, text
from tui_lab.exports.png import address
from tui_lab.system.words import number

LARGEST = 160  # cells of a map, across and down: as many as can be told apart in print
MOST_ROWS, MOST_LETTERS = 200, 20_000
MOST_LABELS = 400
BROAD = 4  # columns; a table of more needs half a page

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def drawn(panel: Panel, value: Any, title: str, ink: Ink, inks: Mapping[str, Ink]) -> str:
    """A panel's picture."""
    match panel:
        case Heatmap():
            return _heatmap(panel, value, title, inks)
        case Image():
            return _image(value, title)
        case Scatter():
            return _scatter(panel, value, title, ink)
        case Table():
            return _table(panel, value)
        case Text():
            words = str(value)
            more = "…" if len(words) > MOST_LETTERS else ""
            return f"<pre>{text(words[:MOST_LETTERS])}{more}</pre>"
    return '<p class="quiet">this panel cannot be drawn in a report</p>'


def _places(values: Values, scale: Scale | None, count: int) -> list[list[int | None]]:
    """Each value's place in a map of this many colours."""

    def place(value: float | None) -> int | None:
        share = None if value is None or scale is None else scale.share(value)
        return None if share is None else round(clamp(share, 0.0, 1.0) * (count - 1))

    return [[place(value) for value in row] for row in shrink(values, LARGEST, LARGEST)]


class _Map:
    """A heatmap's area: the room around it, and where its axes' values lie."""

    def __init__(self, cells: Values, x: Any, y: Any) -> None:
        rows, columns = max(len(cells), 1), max(max(map(len, cells), default=0), 1)
        self.x = Scale(*(map(float, x) if x else (-0.5, columns - 0.5)))
        self.y = Scale(*(map(float, y) if y else (-0.5, rows - 0.5)))
        self.upwards = bool(y)
        self.y_names = labels(ticks(self.y, 6, whole=not y))
        self.left = max(map(len, self.y_names), default=1) * 6.6 + 12
        self.wide, self.top = 390.0, 16.0
        self.tall = clamp(self.wide * rows / columns, 90.0, 300.0)
        self.counted = not x

    def across(self, value: float) -> float:
        """How far from the left, held at the edge."""
        return self.left + clamp(self.x.share(value) or 0.0, 0.0, 1.0) * self.wide

    def down(self, value: float) -> float:
        """How far from the top, held at the edge."""
        share = clamp(self.y.share(value) or 0.0, 0.0, 1.0)
        return self.top + (1 - share if self.upwards else share) * self.tall

    def axes(self, page: Heatmap) -> Iterator[str]:
        """Numbers at both sides, and what they count."""
        for value, name in zip(ticks(self.y, 6, whole=not self.upwards), self.y_names, strict=True):
            yield _words(name, self.left - 6, self.down(value) + 4, "end")
        values, bottom = ticks(self.x, 6, self.counted), self.top + self.tall
        for value, name in zip(values, labels(values), strict=True):
            yield _words(name, self.across(value), bottom + 14, "middle")
        yield _words(page.x and f"{page.x} →", self.left + self.wide, bottom + 28, "end", "name")
        arrow = "↑" if self.upwards else "↓"
        yield _words(page.y and f"{page.y} {arrow}", 2, 11, "start", "name")


def _words(words: str, x: float, y: float, anchor: str, kind: str = "tick") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{text(words)}</text>' if words else ""


def _picture(rows: list[list[int | None]], colours: Sequence[str], box: Box) -> str:
    left, top, wide, tall = box
    place = f'x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
    return (
        f'<rect class="blank" {place}/>'
        f'<image class="map" {place} preserveAspectRatio="none" href="{address(rows, colours)}"/>'
    )


def _heatmap(page: Heatmap, value: Any, title: str, inks: Mapping[str, Ink]) -> str:
    grid = value if isinstance(value, dict) else {"cells": value}
    cells = grid["cells"][::-1] if grid.get("y") else grid["cells"]
    area = _Map(cells, grid.get("x"), grid.get("y"))
    colours = shades(Palette(log=page.log).colours)
    scale = colour_scale(cells, Palette(log=page.log))
    box = (area.left, area.top, area.wide, area.tall)
    parts = [_picture(_places(cells, scale, len(colours)), colours, box), *area.axes(page)]
    paths = grid.get("paths") or {}
    styles = {name: inks.get(name) or ink(len(inks) + n) for n, name in enumerate(paths)}
    parts += [_path(area, points, styles[name], name) for name, points in paths.items()]
    bottom = area.top + area.tall + 38
    parts += _colour_key(scale, colours, area.left, bottom, page.log)
    size = (area.left + area.wide + 14, bottom + 14)
    return svg(title, _map_in_words(scale), parts, size) + _legend(styles)


def _legend(styles: Mapping[str, Ink]) -> str:
    """Which way is whose, in the light colours that ways have on a map."""
    found = [f"<li>{sample(each._replace(dash=''))} {text(n)}</li>" for n, each in styles.items()]
    return f'<ul class="legend">{"".join(found)}</ul>' if found else ""


def _map_in_words(scale: Scale | None) -> str:
    return f"From {number(scale.low)} to {number(scale.high)}." if scale else "Nothing yet."


def _colour_key(
    scale: Scale | None, colours: Sequence[str], left: float, top: float, log: bool
) -> Iterator[str]:
    """Lowest number, the colours, highest number."""
    if scale is None:
        return
    low, high = number(scale.low), number(scale.high) + (" (log)" if log else "")
    begin = left + len(low) * 6.6 + 8
    yield _words(low, left, top + 9, "start")
    yield _picture([list(range(len(colours)))], colours, (begin, top, 96.0, 9.0))
    yield _words(high, begin + 104, top + 9, "start")


def _path(area: _Map, points: Any, style: Ink, name: str) -> str:
    """A way across the map, on a halo, in the light colour that the screen has there too."""
    places = [
        (area.across(float(x)), area.down(float(y)))
        for x, y in points
        if x is not None and y is not None and math.isfinite(x) and math.isfinite(y)
    ]
    if not places:
        return ""
    way = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    lines = f'<path class="halo" d="{way}"/><path class="line" d="{way}"/>'
    drawn = f"<title>{text(name)}</title>{lines}{marker(style.shape, *places[-1])}"
    return f'<g class="ink" style="--l:{style.dark};--d:{style.dark}">{drawn}</g>'


def _image(value: Any, title: str) -> str:
    rows = len(value), max(map(len, value), default=0)
    if not all(rows):
        return '<p class="quiet">nothing yet</p>'
    scale = 260 / max(rows)
    size = rows[1] * scale, rows[0] * scale
    grey = shades(GREY, 64)
    part = _picture(_places(value, Scale(0.0, 1.0), len(grey)), grey, (0.0, 0.0, *size))
    return svg(title, f"A picture of {rows[1]} by {rows[0]}.", [part], size)


def _scatter(page: Scatter, value: Any, title: str, own: Ink) -> str:
    points = points_of(value)
    points = [point for point in points if math.isfinite(point.x) and math.isfinite(point.y)]
    if not points:
        return '<p class="quiet">nothing yet</p>'
    frame = Frame(
        Scale(*nice_range(min(p.x for p in points), max(p.x for p in points))),
        Scale(*nice_range(min(p.y for p in points), max(p.y for p in points))),
    )
    groups = sorted({point.group for point in points})
    styles = {g: ink(n) for n, g in enumerate(groups)} if groups[1:] else {groups[0]: own}
    parts = [*frame.grid(page.x, page.y), *_spots(frame, points, styles)]
    return svg(title, f"{len(points)} points.", parts)


def _spots(frame: Frame, points: Sequence[Point], styles: Mapping[str, Ink]) -> Iterator[str]:
    """Each point, and its name on whichever side there is room for it."""
    places = [(p, place) for p in points if (place := frame.point(p.x, p.y))]
    taken: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for _, (x, y) in places]
    for point, (x, y) in places:
        label = _name(frame, point, x, y, taken) if len(places) <= MOST_LABELS else ""
        name = f"<title>{text(point.label)}</title>"
        shape = marker(styles[point.group].shape, x, y)
        yield f"<g {styles[point.group].colour}>{name}{shape}{label}</g>"


def _name(frame: Frame, point: Point, x: float, y: float, taken: list[Box]) -> str:
    long = len(point.label) * 6.0
    for left, anchor in ((x + 7, "start"), (x - 7 - long, "end")):
        box = (left, y - 5, left + long, y + 5)
        free = not any(_meet(box, other) for other in taken)
        if point.label and free and left >= frame.left and left + long <= frame.right:
            taken.append(box)
            return _words(point.label, x + 7 if anchor == "start" else x - 7, y + 4, anchor, "spot")
    return ""


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_broad(panel: Panel, shown: Sequence[PictureEvent]) -> bool:
    """Whether these are tables that three side by side would cut."""
    return isinstance(panel, Table) and any(len(row) > BROAD for p in shown for row in p.value)


def _table(page: Table, value: Any) -> str:
    rows = [list(row) for row in value]
    heads = list(page.columns) or (rows.pop(0) if rows else [])
    kinds = [_kind(item) for item in rows[0]] if rows else []
    top = "".join(
        f"<th{kind}>{_cell(h)}</th>" for h, kind in zip_longest(heads, kinds, fillvalue="")
    )
    body = "".join(_line(row) for row in rows[:MOST_ROWS])
    more = len(rows) - MOST_ROWS
    rest = f'<p class="quiet">and {more} more rows</p>' if more > 0 else ""
    whole = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll">{whole}</div>{rest}'


def _line(row: Sequence[Any]) -> str:
    cells = (f"<td{_kind(item)}>{_cell(item)}</td>" for item in row)
    return f"<tr>{''.join(cells)}</tr>"


def _kind(item: Any) -> str:
    return ' class="number"' if isinstance(item, int | float) else ""


def _cell(item: Any) -> str:
    return number(item) if isinstance(item, float) else "" if item is None else text(item)
