"""Scatters: labelled points in groups, and curves through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lessons.kit import Scatter
from tui_lab.charts.axes import Scale, nice_range
from tui_lab.charts.lines.frame import ChartStyle, Line
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.rows import Row, Rows
from tui_lab.charts.scatter import Point, points_of, scatter
from tui_lab.panels.checks import by_name, called, first, tuples
from tui_lab.panels.figures import EMPTY, quiet
from tui_lab.panels.kind import Cells, Paper, Room, Shown, legend
from tui_lab.svg.drawing import Curve, Frame, curves, svg
from tui_lab.svg.ink import Ink, marker, sample, text
from tui_lab.svg.map import Box, words

LEAST_WIDTH, LEAST_HEIGHT = 20, 6
MOST_LABELS = 400

Ways = dict[str, list[tuple[float, float]]]


class ScatterKind(Shown[Scatter]):
    """Points, and curves through them."""

    of = Scatter

    def mistake(self, panel: Scatter, value: Any) -> str:
        """A list of points, or `Points` with curves."""
        if isinstance(value, list):
            return tuples(value, "points", (2, 4))
        if not isinstance(value, dict):
            return f"a scatter takes points, and this is {called(value)}"
        found = value.get("curves") or {}
        return first((
            tuples(value.get("points"), "points", (2, 4)),
            by_name(found, "curves")
            or first(tuples(points, f"the curve {n}") for n, points in found.items()),
        ))  # fmt: skip

    def cells(self, panel: Scatter, value: Any, room: Room) -> Rows:
        """The points over the curves."""
        points, ways = _parts(value)
        if not (points or ways) or room.width < LEAST_WIDTH or room.height < LEAST_HEIGHT:
            return room.say(EMPTY)
        styles = self.styles(value, room)
        lines = [_line(name, styles[name], way) for name, way in ways.items()]
        plain = room.own._replace(marker="•")
        marks = {group: styles.get(group, plain) for group in {p.group for p in points}}
        frame = ChartStyle(room.frame, room.ground, room.ascii_only)
        return scatter(points, lines, marks, room.width, room.height, frame=frame, x_label=panel.x)

    def styles(self, value: Any, room: Room) -> dict[str, VariantStyle]:
        """The look of each group, where there are several, and of each curve."""
        return room.styles(_named(*_parts(value)))

    def captions(self, panel: Scatter, value: Any, room: Room) -> list[Row]:
        """Which group is which; nothing where there is one, and no curve."""
        styles = self.styles(value, room)
        return legend({name: each for name, each in styles.items() if name}, room)

    def rows(self, panel: Scatter, value: Any) -> list[Cells]:
        """A row for each point, and for each of a curve under its name."""
        points, ways = _parts(value)
        found: list[Cells] = [("x", "y", "label", "group"), *points]
        found += [(x, y, "", name) for name, way in ways.items() for x, y in way]
        return found if found[1:] else []

    def drawn(self, panel: Scatter, value: Any, paper: Paper) -> str:
        """The points over the curves, each with its name where there is room."""
        points, ways = _parts(value)
        if not (points or ways):
            return quiet(EMPTY)
        frame = _frame(points, ways)
        inks = paper.inks(_named(points, ways))
        lines = [
            Curve(_line(name, VariantStyle(inks[name].light, inks[name].shape), way), inks[name])
            for name, way in ways.items()
        ]
        marks = {group: inks.get(group, paper.own) for group in {p.group for p in points}}
        parts = [*curves(frame, lines, (), panel.x, panel.y), *_spots(frame, points, marks)]
        names = [f"<li>{sample(inks[n], dashed=n in ways)} {text(n)}</li>" for n in inks if n]
        key = f'<ul class="legend">{"".join(names)}</ul>' if names else ""
        return svg(paper.title, f"{len(points)} points.", parts) + key


def _named(points: Sequence[Point], ways: Ways) -> list[str]:
    """What has a look of its own: groups, where there are several, and curves."""
    groups = sorted({point.group for point in points})
    return [*(groups if groups[1:] else ()), *ways]


def _parts(value: Any) -> tuple[list[Point], Ways]:
    """The points and the curves, less what is nowhere."""
    whole = value if isinstance(value, dict) else {"points": value}
    ways = {
        str(name): [(float(x), float(y)) for x, y in way if x is not None and y is not None]
        for name, way in (whole.get("curves") or {}).items()
    }
    return points_of(whole.get("points")), {name: way for name, way in ways.items() if way}


def _line(name: str, look: VariantStyle, way: Sequence[tuple[float, float]]) -> Line:
    return Line(name, look.colour, look.marker, [x for x, _ in way], [y for _, y in way])


def _frame(points: Sequence[Point], ways: Ways) -> Frame:
    xs = [*(p.x for p in points), *(x for way in ways.values() for x, _ in way)]
    ys = [*(p.y for p in points), *(y for way in ways.values() for _, y in way)]
    return Frame(Scale(*nice_range(min(xs), max(xs))), Scale(*nice_range(min(ys), max(ys))))


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
            return words(point.label, x + 7 if anchor == "start" else x - 7, y + 4, anchor, "spot")
    return ""


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
