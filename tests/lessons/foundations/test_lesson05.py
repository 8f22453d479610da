"""What lesson 5 claims is so, on runs made here; and where it is not so, the verdict says so."""

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import lessons
from lessons.kit import Claim, History
from lessons.kit.engine.race import Race
from lessons.lesson05_linear.points import four_points, scale_of, scaled
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson5")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 100
"""No bar was set by it."""


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, seed=SEED, **settings)


@pytest.fixture(scope="module")
def default() -> Told:
    return ran()


@pytest.mark.parametrize(
    "claim",
    ["hand-is-autograd", "hand-is-differences", "below-arrives", "at-swings", "above-leaves",
     "by-formula"],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the four learning rates holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_every_prediction(default: Told) -> None:
    """Each answer is the one that the explanation gives."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions]

    assert ["it leaves the map", "80 %, on the other side", "0.9 of the limit"] == answers


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("edge", {"inside-arrives", "over-the-edge-leaves"}),
        ("sweep", {"best-near-the-limit", "not-on-the-edge"}),
        ("scaled", {"standardising-helps"}),
        ("tutorial", {"tutorial-crawls"}),
        ("units", {"centimetres-leave"}),
        ("beyond", set()),
    ],
)
def test_a_preset_bears_out(preset: str, expected: set[str]) -> None:
    """Its own claims hold, and no other one fails or stays open."""
    _, verdicts = ran(preset=preset)

    assert expected <= verdicts.keys()
    assert {"holds"} == set(verdicts.values())


@pytest.mark.parametrize(
    ("variant", "claim", "settings"),
    [
        ("yours", "below-arrives", {"lr": 0.9, "steps": 100}),
        ("yours", "below-arrives", {"lr": 1.2}),
        ("above", "above-leaves", {"steps": 30}),
        ("at", "at-swings", {"lr_in": "plain", "stretch": 0.1, "steps": 120}),
    ],
)
def test_what_theory_does_not_promise_is_not_judged(
    variant: str, claim: str, settings: dict[str, Any]
) -> None:
    """Too few steps, or a rate on the other side of the limit, refute nothing."""
    assert "inconclusive" == ran(variant, **settings)[1][claim]


@pytest.mark.parametrize(
    ("claim", "metric", "value"),
    [
        ("hand-is-autograd", "byhand_error", 1e-6),
        ("hand-is-differences", "differences_error", 1e-3),
        ("by-formula", "stray", 0.01),
        ("below-arrives", "error", 0.1),
        ("at-swings", "steepest", 0.5),
        ("above-leaves", "loss", 7.0),
    ],
)
def test_a_claim_can_fail(default: Told, claim: str, metric: str, value: float) -> None:
    """A gradient that is a little off, a path that stops early: the verdict says so."""
    history = spoiled(default[0], metric, value)
    verdict = CLAIMS[claim].judge(history)

    assert verdict is not None
    assert verdict.holds is False


def spoiled(history: History, metric: str, last: float) -> History:
    """The same run as if the scalar had ended with this value, for every network."""
    other = History()
    other.__dict__.update(history.__dict__)
    other.tracks = {}
    for place, track in history.tracks.items():
        copy = type(track)(dict(track.columns), track.end)
        column = track.columns[metric]
        values = type(column.values)("d", [*column.values[:-1], last])
        copy.columns[metric] = type(column)(column.steps, values, values, values)
        other.tracks[place] = copy
    return other


def test_every_rate_is_pulled_back_when_it_is_turned_in_time() -> None:
    """Above the limit for ten steps, then a half of it: it arrives."""
    race = Race(LESSON, LESSON.plan(("yours",), settings={"lr": 1.05}, seed=SEED))
    history = History()
    history.variants, history.seeds = ["yours"], [SEED]
    for step in range(250):
        if step == 10:
            race.turn("lr", 0.9)
        for event in [*race.tick(), *race.collect()]:
            history.take_event(event)
    errors, rates = (history.all("yours", name)[0] for name in ("error", "in_limits"))

    assert errors[9] > errors[0]
    assert errors[-1] < 1e-2 * errors[0]
    assert [1.05, 0.9] == pytest.approx([rates[9], rates[10]])


def test_seeds_that_train_together_end_as_alone() -> None:
    """Start, path and every scalar are those of a run of its own, for 30 steps and both seeds."""
    together, alone = (
        Race(LESSON, LESSON.plan(("above",), seed=SEED, seeds=2, together=stacked))
        for stacked in (True, False)
    )
    found = []
    for race in (together, alone):
        history = History()
        history.variants, history.seeds = ["above"], [SEED, SEED + 1]
        for _ in range(30):
            for event in [*race.tick(), *race.collect()]:
                history.take_event(event)
        found.append(history)

    for metric in ("loss", "error", "steepest", "flattest", "largest_factor", "in_limits"):
        one, two = (np.array(history.all("above", metric)) for history in found)
        assert (2, 30) == one.shape
        assert np.allclose(one, two, rtol=1e-9), metric


def test_it_resumes_on_the_same_map() -> None:
    """The map of a run that was saved and goes on is that of one that was never stopped."""
    whole, half = race_of(12), race_of(6)
    other = Race(LESSON, LESSON.plan(("above",), seed=SEED), saved=half.save())
    for _ in range(6):
        other.tick()
    one, two = (race.network("above").engine.state["trail"] for race in (whole, other))

    assert (one.size, one.points) == (two.size, two.points)


def race_of(steps: int) -> Race:
    race = Race(LESSON, LESSON.plan(("above",), seed=SEED))
    for _ in range(steps):
        race.tick()
    return race


@cache
def learned(steps: int, **settings: Any) -> Race:
    race = Race(LESSON, LESSON.plan(("yours",), settings=settings, seed=SEED))
    for _ in range(steps):
        race.tick()
    return race


def asked(question: str, steps: int = 300, **settings: Any) -> str:
    return learned(steps, **settings).network("yours").answer(question).answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("100", "y = 200 at x = 100"),
        (" 2,5 ", "y = 5 at x = 2.5"),
        ("-1", "y = −2 at x = −1"),
        ("two", "give a number: a value of x"),
        ("nan", "give a number: a value of x"),
        ("", "give a number: a value of x"),
    ],
)
def test_it_says_y_for_any_x(question: str, answer: str) -> None:
    """It has learned y = 2x; what is no number is told how to ask."""
    assert answer == asked(question)


def test_it_is_asked_in_the_units_of_the_points() -> None:
    """Standardised or not, x = 100 is x = 100."""
    assert "y = 200 at x = 100" == asked("100", standardise=True)


@pytest.mark.parametrize(
    ("question", "words"),
    [("1", "row 1 ("), ("443", "there is no row 443"), ("1.5", "the number of a row")],
)
def test_of_a_table_it_is_asked_for_a_row(question: str, words: str) -> None:
    """What it says of it, and what is so."""
    assert words in asked(question, dataset="diabetes", steps=3)


def test_standardising_learns_from_the_training_points_alone() -> None:
    """Mean 0 and deviation 1 there, and the test points by the same numbers."""
    data = four_points().content
    x = scaled(data, scale_of(data, 1.0, standardised=True))

    assert [0.0, 1.0] == pytest.approx([float(x.train.x.mean()), float(x.train.x.std())], abs=1e-6)
    assert [-0.894, 0.0, 0.894] == pytest.approx(x.test.x[:, 0].tolist(), abs=1e-3)


def write_table(folder: Path, rows: int = 80) -> Path:
    """A table with a number to predict, a category, a column twice, and an empty cell."""
    draw = np.random.default_rng(0)
    file = folder / "flats.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["area", "feet", "town", "price"])
        for at in range(rows):
            area, town = draw.uniform(20, 120), "ab"[at % 2]
            price = 3000 * area + 40_000 * (town == "a") + draw.normal(0, 500)
            shown = "?" if at == 5 else f"{area:.2f}"
            writer.writerow([shown, f"{area * 10.76:.2f}", town, f"{price:.0f}"])
    return file


def test_the_learners_own_table(tmp_path: Path) -> None:
    """Flat directions and all, it arrives, and no claim fails."""
    table = write_table(tmp_path)
    history, verdicts = ran("yours", "above", data=table, target="price", steps=200)

    assert {"holds", "inconclusive"} == set(verdicts.values())
    assert "inconclusive" == verdicts["below-arrives"]  # area and feet say nearly the same
    assert history.last("yours", "loss")[0] < 0.01 * history.first("yours", "loss")[0]


def test_its_predictions_are_exported(tmp_path: Path) -> None:
    """A row for each row of the file, with the price as it is there."""
    plan = LESSON.plan(("yours",), settings={"target": "price"}, data=str(write_table(tmp_path)))
    race = Race(LESSON, plan)
    for _ in range(100):
        race.tick()
    state = race.network("yours").save().state
    kept = {name: value.numpy() if isinstance(value, torch.Tensor) else value
            for name, value in state["predicted"].items()}  # fmt: skip
    text = "".join(LESSON.exports["predictions"]({"predicted": kept}))
    rows = list(csv.DictReader(io.StringIO(text)))

    assert 80 == len(rows)
    assert {"row", "part", "price", "predicted", "residual"} == rows[0].keys()
    share = [abs(float(r["residual"])) / float(r["price"]) for r in rows if r["part"] == "test"]
    assert float(np.median(share)) < 0.2
