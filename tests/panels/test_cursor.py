"""A cursor over maps: it never leaves them, comes to every cell, and stands where its cell is."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import Grid, Heatmap
from lessons.kit.page.drawn import plain
from tui_lab.charts import rows as charts
from tui_lab.charts.area import Area, Axes, draw_axes
from tui_lab.charts.rows import text_of
from tui_lab.charts.squares import Shape, place_at, square_of
from tui_lab.panels.kind import Room
from tui_lab.panels.maps.cursor import Cursor, held, moved, turned, words_of
from tui_lab.panels.maps.marks import marked
from tui_lab.panels.maps.one import maps_of
from tui_lab.panels.maps.tiles import Board, short

SIDES = st.integers(0, 4)
SHAPES = st.lists(st.tuples(SIDES, SIDES), max_size=6)
STEPS = ((1, 0), (-1, 0), (0, 1), (0, -1))


def cells_of(shapes: Sequence[Shape]) -> set[Cursor]:
    """Every cell that there is."""
    return {
        Cursor(place, row, column)
        for place, (rows, columns) in enumerate(shapes)
        for row in range(rows)
        for column in range(columns)
    }


@given(shapes=SHAPES, across=st.integers(1, 4), place=st.integers(-9, 9), row=st.integers(-9, 9))
@settings(max_examples=150, deadline=None)
def test_the_arrows_come_to_every_cell_and_to_nothing_else(
    shapes: list[Shape], across: int, place: int, row: int
) -> None:
    """Of maps of any shapes, some without a cell, however many lie side by side."""
    every, first = cells_of(shapes), held(Cursor(place, row, -row), shapes)
    if first is None:
        assert not every
        return
    seen, waiting = {first}, [first]
    while waiting:
        here = waiting.pop()
        there = {moved(here, shapes, *step, across) for step in STEPS}
        there |= {turned(here, shapes, by) for by in (-1, 1)}
        waiting += there - seen
        seen |= there

    assert every == seen


@given(shapes=SHAPES, across=st.integers(1, 4), data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_step_inside_a_map_is_taken_back_by_its_opposite(
    shapes: list[Shape], across: int, data: st.DataObject
) -> None:
    """And so is one over the edge, to the left and to the right."""
    every = sorted(cells_of(shapes))
    if not every:
        return
    here = data.draw(st.sampled_from(every))
    right = moved(here, shapes, 1, 0, across)

    if right.place == here.place and right != here:
        assert here == moved(right, shapes, -1, 0, across)
    below = moved(here, shapes, 0, 1, across)
    if below.place == here.place and below != here:
        assert here == moved(below, shapes, 0, -1, across)


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """Maps of one shape or of several, with names, units or neither, in any room."""
    rows, columns = draw(st.integers(1, 30)), draw(st.integers(1, 30))
    grids: dict[str, Any] = {}
    for n in range(draw(st.integers(1, 7))):
        names = draw(st.booleans())
        grids[f"head {n}"] = Grid(
            [[x * y for x in range(columns)] for y in range(rows)],
            x=draw(st.sampled_from([None, (-1.0, 1.0)])), y=draw(st.sampled_from([None, (0, 9)])),
            rows=[f"r{y}" for y in range(rows)] if names else (),
            columns=["漢"] * columns if names else (),
        )  # fmt: skip
    panel = Heatmap("t", x=draw(st.sampled_from(["", "attends to"])))
    room = Room(draw(st.integers(1, 120)), draw(st.integers(1, 40)), ascii_only=draw(st.booleans()))
    maps = maps_of(panel, json.loads(json.dumps(plain(grids))))
    return Board(panel, maps, room, draw(st.integers(0, len(maps) - 1)), draw(st.booleans()))


@given(board=boards(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_the_mark_is_where_a_click_finds_its_cell(board: Board, data: st.DataObject) -> None:
    """The cell itself, or one of those that share its character."""
    rows, columns = board.maps[board.at].shape
    here = Cursor(
        board.at, data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    )
    mark = board.mark(here)
    if mark is None:  # no room for a single cell
        return
    square, drawn = mark.square, board.rows()
    found = board.cursor_at(
        (square.left + square.right - 1) // 2, (square.top + square.bottom - 1) // 2
    )

    assert 0 <= square.left < square.right <= board.room.width
    assert 0 <= square.top < square.bottom <= board.room.height
    assert found is not None and found.place == board.at
    area = board.area(next(t for t in board.tiles if t.place == board.at))
    assert abs(found.row - here.row) <= rows / area.height
    assert abs(found.column - here.column) <= columns / area.width
    after = marked(drawn, mark, board.room)
    assert [len(line) for line in text_of(drawn).split("\n")] == [
        len(line) for line in text_of(after).split("\n")
    ]
    assert drawn != after
    assert not board.room.ascii_only or text_of(after).isascii()


@pytest.mark.parametrize("halves", [False, True])
@pytest.mark.parametrize("size", range(1, 10))
def test_a_cell_that_has_a_character_is_found_by_its_own_mark(size: int, halves: bool) -> None:
    """Not its neighbour: also where a cell has the lower half of one and the upper of the next."""
    for count in range(1, 3 * size):
        values = [[0.0] * count] * count
        area = Area.within(charts.Grid(size, size), values, Axes(), small=True)
        for place in range(count):
            square = square_of(area, (count, count), (place, place), halves=halves)
            assert square is not None
            found = place_at(area, (count, count), square.left, square.top)
            assert found is not None
            assert abs(found[0] - place) < max(1, count / size)
            assert abs(found[1] - place) < max(1, count / size)


@pytest.mark.parametrize("count", range(1, 31))
@pytest.mark.parametrize("each", [1, 2, 3, 4])
def test_named_rows_are_all_as_far_from_the_next(count: int, each: int) -> None:
    """Their names and numbers too: none is a line too high for a rounding of fractions."""
    area = Area.within(charts.Grid(9, count * each), [[0.0]] * count, Axes(), small=True)
    lines = [area.cell(0, place) for place in range(count)]

    assert [each * place + each // 2 for place in range(count)] == [c[1] for c in lines if c]


def test_upright_names_have_letters_enough_or_go_along() -> None:
    """`m…` names nothing: in a low map some names are written whole instead."""
    words = [f"word{n:02}" for n in range(20)]
    for height in range(12, 40):
        grid = charts.Grid(33, height)
        axes = Axes(rows=words, columns=words)
        area = Area.within(grid, [[0.0] * 20] * 20, axes, small=False)
        draw_axes(area, axes, charts.PLAIN)
        below = text_of(grid.rows()).split("\n")[area.height :]
        upright = "".join(line[area.left] for line in below).strip()
        assert upright.startswith("wor") or any("word" in line for line in below)


def test_the_row_of_the_mark_has_its_own_name() -> None:
    """Where two rows share a line, the name there is that of the row that the line above says."""
    names = [f"r{n}" for n in range(20)]
    grid = Grid([[n, n] for n in range(20)], rows=names, columns=["a", "b"])
    maps = maps_of(Heatmap("t"), json.loads(json.dumps(plain({"": grid}))))
    board = Board(Heatmap("t"), maps, Room(40, 14))
    for row, name in enumerate(names):
        mark = board.mark(Cursor(0, row, 0))
        assert mark is not None
        line = text_of(marked(board.rows(), mark, board.room)).split("\n")[mark.square.top]
        assert name == line.split()[0]


@given(count=st.integers(1, 40), width=st.integers(1, 100), height=st.integers(2, 30))
@settings(max_examples=100, deadline=None)
def test_every_map_is_on_a_page(count: int, width: int, height: int) -> None:
    """However many there are: the page of a map shows it, and alone it has all the room."""
    panel = Heatmap("t")
    maps = maps_of(panel, {f"head {n}": [[n]] for n in range(count)})

    for at in range(count):
        board = Board(panel, maps, Room(width, height), at)
        assert at in [tile.place for tile in board.tiles]
        assert [at] == [tile.place for tile in Board(panel, maps, Room(9, 9), at, True).tiles]


@pytest.mark.parametrize(
    ("panel", "grid", "says"),
    [
        (
            Heatmap("t", x="attends to"),
            Grid([[0.1, 0.2], [0.634, 0.3]], rows=("the", "cat"), columns=("the", "cat")),
            "head 1 · cat attends to the · 0.634",
        ),
        (
            Heatmap("t", x="predicted", y="true", rows=("a", "b"), columns=("c", "d")),
            Grid([[1, 2], [3, 4]]),
            "head 1 · true b · predicted c · 3",
        ),
        (
            Heatmap("t", x="x1", y="x2"),
            Grid([[1, 2], [3, 4]], x=(-1, 1), y=(-1, 1)),
            "head 1 · x2 -0.5 · x1 -0.5 · 1",
        ),
        (Heatmap("t"), Grid([[1, 2], [float("nan"), 4]]), "head 1 · row 1 · column 0 · blank"),
    ],
)
def test_the_caption_says_which_cell_it_is(panel: Heatmap, grid: Grid, says: str) -> None:
    """By names, by the units of the axes, or counted, as the ticks are."""
    maps = maps_of(panel, json.loads(json.dumps(plain({"head 1": grid}))))

    assert says == words_of(maps[0], 1, 0)


@pytest.mark.parametrize(
    ("name", "width", "says"),
    [
        ("layer 1 head 2", 20, "layer 1 head 2"), ("layer 1 head 2", 8, "l1 h2"),
        ("head 12", 4, "h12"), ("decoder", 4, "decoder"), ("1.2", 1, "1.2"),
    ],
)  # fmt: skip
def test_a_map_keeps_its_number_where_its_name_has_no_room(
    name: str, width: int, says: str
) -> None:
    """Cut at the end, all heads of a layer would be called alike."""
    assert says == short(name, width)
