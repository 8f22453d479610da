"""Lines as dots: whole, at their place, and each of them seen where several share the cells."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui_lab.charts.lines.dots import Stroke, cells_of, inked
from tui_lab.charts.lines.line_chart import Line, series
from tui_lab.charts.lines.plotext_dots import Cell, Dot
from tui_lab.charts.rows import text_of

HEIGHT = 40  # dots
BITS = {1: (0, 3), 2: (0, 2), 4: (0, 1), 64: (0, 0), 8: (1, 3), 16: (1, 2), 32: (1, 1), 128: (1, 0)}
WALKS = st.lists(st.integers(0, HEIGHT - 1), min_size=12, max_size=60)
COLOURS = ("#111111", "#222222", "#333333", "#444444", "#555555")


def path(heights: list[int], above: int = 0, apart: int = 1) -> list[Dot]:
    return [(apart * x, min(y + above, HEIGHT - 1)) for x, y in enumerate(heights)]


def dots_in(cells: dict[Cell, int]) -> set[Dot]:
    return {
        (2 * column + x, 4 * row + y)
        for (column, row), bits in cells.items()
        for bit, (x, y) in BITS.items()
        if bits & bit
    }


@given(heights=WALKS, apart=st.integers(1, 5))
def test_a_line_is_whole_and_goes_through_its_points(heights: list[int], apart: int) -> None:
    """No gap between two columns, and no dot outside the rectangle of two points."""
    points = path(heights, apart=apart)
    found = dots_in(cells_of(Stroke("", [points])))

    assert set(points) <= found
    for (x, y), (last, end) in pairwise(points):
        part = {dot for dot in found if x <= dot[0] <= last}
        assert any(abs(a[1] - b[1]) <= 1 for a in part for b in part if a[0] + 1 == b[0] or a == b)
        between = {dot for dot in part if x < dot[0] < last}
        assert all(min(y, end) <= dot[1] <= max(y, end) for dot in between)


@given(heights=WALKS, offsets=st.lists(st.integers(0, 6), min_size=2, max_size=5), data=st.data())
def test_every_line_owns_cells_of_a_stretch_that_it_shares(
    heights: list[int], offsets: list[int], data: st.DataObject
) -> None:
    """In as many columns as a round of turns has there is one in which all it has is its own."""
    front = data.draw(st.sampled_from([None, *range(len(offsets))]))
    strokes = [
        Stroke("", [path(heights, above)], is_front=front is None or place == front)
        for place, above in enumerate(offsets)
    ]
    turns = len(offsets) if front is None else 2 * (len(offsets) - 1)
    own: dict[int, set[int]] = {}
    for ink in inked(strokes):
        own.setdefault(ink.whose, set()).add(ink.column)
    last = (len(heights) - 1) // 2

    for place in range(len(strokes)):
        for first in range(last + 2 - turns):
            assert own[place] & set(range(first, first + turns)), (place, first)


@given(heights=WALKS, more=WALKS, offsets=st.lists(st.integers(0, 6), min_size=2, max_size=5))
def test_whose_a_cell_is_stays_when_more_comes(
    heights: list[int], more: list[int], offsets: list[int]
) -> None:
    """Nothing is drawn again that has not changed: over ssh it would be sent again."""
    before = [Stroke("", [path(heights, above)]) for above in offsets]
    after = [Stroke("", [path([*heights, *more], above)]) for above in offsets]
    seam = (len(heights) - 1) // 2

    old = {(ink.column, ink.row): ink for ink in inked(before) if ink.column < seam}
    assert old == {(ink.column, ink.row): ink for ink in inked(after) if ink.column < seam}


def test_the_one_in_front_has_every_second_cell() -> None:
    """Of cells that all share; the others take turns in the rest."""
    strokes = [Stroke("", [path([5] * 80)], is_front=place == 2) for place in range(4)]
    owners = [ink.whose for ink in sorted(inked(strokes))]

    assert [2] * 20 == owners[::2]
    assert {0: 7, 1: 7, 3: 6} == {place: owners[1::2].count(place) for place in (0, 1, 3)}


def test_what_stands_back_is_a_part_of_its_colour() -> None:
    """And the one in front is bright, drawn over the others whatever their order is."""
    lines = [
        Line(str(n), "#ffffff", "●", [0, 10], [n, n], quiet=n != 0, network=str(n))
        for n in range(3)
    ]
    rows = series(lines, 60, 14, x_range=(0, 10), y_range=(0, 2), background="#000000")
    found = {style.fg for row in rows for text, style in row if set(text) & set("⣀⠤⠒⠉")}

    assert {"#ffffff", "#999999"} == found


def test_a_dashed_line_has_gaps() -> None:
    """Such as a second scalar of the same network."""
    (row,) = {row for _, row in cells_of(Stroke("", [[(0, 0), (99, 0)]], (5, 3)))}
    columns = sorted(x for x, _ in dots_in(cells_of(Stroke("", [[(0, 0), (99, 0)]], (5, 3)))))

    assert 0 == row
    assert [0, 1, 2, 3, 4, 8, 9, 10, 11, 12] == columns[:10]


@given(offsets=st.lists(st.floats(0, 0.2), min_size=2, max_size=5))
def test_without_colours_every_line_has_its_marker_on_the_way(offsets: list[float]) -> None:
    """Lines of one grey that lie on each other could not be told apart."""
    lines = [
        Line(str(n), COLOURS[n], "●▲■◆▼"[n], [0, 100], [1 + y, 1 + y])
        for n, y in enumerate(offsets)
    ]
    text = text_of(series(lines, 80, 14, x_range=(0, 100), y_range=(0, 2), no_colour=True))

    assert all(text.count(line.marker) >= 5 for line in lines)
