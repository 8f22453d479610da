"""The grid of panels: no holes, none too small, the first of them the largest."""

from hypothesis import given
from hypothesis import strategies as st

from tui_lab.widgets.panels.layout import LEAST_HEIGHT, LEAST_WIDTH, Layout, layouts, places_of

Room = tuple[int, int, int, int]

SIZES = {"count": st.integers(1, 30), "width": st.integers(0, 300), "height": st.integers(0, 90)}


def placed(page: Layout) -> list[set[tuple[int, int]]]:
    """The cells of each panel, as a grid is filled: each at the next cell that is free."""
    taken: set[tuple[int, int]] = set()
    found = []
    for wide, high in page.tiles:
        row, column = next(
            (row, column)
            for row in range(len(page.rows))
            for column in range(page.columns)
            if (row, column) not in taken
        )
        cells = {(row + y, column + x) for y in range(high) for x in range(wide)}
        assert not cells & taken
        taken |= cells
        found.append(cells)
    return found


@given(**SIZES)
def test_every_panel_has_a_place_and_every_cell_a_panel(
    count: int, width: int, height: int
) -> None:
    """A page is filled to its edges, whatever the number of panels is."""
    pages = layouts(count, width, height)

    assert list(range(count)) == [n for place in places_of(pages) for n in place]
    for page in pages:
        cells = set[tuple[int, int]]().union(*placed(page))
        assert {(y, x) for y in range(len(page.rows)) for x in range(page.columns)} == cells
        assert max(height, len(page.rows)) == sum(page.rows)
        assert min(page.rows) >= 1


@given(**SIZES)
def test_no_panel_is_smaller_than_a_chart_must_be(count: int, width: int, height: int) -> None:
    """But where the whole room is."""
    for page in layouts(count, width, height):
        for wide, _ in page.tiles:
            assert wide / page.columns * width >= min(LEAST_WIDTH, width)
        assert min(page.rows) >= min(LEAST_HEIGHT, height)


@given(count=st.integers(3, 30), width=st.integers(76, 300), height=st.integers(22, 90))
def test_the_first_panel_is_the_largest(count: int, width: int, height: int) -> None:
    """By far, where there are two columns and two rows."""
    page, *others = layouts(count, width, height)
    areas = [
        wide / page.columns * sum(page.rows[min(row for row, _ in cells) :][:high])
        for (wide, high), cells in zip(page.tiles, placed(page), strict=True)
    ]

    assert areas[0] >= 1.25 * max(areas[1:])
    assert len(page.tiles) >= 3
    assert all(1 == high for other in others for _, high in other.tiles)


def test_one_column_stays_as_it_is() -> None:
    """At 80x24 and 60x20 panels are as large as they were."""
    assert [(1, 1)] == list(layouts(8, 60, 15)[0].tiles)
    assert [(1, 1)] * 2 == list(layouts(8, 80, 19)[0].tiles)


def test_eight_panels_on_large_screens() -> None:
    """At 200x60 all of them on one page, at 120x40 five and then three."""
    assert [8] == [len(page.tiles) for page in layouts(8, 144, 55)]
    assert [5, 3] == [len(page.tiles) for page in layouts(8, 78, 35)]
