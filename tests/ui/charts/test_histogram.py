"""Histograms: every value is somewhere, strips share an axis, and nothing falls outside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_lab.charts.axes import Scale
from tui_lab.charts.histogram import Counted, histogram, in_columns
from tui_lab.charts.rows import text_of


@given(
    counts=st.lists(st.integers(0, 1000), min_size=1, max_size=60), width=st.integers(1, 90),
    beside=st.floats(0, 5),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_no_value_is_lost_on_the_way_to_the_columns(
    counts: list[int], width: int, beside: float
) -> None:
    """Whether a bin is many columns, or a column many bins, and wherever the axis ends."""
    columns = in_columns(Counted("", 0, 1, counts), width, Scale(-beside, 1 + beside))

    assert width == len(columns)
    assert pytest.approx(sum(counts), abs=1e-6) == sum(columns)


def test_a_strip_stands_where_its_values_are() -> None:
    """One from 0 to 1 and one from 3 to 4: the left quarter, the right quarter."""
    strips = [Counted("low", 0, 1, [5]), Counted("high", 3, 4, [5])]
    lines = text_of(histogram(strips, 40, 5)).split("\n")

    assert "█" * 10 == lines[1].strip() and lines[1].startswith("█")
    assert lines[3] == " " * 30 + "█" * 10


def test_the_fullest_bin_is_named_and_the_rarest_is_seen() -> None:
    """One value among thousands is a mark, not a blank."""
    lines = text_of(histogram([Counted("", 0, 2, [5000, 1])], 20, 6)).split("\n")

    assert "5,000" in lines[0] or "5000" in lines[0] or "5k" in lines[0]
    assert "▁" * 10 == lines[4][10:]


def test_more_strips_than_room_are_counted() -> None:
    """The first ones, and how many more there are."""
    strips = [Counted(f"layer {n}", 0, 1, [1]) for n in range(20)]
    text = text_of(histogram(strips, 30, 9))

    assert "layer 0" in text and "and 17 more" in text
