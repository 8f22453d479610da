"""`--for`: which scalar of which network a trial is judged by, and what it came to."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadUsage, History
from lessons.kit.stream.columns import batch
from lessons.kit.stream.events import NetworkEnd, Start
from tests.toys.lesson90_line import lesson
from tui_lab.sweeps.objective import (
    Objective,
    is_better_high,
    read_objective,
    scalars_of,
    score,
    score_by,
)

RACE = ["calm", "wild", "free"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("loss", "calm.loss.last"), ("loss.min", "calm.loss.min"),
        ("free.loss", "free.loss.last"), ("wild.slope.max", "wild.slope.max"),
        ("slope.best", "calm.slope.best"),
    ],
)  # fmt: skip
def test_an_objective_is_read_as_written(text: str, read: str) -> None:
    """Without a variant the first that is sound; without a figure the last."""
    assert read == str(read_objective(lesson, text, RACE, None))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("los.last", "no scalar that the lesson shows called 'los'; did you mean 'loss'?"),
        ("loss.lats", "no figure of a scalar called 'lats'; did you mean 'last'?"),
        ("clam.loss.last", "no variant in this sweep called 'clam'; did you mean 'calm'?"),
        ("", "--for '' names no scalar"), ("a.b.c.d", "names no scalar"), (".loss", "names no"),
    ],
)  # fmt: skip
def test_what_no_scalar_has_is_refused(text: str, said: str) -> None:
    """With the nearest name."""
    with pytest.raises(BadUsage) as refused:
        read_objective(lesson, text, RACE, None)

    assert said in str(refused.value)


def test_the_good_side_is_known_by_the_name() -> None:
    """Accuracies up, losses down; --maximize and --minimize decide otherwise."""
    up = ("accuracy", "valid_accuracy", "best_f1", "r2", "auc", "retrieval", "right_2")
    down = ("loss", "valid_loss", "error", "ece", "grad_norm", "d_loss", "minus_elbo", "gap")

    assert dict.fromkeys(up, True) == {name: is_better_high(name) for name in up}
    assert dict.fromkeys(down, False) == {name: is_better_high(name) for name in down}
    assert read_objective(lesson, "loss.last", RACE, True).maximize
    assert read_objective(lesson, "slope.max", RACE, None).maximize
    assert not read_objective(lesson, "slope.max", RACE, False).maximize


@pytest.mark.parametrize("name", lessons.names())
def test_every_lesson_can_be_swept_for_what_it_watches(name: str) -> None:
    """What a page watches is a scalar that --for takes."""
    page = lessons.load(name)

    assert set(page.watched) <= set(scalars_of(page))


def recorded(values: dict[int, list[float]], scalar: str = "loss") -> History:
    """A run of one variant that said these values, a column for each seed."""
    history = History()
    history.take_event(
        Start(
            run="r", lesson="l", config={}, variants={"free": {}}, seeds=list(values), steps=99,
            device="cpu", data={},
        )
    )  # fmt: skip
    for seed, each in values.items():
        steps = list(range(1, len(each) + 1))
        history.take_event(batch("free", seed, steps, {scalar: each}))
    return history


NUMBERS = st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=20)


@given(one=NUMBERS, other=NUMBERS, up=st.booleans(), step=st.integers(1, 20))
@settings(max_examples=200, deadline=None)
def test_a_score_is_the_mean_of_its_figures(
    one: list[float], other: list[float], up: bool, step: int
) -> None:
    """Each figure over all steps, or over those up to one step."""
    history = recorded({0: one, 3: other})
    figures = {"first": lambda v: v[0], "last": lambda v: v[-1], "min": min, "max": max,
               "best": max if up else min}  # fmt: skip
    for figure, of in figures.items():
        objective = Objective("free", "loss", figure, up)
        found = score(objective, history, [0, 3])
        by = score_by(objective, history, [0, 3], step)

        assert {"0": of(one), "3": of(other)} == pytest.approx(found.by_seed)
        assert (of(one) + of(other)) / 2 == pytest.approx(found.mean)
        if step > min(len(one), len(other)):
            assert by is None
        else:
            assert (of(one[:step]) + of(other[:step])) / 2 == pytest.approx(by)


def test_a_seed_that_diverged_makes_the_trial_diverged() -> None:
    """It has no score, and in the search it is the worst there is."""
    objective = Objective("free", "loss", "last", False)
    ended = recorded({0: [1.0], 1: [2.0]})
    ended.take_event(NetworkEnd(variant="free", seed=1, step=1, how="diverged"))

    assert score(objective, ended, [0, 1]).diverged
    assert math.inf == score_by(objective, ended, [0, 1], 1)
    assert score(objective, recorded({0: [1.0, math.inf]}), [0]).diverged
    assert score(objective, recorded({0: [1.0]}, "other"), [0]).mean is None
