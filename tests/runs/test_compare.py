"""Runs beside each other: what is better, how far apart, and since when nothing was a number."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import from_json
from tests.tools.places import RECORDINGS
from tui_lab.runs.compare import HIGH, LOW, WINS, Compared, best_of, headings, rows
from tui_lab.runs.report import of_events

VALUES = st.lists(st.none() | st.floats(allow_nan=False, allow_infinity=False), min_size=1)


@pytest.fixture(scope="module")
def run() -> Compared:
    lines = (RECORDINGS / "finished.jsonl").read_bytes().splitlines()
    start, history, _ = of_events(map(from_json, lines))
    assert start
    return Compared("one", start, history)


def test_the_news_of_a_network_that_broke_is_when(run: Compared) -> None:
    """Not a dash, which is for what was never measured."""
    found = {row[0]: row[1:] for row in rows([run, replace(run, name="two")])}

    assert found["wild loss"][0].startswith("nan, step ")
    assert ["", "one", "two", "difference"] == headings([run, replace(run, name="two")])
    assert "=" == found["calm loss"][-1]
    assert all(3 == len(cells) for cells in found.values())
    assert not any(WINS in cell for cells in found.values() for cell in cells)


def test_a_mean_is_told_where_the_last_value_says_nothing(run: Compared) -> None:
    """The same row says so; three runs have no difference."""
    three = [replace(run, name=str(n)) for n in range(3)]
    names = [row[0] for row in rows(three, ["loss"], averaged=["loss"])]

    assert "calm loss (mean)" in names
    assert ["", "0", "1", "2"] == headings(three)


@settings(max_examples=200)
@given(st.sampled_from([*LOW, *HIGH, "valid_loss", "test accuracy", "slope"]), VALUES)
def test_the_best_is_the_best(metric: str, values: list[float | None]) -> None:
    """Nothing is lower than the best loss, or higher than the best accuracy; alike, none wins."""
    place, known = best_of(metric, values), [value for value in values if value is not None]
    if metric == "slope" or not known or (len(known) == len(values) and len({*known}) == 1):
        assert place is None
        return
    is_low = any(word in metric for word in LOW)

    assert place is not None
    assert (min(known) if is_low else max(known)) == values[place]
