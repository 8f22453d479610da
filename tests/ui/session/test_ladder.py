"""The ladder of speeds: every pace has a way up to full speed and a way down to one step."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.kit import Trouble
from tui_lab.session.ladder import FULL, HIGHEST, LOWEST, RUNGS, faster, read, slower, told
from tui_lab.session.tempo import Tempo

PACES = st.one_of(st.just(FULL), st.sampled_from(RUNGS), st.floats(LOWEST, HIGHEST))
MEASURED = st.one_of(st.just(0.0), st.floats(0.001, 1e6))


def height(pace: float) -> float:
    return math.inf if pace == FULL else pace


@given(PACES, MEASURED)
def test_slower_is_slower_and_felt(pace: float, measured: float) -> None:
    """Below the pace, or the lowest rung; from full speed below what the run does by itself."""
    found = slower(pace, measured)

    assert found > 0
    assert height(found) < height(pace) or found <= RUNGS[0]
    if pace == FULL and measured > RUNGS[0]:
        assert found < measured


@given(PACES)
def test_faster_is_faster_up_to_full(pace: float) -> None:
    """Never past full speed, and each press does something until then."""
    assert height(faster(pace)) > height(pace) or faster(pace) == pace == FULL


@given(PACES)
def test_the_ladder_ends_on_both_sides(pace: float) -> None:
    """As many presses as there are rungs lead to full speed, and to the lowest rung."""
    up = down = pace
    for _ in range(len(RUNGS) + 1):
        up, down = faster(up), slower(down)

    assert FULL == up
    assert down <= RUNGS[0]


@given(st.sampled_from(RUNGS))
def test_the_way_back_is_the_same(pace: float) -> None:
    """From a rung down and up again; from one up and down again."""
    assert pace == slower(faster(pace)) or faster(pace) == FULL
    assert pace in (RUNGS[0], faster(slower(pace)))


@given(PACES)
def test_what_is_told_can_be_typed(pace: float) -> None:
    """`2 steps/s` for 2; three digits are enough."""
    words = told(pace).split()[0]
    if not words.endswith("k"):
        assert math.isclose(pace, read(words), rel_tol=0.01)


@pytest.mark.parametrize("typed", ["", "fast", "0", "-1", "nan", "inf", "1e9", "2 3"])
def test_what_is_no_pace_is_refused(typed: str) -> None:
    """In words, with an example."""
    with pytest.raises(Trouble, match=r"0.1 to 1000 steps a second, or full.*:pace 2"):
        read(typed)


@given(st.lists(PACES, min_size=1, max_size=6), st.data())
def test_the_last_press_counts_however_late_the_worker_is(
    pressed: list[float], data: st.DataObject
) -> None:
    """Between two presses the worker may have said any number of those before, in their order."""
    tempo, waiting = Tempo(), list[float]()
    for pace in pressed:
        tempo.pace = pace
        tempo.sent(pace)
        waiting.append(pace)
        for _ in range(data.draw(st.integers(0, len(waiting)))):
            tempo.heard(waiting.pop(0))
    for pace in waiting:
        tempo.heard(pace)

    assert pressed[-1] == tempo.pace
    tempo.heard(7.0)  # somebody else who watches
    assert 7.0 == tempo.pace


def test_what_is_said_of_an_earlier_press_takes_nothing_back() -> None:
    """25, 10 and 5 were pressed; the worker is at 25 still, and says so when it is paused."""
    tempo = Tempo()
    for pace in (25.0, 10.0, 5.0):
        tempo.pace = pace
        tempo.sent(pace)
    for said in (25.0, 25.0, 10.0):
        tempo.heard(said)
        assert 5.0 == tempo.pace
