"""Tables: what there is no room for is counted."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import Table
from tui_lab.charts.rows import text_of
from tui_lab.panels.kind import Room
from tui_lab.panels.words import TableKind

SHAPES = st.tuples(st.integers(2, 9), st.integers(1, 20), st.integers(3, 20))


def table(columns: int, rows: int, wide: int) -> list[list[str]]:
    """Each cell says where it is."""
    return [[f"{x}.{y}".ljust(wide, "_") for x in range(columns)] for y in range(rows)]


@given(SHAPES, st.integers(34, 120), st.integers(4, 20))
@settings(max_examples=200, deadline=None)
def test_no_column_and_no_row_is_hidden_in_silence(
    shape: tuple[int, int, int], width: int, height: int
) -> None:
    """What is not drawn is counted; where all is drawn nothing is said."""
    columns, rows, _ = shape
    panel = Table("t", columns=tuple(f"h{x}" for x in range(columns)))
    drawn = text_of(TableKind().cells(panel, table(*shape), Room(width, height)))
    seen = {x for x in range(columns) if f"h{x}" in drawn}
    lines = [line for line in drawn.split("\n") if line.startswith("0.")]

    assert (f"{len(seen)} of {columns} columns" in drawn) is (len(seen) < columns)
    assert (" rows" in drawn) is (len(lines) < rows)
