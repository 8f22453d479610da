"""`--over`: what is read is what was written, and what cannot be is refused in a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import BadUsage
from lessons.kit.search.space import Listed, Range
from tests.toys.lesson90_line import Line
from tui_lab.sweeps.plan import count_trials
from tui_lab.sweeps.search import all_points
from tui_lab.sweeps.space import points_in, read_space, space_to_builtins

FLOATS = st.floats(1e-5, 10.0, allow_nan=False)
WHOLE = st.integers(1, 512)


@given(low=FLOATS, high=FLOATS, log=st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_range_is_read_as_written(low: float, high: float, log: bool) -> None:
    """Both ends as the knob's type; an empty range is refused."""
    text = f"lr={low!r}..{high!r}{':log' if log else ''}"
    if low < high:
        assert {"lr": Range(low, high, log)} == read_space(Line, [text])
    else:
        with pytest.raises(BadUsage, match="has nothing in it"):
            read_space(Line, [text])


@given(values=st.lists(WHOLE, min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_a_list_is_read_as_written(values: list[int]) -> None:
    """Every value once, in its order; a value that stands there twice is refused."""
    text = "batch=" + ",".join(map(str, values))
    if len(set(values)) == len(values):
        assert {"batch": Listed(list(values))} == read_space(Line, [text])
    else:
        with pytest.raises(BadUsage, match="twice"):
            read_space(Line, [text])


@given(text=st.text(alphabet="lrbatchnoise=.,:log0123456789-+e \n\x1b", max_size=24))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_read_or_refused_in_one_line(text: str) -> None:
    """No other error than ours, and nothing in it drives the terminal."""
    try:
        space = read_space(Line, [text])
    except BadUsage as refused:
        assert refused.message and refused.fix
        assert str(refused).isprintable()
    else:
        assert read_space(Line, [f"{n}={s}" for n, s in space_to_builtins(space).items()])


@given(
    search=st.sampled_from(["random", "sobol"]), seed=st.integers(0, 999), count=st.integers(1, 9),
    low=st.integers(1, 20), width=st.integers(1, 400), log=st.booleans(),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_points_are_new_and_within_their_bounds(
    search: str, seed: int, count: int, low: int, width: int, log: bool
) -> None:
    """As many as there can be, none twice, each of its knob's type, the same for the same seed."""
    space: Any = {
        "batch": Range(low, low + width, log), "lr": Range(1e-4, 1.0, True),
        "noise": Listed([True, False]),
    }  # fmt: skip
    points = all_points(space, search, count, seed)

    assert count == len(points) == len({tuple(point.items()) for point in points})
    assert points == all_points(space, search, count, seed)
    for point in points:
        assert ["batch", "lr", "noise"] == list(point)
        assert type(point["batch"]) is int and low <= point["batch"] <= low + width
        assert 1e-4 <= float(point["lr"]) <= 1.0
        assert point["noise"] in (True, False)


def test_a_grid_is_every_point_once() -> None:
    """In an order that is not that of the list; fewer trials are fewer of its points."""
    space = read_space(Line, ["batch=8,16,32", "noise=on,off"])
    points = all_points(space, "grid", 6, 0)

    assert 6 == points_in(space) == count_trials(space, "grid", None)
    assert {(batch, noise) for batch in (8, 16, 32) for noise in (True, False)} == {
        (point["batch"], point["noise"]) for point in points
    }
    assert 4 == count_trials(space, "grid", 4)
    assert 6 == count_trials(space, "random", 40)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "a sweep needs a setting to vary; write --over lr=1e-4..1:log"),
        (["lr"], "--over 'lr' has no '='"),
        (["lr="], "--over lr= gives no values"),
        (["rl=0.1,1"], "no setting called 'rl'; did you mean 'lr'?"),
        (["lr=1e-9..1"], "lr cannot be '1e-9'; use a number from 1e-05 to 10"),
        (["lr=0.1..20"], "lr cannot be '20'; use a number from 1e-05 to 10"),
        (["fail_at=0..9:log"], "the range 0..9 of fail_at cannot be logarithmic; begin above 0"),
        (["slow=0..1:log"], "cannot be logarithmic"),
        (["lr=1..0.1"], "has nothing in it"),
        (["lr=0.1..1:lgo"], "no scale called 'lgo'; did you mean 'log'?"),
        (["lr=0.1,1:log"], "a list of values of lr has no scale"),
        (["noise=0..1"], "noise has no range; list its values: on or off"),
        (["optimizer=sgd,adm"], "optimizer cannot be 'adm'; use one of sgd, adam"),
        (["lr=0.1,0.2", "lr=1,2"], "--over names lr twice"),
        (["batch=1.5..3"], "batch cannot be '1.5'"),
    ],
)
def test_what_cannot_be_searched_is_refused(texts: list[str], said: str) -> None:
    """One sentence that names the knob, and the fix."""
    with pytest.raises(BadUsage) as refused:
        read_space(Line, texts)

    assert said in str(refused.value)


def test_a_grid_of_a_range_is_refused_with_values_for_it() -> None:
    """There is no end of them; the fix can be typed."""
    space = read_space(Line, ["lr=1e-3..1e-1:log"])

    with pytest.raises(BadUsage, match=r"--over lr=0\.001,0\.01,0\.1"):
        count_trials(space, "grid", None)
    with pytest.raises(BadUsage, match="0 is no number of trials; use a number from 1"):
        count_trials(space, "random", 0)
    with pytest.raises(BadUsage, match="did you mean 'sobol'"):
        count_trials(space, "sobl", 3)
