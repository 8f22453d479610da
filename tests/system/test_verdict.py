"""What is written of a claim's numbers: it compares as they do, and says which side is good."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lessons.kit import Judged
from lessons.kit.claims.helpers import at_least, at_most
from tui_lab.system.verdict import compared
from tui_lab.system.words import told_apart

finite = st.floats(allow_nan=False, allow_infinity=False)


def sign(first: float, second: float) -> int:
    return (first > second) - (first < second)


@settings(max_examples=300)
@given(finite, finite | st.none())
@example(1.0000001, 1.00001)
@example(0.7, math.nextafter(0.7, 1))
@example(-5e-324, 0.0)
@example(0.0, -0.0)
def test_what_is_written_compares_as_it_is(first: float, second: float | None) -> None:
    """For any two numbers, however near: without a second one, the next float."""
    second = math.nextafter(first, math.inf) if second is None else second
    if not math.isfinite(second):
        return
    written = told_apart(first, second)

    assert sign(first, second) == sign(*map(float, written))
    assert all(math.isclose(float(text), value, rel_tol=0.006)
               for text, value in zip(written, (first, second), strict=True))  # fmt: skip


@settings(max_examples=100)
@given(finite, finite, st.sampled_from([at_most, at_least]))
def test_a_line_says_the_side_and_is_true(measured: float, bar: float, helper: object) -> None:
    """The comparison that is written holds for what is written; a failure says what must be."""
    found = helper(measured, bar, "why")  # type: ignore[operator]
    word = "holds" if found.holds else "fails"
    said = compared(Judged("c", "", word, measured, bar, "why", found.side))
    value, written, limit = said.partition(",")[0].split(" ")
    is_so = {"≤": float.__le__, "≥": float.__ge__, "<": float.__lt__, ">": float.__gt__}

    assert is_so[written](float(value), float(limit))
    assert found.holds is (written == found.side)
    assert found.holds is not said.endswith(f"must be {found.side}")


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (Judged("c", "", "holds", 0.4391, 0.7, "", "≤"), "0.439 ≤ 0.7"),
        (Judged("c", "", "holds", 0.9917, 0.4, "", "≥"), "0.992 ≥ 0.4"),
        (Judged("c", "", "holds", 1.0, 1.0, "", "≥"), "1 ≥ 1"),
        (Judged("c", "", "holds", 1.0000001, 1.00001, "", "≤"), "1 ≤ 1.00001"),
        (Judged("c", "", "fails", 0.81, 0.7, "", "≤"), "0.81 > 0.7, must be ≤"),
        (Judged("c", "", "fails", None, 0.7, "", "≤"), "nan, must be ≤ 0.7"),
        (Judged("c", "", "pending", None, 0.7, "", "≤"), "must be ≤ 0.7"),
        (Judged("c", "", "holds", 0.4, 0.7, ""), "0.4 ≤ 0.7"),
        (Judged("c", "", "fails", 0.4, 0.7, ""), "0.4, bar 0.7"),
        (Judged("c", "", "pending", None, None, ""), ""),
        (Judged("c", "", "holds", 0.44, 0.7, "", "≤", "nats"), "0.44 ≤ 0.7 nats"),
        (Judged("c", "", "fails", 0.81, 0.7, "", "≤", "nats"), "0.81 > 0.7 nats, must be ≤"),
        (Judged("c", "", "fails", None, 0.7, "", "≤", "nats"), "nan, must be ≤ 0.7 nats"),
        (Judged("c", "", "fails", 0.4, 0.7, "", "", "nats"), "0.4, bar 0.7 nats"),
    ],
)
def test_the_line(claim: Judged, said: str) -> None:
    """Also of old runs, which do not tell the side."""
    assert said == compared(claim)
