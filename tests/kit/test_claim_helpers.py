"""What claims are made of: trained long enough, what came out, beyond a bar or not."""

import math
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import History
from lessons.kit.claims.helpers import (
    at_least,
    at_most,
    ended,
    over_seeds,
    tail_mean,
    tail_means,
)
from lessons.kit.claims.history import Column, Track
from lessons.kit.stream.events import NetworkEnd

FINITE = st.floats(-1e6, 1e6)
ANY = FINITE | st.sampled_from([math.nan, math.inf, -math.inf])


def recorded(*seeds: list[float], planned: int = 10, end: bool = True) -> History:
    """A history of one variant, `v`, whose loss had these values, a list for each seed."""
    h = History()
    h.planned, h.seeds, h.variants = planned, list(range(len(seeds))), ["v"]
    for seed, values in enumerate(seeds):
        numbers = array("d", values)
        column = Column(array("q", range(1, len(values) + 1)), numbers, numbers, numbers)
        done = NetworkEnd(variant="v", seed=seed, step=len(values), how="finished")
        h.tracks[("v", seed)] = Track({"loss": column}, done if end else None)
    return h


def test_ended_is_at_the_end_and_after_enough_steps() -> None:
    """By its end or by all its steps; every seed; every variant."""
    assert ended(recorded([1.0] * 10), "v", steps=10)
    assert ended(recorded([1.0] * 10, end=False), "v", steps=10)
    assert not ended(recorded([1.0] * 9, end=False), "v")
    assert not ended(recorded([1.0] * 10, [1.0] * 4), "v", steps=5)
    assert not ended(recorded([1.0] * 10), "v", "w")


def test_a_network_that_broke_counts_unless_it_must_not() -> None:
    """After three steps it has nothing more to say, for a claim that it explodes."""
    h = recorded([1.0, 2.0, math.nan])

    assert ended(h, "v", steps=100)
    assert not ended(h, "v", steps=100, broken=False)
    assert ended(h, "v", steps=3, broken=False)


@settings(max_examples=200)
@given(st.lists(ANY, max_size=20), st.integers(1, 30))
def test_a_tail_is_the_mean_of_its_last_or_infinite(values: list[float], steps: int) -> None:
    """Never nan, which no bar could be compared with."""
    tail = values[-steps:]
    found = tail_mean(values, steps)

    if tail and all(map(math.isfinite, tail)):
        assert math.fsum(tail) / len(tail) == pytest.approx(found, abs=1e-9)
    else:
        assert math.inf == found


def test_tails_and_last_values_are_taken_over_the_seeds() -> None:
    """One tail for each; the last value's median, or as one asks."""
    h = recorded([9.0, 1.0, 3.0], [9.0, 5.0, 5.0], [9.0, 4.0, math.inf])

    assert [2.0, 5.0, math.inf] == tail_means(h, "v", "loss", 2)
    assert 5.0 == over_seeds(h, "v", "loss")
    assert 3.0 == over_seeds(h, "v", "loss", min)


@settings(max_examples=200)
@given(ANY, FINITE)
def test_a_bar_is_met_from_one_side(measured: float, bar: float) -> None:
    """The value itself counts; nan meets neither bar. Value, bar and words are kept."""
    above, below = at_least(measured, bar, "why"), at_most(measured, bar, "why")

    assert (measured >= bar, measured <= bar) == (above.holds, below.holds)
    assert (bar, "why") == (above.bar, above.why) == (below.bar, below.why)
    assert repr(measured) == repr(above.measured) == repr(below.measured)
