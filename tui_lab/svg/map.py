"""A heatmap as SVG: a small PNG, stretched, with axes, names, paths, points and a colour key."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from tui_lab.charts.area import Axes
from tui_lab.charts.axes import Scale, clamp, labels, ticks
from tui_lab.charts.shades import Palette, Values, colour_scale, is_light, shades, shrink
from tui_lab.svg.drawing import DIGIT, svg
from tui_lab.svg.ink import Ink, marker, text
from tui_lab.svg.png import address
from tui_lab.system.words import number

LARGEST = 160  # cells of a map, across and down: as many as can be told apart in print
LONGEST = 14  # letters of a name beside a row; more are cut
Box = tuple[float, float, float, float]
"""Left, top, width, height."""
Way = Sequence[tuple[float, float]]
Spot = tuple[float, float, Ink, str]
"""A point over the map: x, y, its look, its label."""


def places_in(values: Values, scale: Scale | None, count: int) -> list[list[int | None]]:
    """Each value's place in a map of this many colours."""

    def place(value: float | None) -> int | None:
        share = None if value is None or scale is None else scale.share(value)
        return None if share is None else round(clamp(share, 0.0, 1.0) * (count - 1))

    return [[place(value) for value in row] for row in shrink(values, LARGEST, LARGEST)]


class _Map:
    """A heatmap's area: the room around it, and where its axes' values lie."""

    def __init__(self, cells: Values, axes: Axes) -> None:
        rows, columns = max(len(cells), 1), max(max(map(len, cells), default=0), 1)
        self.axes = axes
        self.x = Scale(*(axes.x_range or (-0.5, columns - 0.5)))
        self.y = Scale(*(axes.y_range or (-0.5, rows - 0.5)))
        self.upwards = axes.y_range is not None
        values = ticks(self.y, 6, whole=not self.upwards)
        names = axes.rows or labels(values)
        places = range(len(axes.rows)) if axes.rows else values
        self.y_marks = list(zip(places, names, strict=True))
        self.left = min(max(map(len, names), default=1), LONGEST) * DIGIT + 12
        self.wide, self.top = 390.0, 16.0
        self.tall = clamp(self.wide * rows / columns, 90.0, 300.0)
        self.is_slanted = bool(axes.columns) and (
            max(map(len, axes.columns)) * DIGIT > self.wide / len(axes.columns)
        )
        longest = min(max(map(len, axes.columns), default=0), LONGEST)
        self.below = 28 + (longest * DIGIT * 0.7 if self.is_slanted else 0)

    @property
    def bottom(self) -> float:
        """Below the axis and what is written there."""
        return self.top + self.tall + self.below

    def across(self, value: float) -> float:
        """How far from the left, held at the edge."""
        return self.left + clamp(self.x.share(value) or 0.0, 0.0, 1.0) * self.wide

    def down(self, value: float) -> float:
        """How far from the top, held at the edge."""
        share = clamp(self.y.share(value) or 0.0, 0.0, 1.0)
        return self.top + (1 - share if self.upwards else share) * self.tall

    def marks(self) -> Iterator[str]:
        """Names or numbers at both sides, and what they are."""
        for value, name in self.y_marks:
            yield words(_cut(name), self.left - 6, self.down(value) + 4, "end")
        yield from self._columns()
        x, y = self.axes.x_label, self.axes.y_label
        yield words(x and f"{x} →", self.left + self.wide, self.bottom, "end", "name")
        yield words(y and f"{y} {'↑' if self.upwards else '↓'}", 2, 11, "start", "name")

    def _columns(self) -> Iterator[str]:
        names, bottom = self.axes.columns, self.top + self.tall + 14
        if not names:
            values = ticks(self.x, 6, self.axes.x_range is None)
            for value, label in zip(values, labels(values), strict=True):
                yield words(label, self.across(value), bottom, "middle")
            return
        for place, name in enumerate(names):
            x = self.across(place)
            if self.is_slanted:
                turned = f'<g transform="rotate(-45 {x:.1f} {bottom - 4:.1f})">'
                yield f"{turned}{words(_cut(name), x, bottom, 'end')}</g>"
            else:
                yield words(name, x, bottom, "middle")


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def words(said: str, x: float, y: float, anchor: str, kind: str = "tick") -> str:
    """A text of a picture; nothing for nothing."""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{text(said)}</text>' if said else ""


def picture(rows: list[list[int | None]], colours: Sequence[str], box: Box) -> str:
    """Cells of few colours, stretched over a box."""
    left, top, wide, tall = box
    place = f'x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
    return (
        f'<rect class="blank" {place}/>'
        f'<image class="map" {place} preserveAspectRatio="none" href="{address(rows, colours)}"/>'
    )


def _map_inwords(scale: Scale | None) -> str:
    return f"From {number(scale.low)} to {number(scale.high)}." if scale else "Nothing yet."


def _colour_key(
    scale: Scale | None, colours: Sequence[str], left: float, top: float, palette: Palette
) -> Iterator[str]:
    """Lowest number, the colours, highest number."""
    if scale is None:
        return
    low, high = (
        number(scale.low),
        " ".join(filter(None, (number(scale.high), palette.label, "(log)" if palette.log else ""))),
    )
    begin = left + len(low) * DIGIT + 8
    yield words(low, left, top + 9, "start")
    yield picture([list(range(len(colours)))], colours, (begin, top, 96.0, 9.0))
    yield words(high, begin + 104, top + 9, "start")


def heatmap_svg(
    title: str,
    cells: Values,
    axes: Axes,
    palette: Palette,
    *,
    paths: Mapping[str, tuple[Ink, Way]],
    spots: Sequence[Spot] = (),
    numbers: bool = False,
    tones: Values | None = None,
) -> str:
    """The map with all that belongs to it; `tones` are what its colours show."""
    area, colours = _Map(cells, axes), shades(palette.colours)
    scale = colour_scale(tones or cells, palette)
    box = (area.left, area.top, area.wide, area.tall)
    places = places_in(tones or cells, scale, len(colours))
    parts = [picture(places, colours, box), *area.marks()]
    if numbers:
        parts += _numbers(area, cells, places, colours)
    parts += [_path(area, way, style, name) for name, (style, way) in paths.items()]
    parts += [_spot(area, *spot) for spot in spots]
    parts += _colour_key(scale, colours, area.left, area.bottom + 10, palette)
    size = (area.left + area.wide + 14, area.bottom + 24)
    return svg(title, _map_inwords(scale), parts, size)


def _numbers(
    area: _Map, cells: Values, places: list[list[int | None]], colours: Sequence[str]
) -> Iterator[str]:
    """Each value in its cell, black or white; none where a cell is too small for one."""
    columns = max(map(len, cells), default=0)
    if not columns or area.wide / columns < 28 or area.tall / len(cells) < 12:
        return
    for y, row in enumerate(cells):
        for x, value in enumerate(row):
            place = places[y][x]
            if value is None or place is None:
                continue
            kind = "on-light" if is_light(colours[place]) else "on-dark"
            yield words(number(value), area.across(x), area.down(y) + 4, "middle", kind)


def _spot(area: _Map, x: float, y: float, style: Ink, label: str) -> str:
    """A point over the map, in the light colour that the screen has there too."""
    if area.x.share(x) is None or area.y.share(y) is None:
        return ""
    shape = marker(style.shape, area.across(x), area.down(y))
    name = f"<title>{text(label)}</title>" if label else ""
    return f'<g class="ink spot" style="--l:{style.dark};--d:{style.dark}">{name}{shape}</g>'


def _path(area: _Map, points: Way, style: Ink, name: str) -> str:
    """A way across the map, on a halo, in the light colour that the screen has there too."""
    places = [
        (area.across(x), area.down(y)) for x, y in points if math.isfinite(x) and math.isfinite(y)
    ]
    if not places:
        return ""
    way = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    lines = f'<path class="halo" d="{way}"/><path class="line" d="{way}"/>'
    drawn = f"<title>{text(name)}</title>{lines}{marker(style.shape, *places[-1])}"
    return f'<g class="ink" style="--l:{style.dark};--d:{style.dark}">{drawn}</g>'
