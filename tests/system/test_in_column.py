"""Numbers as they are written: beside each other with the same decimals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_lab.system.words import in_column, in_time, number

DIGITS = 10  # columns that a number has at most


@given(st.lists(st.floats(0.05, 900) | st.just(0.0), min_size=1, max_size=8))
def test_numbers_of_a_kind_have_the_same_decimals(values: list[float]) -> None:
    """And each keeps its value but for a thousandth of the largest."""
    written = in_column(values)
    if written != [number(value) for value in values]:
        assert 1 == len({len(text.partition(".")[2]) for text in written})
    largest = max(values)
    for value, text in zip(values, written, strict=True):
        shown = float(text)
        assert abs(shown - value) <= max(0.0051 * largest, 0.0051 * value)


@given(st.lists(st.floats(), min_size=1, max_size=8))
def test_any_numbers_are_short_and_none_becomes_nothing(values: list[float]) -> None:
    """Whatever stands beside it, a number that is not 0 has a digit that is not 0."""
    for value, text in zip(values, in_column(values), strict=True):
        assert len(text) <= DIGITS
        assert value == 0 or value != value or set(text) & set("123456789i")


def test_what_is_read_beside_each_other() -> None:
    """Losses that are alike, one of another size, and one that exploded."""
    assert ["0.0030", "0.0055", "0.0444"] == in_column([0.003, 0.00552, 0.0444])
    assert ["1.04", "1.90"] == in_column([1.04, 1.9])
    assert ["2.5", "300.0", "nan"] == in_column([2.5, 300.0, math.nan])
    assert ["0.54", "1e30"] == in_column([0.54, 1e30])


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(9, "9 s"), (250, "4 min 10 s"), (3_540, "59 min"), (11_100, "3 h 5 min"),
     (172_799, "47 h 59 min"), (172_800, "2 days 0 h"), (957_600, "11 days 2 h")],
)  # fmt: skip
def test_a_time_has_two_parts_that_a_person_counts_in(seconds: float, words: str) -> None:
    """Days, from two of them on."""
    assert words == in_time(seconds)
