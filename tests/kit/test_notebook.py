"""A lesson called from a notebook: whatever is passed, it trains or says in words why not."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import BadUsage
from lessons.kit.stream.events import Start
from tests.toys.lesson90_line import lesson

ODD: st.SearchStrategy[Any] = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.none(),
    st.integers(-3, 3).map(np.int64),
    st.floats(width=32).map(np.float32),
    st.lists(st.integers(), max_size=2),
    st.just(10**5000),
    st.complex_numbers(),
)


def began(**asked: Any) -> Start:
    first = next(lesson.run("calm", **asked))
    assert isinstance(first, Start)
    return first


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"seed": -1}, "seed cannot be '-1'; use a whole number from 0 to 2147483648"),
        ({"seed": True}, "seed cannot be 'True'; use a whole number"),
        ({"seed": 1.0}, "seed cannot be '1.0'; use a whole number"),
        ({"seed": "1"}, "use a whole number"),
        ({"seed": None}, "seed cannot be 'None'"),
        ({"seed": 2**31 + 1}, "use a whole number from 0 to 2147483648"),
        ({"seed": np.int64(-5)}, "seed cannot be '-5'"),
        ({"seeds": 0}, "seeds cannot be '0'; use a whole number from 1 to 1000"),
        ({"seeds": -2}, "seeds cannot be '-2'"),
        ({"steps": 0}, "steps cannot be '0'; use a whole number from 1"),
        ({"steps": -5}, "use a whole number from 1"),
        ({"steps": True}, "steps cannot be 'True'; use a whole number from 1"),
        ({"steps": 2.5}, "steps cannot be '2.5'; use a whole number from 1"),
        ({"batch": 10**5000}, "use a whole number from 1 to 512"),
        ({"noise": 1}, "noise cannot be '1'; use on or off"),
        ({"sepps": 1}, "no setting called 'sepps'; did you mean 'steps'?"),
        ({"preset": "hott"}, "no preset called 'hott'; did you mean 'hot'?"),
        ({"preset": 7}, "no preset called '7'"),
        ({"data": ""}, "data is an empty path; give a file, or leave data out"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_trains(
    asked: dict[str, Any], sentence: str
) -> None:
    """At the call and not at the first event: what is wrong, and what is allowed."""
    with pytest.raises(BadUsage) as refused:
        lesson.run("calm", **asked)

    assert sentence in str(refused.value)


@pytest.mark.parametrize("variant", ["clam", "", 3, None, ["calm", "wild"], ("calm",)])
def test_a_variant_that_is_not_there_is_refused_in_words(variant: Any) -> None:
    """A list of names too, which a set of names cannot even be asked for."""
    with pytest.raises(BadUsage, match="no variant called"):
        lesson.run(variant)


def test_numbers_of_numpy_and_torch_count_as_pythons_own() -> None:
    """A loop over np.arange or np.logspace gives the runs that plain numbers give."""
    plain = began(seed=3, seeds=2, steps=4, batch=2)
    arrays = began(seed=np.int64(3), seeds=np.int32(2), steps=np.uint8(4), batch=torch.tensor(2))
    rates = next(lesson.run("free", lr=np.float64(0.5), noise=np.bool_(False)))

    assert plain == arrays
    assert isinstance(rates, Start)
    assert (0.5, False) == (rates.config["lr"], rates.config["noise"])
    assert all(type(seed) is int for seed in arrays.seeds)


@given(name=st.sampled_from(["seed", "seeds", "steps", "batch", "lr", "noise", "optimizer"]),
       value=ODD)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_any_value_is_taken_or_refused_in_one_line(name: str, value: Any) -> None:
    """Never another exception, and never a plan that could not be written down."""
    try:
        plan = lesson.plan(("free",), **_asked(name, value))
    except BadUsage as refused:
        assert "\n" not in str(refused)
        assert len(str(refused)) < 200
    else:
        assert all(type(seed) is int and seed >= 0 for seed in plan.seeds)
        assert all(type(value) in (int, float, bool, str) for value in plan.config.values())


def _asked(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if name.startswith("seed") else {"settings": {name: value}}
