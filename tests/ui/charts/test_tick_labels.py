"""What stands below a chart is true, each number under its value, whatever the range and width."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui_lab.charts.axes import Range, Scale
from tui_lab.charts.lines.line_chart import series
from tui_lab.charts.lines.tick_labels import UNIT, Foot, Word, value_of, words_below
from tui_lab.charts.rows import text_of

WIDTHS = st.integers(20, 160)
NAMES = st.sampled_from(["", "s", "log", "step", "steps from it", "false positive rate"])
STEPS = st.tuples(st.integers(0, 5000), st.integers(1, 10**6)).map(lambda p: (p[0], sum(p)))
NUMBERS = st.tuples(st.floats(-1e4, 1e4), st.floats(1e-3, 1e5)).map(lambda p: (p[0], sum(p)))
DECADES = st.tuples(st.sampled_from([1, 1, 3, 40]), st.floats(1.5, 1e6)).map(
    lambda p: (p[0], p[0] * p[1])
)
LATER = STEPS.map(lambda p: (p[0] + 1, p[1] + 1))
LEFT = 7


def below(limits: Range, width: int, name: str, log: bool) -> tuple[Scale, list[Word]]:
    scale, room = Scale(*limits, log), width - LEFT - 1

    def column(x: float) -> int | None:
        share = scale.share(x)
        return (
            LEFT + round(share * room) if share is not None and -1e-6 < share < 1.000001 else None
        )

    whole = scale.low.is_integer() and scale.high.is_integer()
    return scale, words_below(scale, Foot(LEFT, width, name=name), column, whole=whole)


@given(
    limits=st.one_of(*(st.tuples(kind, st.just(log)) for kind, log in (
        (STEPS, False), (NUMBERS, False), (DECADES, True), (LATER, True),
    ))),
    width=WIDTHS, name=NAMES,
)  # fmt: skip
def test_each_number_stands_under_its_value(
    limits: tuple[Range, bool], width: int, name: str
) -> None:
    """True to a column, in the middle or at the row's end, and none over another."""
    scale, words = below(limits[0], width, name, limits[1])
    room, unit = width - LEFT - 1, len(name) + 1 if 0 < len(name) <= UNIT else 0

    for word in words:
        if word.column is None:
            continue
        share = scale.share(value_of(word.text))
        assert share is not None
        assert abs(LEFT + share * room - word.column) <= 1
        middle = word.start + (len(word.text) - 1) / 2
        assert abs(middle - word.column) <= 0.5 or word.start + len(word.text) == width - unit
    places = [
        (word.start, word.start + len(word.text)) for word in sorted(words, key=lambda w: w.start)
    ]
    assert all(end < start for (_, end), (start, _) in pairwise(places))
    assert all(0 <= start and end <= width for start, end in places)


@given(limits=STEPS, width=WIDTHS, name=NAMES, log=st.booleans())
def test_the_name_is_whole_and_the_end_is_told(
    limits: Range, width: int, name: str, log: bool
) -> None:
    """The last step has its number wherever the name leaves room for it."""
    low, high = limits
    _, words = below((low + 1, high + 1), width, name, log)
    last = [word for word in words if word.column == width - 1]

    assert not name or name in [word.text for word in words]
    if len(name) + 8 < width - LEFT and high < 10**5:
        assert 1 == len(last)


@given(high=st.integers(2, 10**6), width=WIDTHS)
def test_a_logarithm_has_no_zero(high: int, width: int) -> None:
    """The first step is 1, and stands on the left."""
    rows = text_of(series([], width, 10, x_range=(1, high), log_x=True)).split("\n")

    assert "0" not in rows[-1].split()
    assert "1" == rows[-1].split()[0] or len(rows[-1].split()) == 1


@given(low=st.sampled_from([2e-12, 3e-5, 0.2, 2.0, 50.0]), decades=st.floats(0.7, 20), width=WIDTHS)
def test_decades_are_evenly_apart_and_the_start_is_told(
    low: float, decades: float, width: int
) -> None:
    """None is left out between two others, and the axis says where it begins if it has room."""
    scale, words = below((low, low * 10**decades), width, "", log=True)
    values = [value_of(word.text) for word in words if word.column is not None]
    powers = [n for v in values if (n := math.log10(v)) == round(n) and v != scale.low]
    steps = {round(b - a) for a, b in pairwise(powers)}

    assert len(steps) <= 1
    if width - LEFT > 40:
        assert scale.low == values[0]
