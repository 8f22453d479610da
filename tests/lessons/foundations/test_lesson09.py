"""What lesson 9 claims is so, on runs made here; and where it is not so, the verdict says so."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import lessons
from lessons.kit import BadUsage, Claim, History, Verdict
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import PictureEvent
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson9")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 31
"""No bar was set by it."""
FEW = replace(LESSON, variants={"few": {"noise": 0.5}}, race=("few",))
"""The lesson with a network that does not say how many examples it learns from."""


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, **{"seed": SEED, "steps": 160, **settings})


@pytest.fixture(scope="module")
def default() -> Told:
    return ran(steps=200)


@pytest.fixture(scope="module")
def clean() -> Told:
    return ran(preset="clean-labels")


@pytest.fixture(scope="module")
def noisy() -> Told:
    return ran(preset="wrong-labels")


@pytest.fixture(scope="module")
def widths() -> Told:
    return ran(preset="double-descent", steps=12)


@pytest.mark.parametrize(
    "claim",
    [
        "clean-gap", "more-data-gains", "random-labels-by-heart", "random-labels-teach-nothing",
        "random-labels-take-longer", "random-labels-weigh-more", "wrong-labels-by-heart",
        "wrong-labels-are-seen-through-first", "test-falls-again",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the four networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_its_predictions(default: Told, clean: Told, widths: Told) -> None:
    """Each answer is one of the choices, and the one that the story explains."""
    runs = (default[0], default[0], clean[0], widths[0])
    answers = [p.answer(run) for p, run in zip(LESSON.predictions, runs, strict=True)]

    assert [
        "all of them",
        "it rises, then falls",
        "none",
        "it falls to a low at 200, then rises above where it was",
    ] == answers
    assert all(a in p.choices for a, p in zip(answers, LESSON.predictions, strict=True))


def test_with_right_labels_no_regularizer_gains(clean: Told) -> None:
    """Neither decay, nor dropout, nor moved images."""
    assert "holds" == clean[1]["no-regularizer-gains-with-right-labels"]


def test_with_wrong_labels_all_of_them_help(noisy: Told) -> None:
    """The same three, with the same strengths."""
    assert "holds" == noisy[1]["regularizers-help-with-wrong-labels"]


def test_the_sign_turns(clean: Told, noisy: Told) -> None:
    """What the preset `sign` trains is in the other two: the same networks from the same seed."""
    assert verdict("the-sign-turns", merged(clean[0], noisy[0])).holds


def test_a_method_that_does_the_same_everywhere_is_found_out(clean: Told, noisy: Told) -> None:
    """Right labels under the name of wrong ones: nothing turns, and nothing helps."""
    fake = merged(clean[0], noisy[0])
    for method in ("", "-decay", "-dropout", "-shift"):
        fake.tracks[(f"noisy{method}", SEED)] = fake.tracks[(f"clean{method}", SEED)]

    assert not verdict("the-sign-turns", fake).holds
    assert not verdict("regularizers-help-with-wrong-labels", fake).holds


def merged(*histories: History) -> History:
    """One history of several runs with the same seed."""
    both = History()
    both.planned, both.seeds = histories[0].planned, [SEED]
    for history in histories:
        both.variants += history.variants
        both.tracks |= history.tracks
    return both


def verdict(claim: str, history: History) -> Verdict:
    found = CLAIMS[claim].judge(history)
    assert found is not None
    return found


def test_mild_ones_gain_little(clean: Told) -> None:
    """A little decay, smoothed labels, early stopping: nothing of it closes the gap."""
    mild, _ = ran("clean-mild", "clean-smooth", "clean-early", preset="mild")
    both = merged(clean[0], mild)

    assert verdict("mild-ones-gain-little", both).holds
    assert verdict("stopping-gains-nothing", both).holds


def test_more_images_do() -> None:
    """The learning curve rises."""
    _, verdicts = ran("50-images", "800-images", preset="more-data")

    assert "holds" == verdicts["learning-curve"]


def test_too_much_decay(clean: Told) -> None:
    """It leaves nothing to learn with."""
    overdone, _ = ran("clean-overdone", preset="overdone")

    assert verdict("overdone", merged(clean[0], overdone)).holds


def test_a_network_that_hardly_learns_refutes() -> None:
    """At a learning rate of 1e-5 nothing is learned by heart, and no weight has grown."""
    claims = ("random-labels-by-heart", "wrong-labels-by-heart", "random-labels-weigh-more")
    _, verdicts = ran("noisy", "random", "clean", lr=1e-5, steps=150)

    assert {"fails"} == {verdicts[claim] for claim in claims}


def test_too_few_steps_decide_nothing() -> None:
    """Before that the lesson holds its tongue."""
    _, verdicts = ran("random", steps=5)

    assert {"inconclusive"} == {*verdicts.values()}


@pytest.mark.parametrize(
    "claim",
    ["the-peak", "second-descent", "a-ridge-removes-the-peak", "no-peak-with-a-ridge",
     "a-ridge-beats-width"],
)  # fmt: skip
def test_double_descent(widths: Told, claim: str) -> None:
    """A peak without a penalty, and none with a ridge."""
    assert "holds" == widths[1][claim]


def test_a_ridge_that_is_too_small_removes_nothing() -> None:
    """At 1e-9 the peak is there with it, too."""
    _, verdicts = ran("right-labels", preset="double-descent", steps=8, ridge=1e-9)

    assert "fails" == verdicts["a-ridge-removes-the-peak"]


@pytest.fixture(scope="module")
def folds() -> Told:
    return ran(preset="k-fold", steps=30)


@pytest.mark.parametrize(
    "claim",
    ["training-error-is-blind", "few-folds-are-harsh", "ten-folds-are-fair",
     "one-estimate-is-noisy", "not-of-this-model"],
)  # fmt: skip
def test_cross_validation(folds: Told, claim: str) -> None:
    """What it tells, and what it does not."""
    assert "holds" == folds[1][claim]


def race_of(variant: str, ticks: int, **settings: Any) -> Race:
    race = Race(LESSON, LESSON.plan((variant,), settings=settings))
    for _ in range(ticks):
        race.tick()
    return race


def test_it_says_whether_a_label_was_right() -> None:
    """Of an example, and of all wrong labels; early on they are not yet learned by heart."""
    network = race_of("noisy", 2).network("noisy")
    first = network.answer("wrong").answer.partition("train ")[2].partition(",")[0]

    assert network.answer("wrong").answer.startswith("30 of 100 labels are wrong")
    assert "which is wrong: it is" in network.answer(f"train {first}").answer
    assert network.answer(" TEST 12 ").answer.startswith("test 12 (row ")


@pytest.mark.parametrize(
    "question", ["", "train 0", "train 101", "test", "日本", "train 9999999999"]
)
def test_it_says_what_can_be_asked(question: str) -> None:
    """For everything else, and for numbers that there are not."""
    network = race_of("clean", 1).network("clean")

    assert "ask train 1 to train 100, test 1 to test 539, or wrong" == (
        network.answer(question).answer
    )
    assert "none of the 100 labels is wrong" == network.answer("wrong").answer


def table(place: Path, rows: int = 120) -> Path:
    """A table that a line can tell apart, with a category, in a file."""
    luck = np.random.default_rng(0)
    with place.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["size", "colour", "kind"])
        for _ in range(rows):
            size = luck.normal()
            out.writerow(
                [f"{size:.4f}", luck.choice(["red", "blue"]), "big" if size > 0 else "small"]
            )
    return place


def test_the_learners_table(tmp_path: Path) -> None:
    """It is learned from all rows, shown beside scikit-learn's models, and exported row by row."""
    own = table(tmp_path / "own.csv")
    race = Race(LESSON, LESSON.plan(("more-data",), settings={"steps": 60}, data=str(own)))
    events = [event for _ in range(60) for event in race.tick()]
    tables = [e.value for e in events if isinstance(e, PictureEvent) and e.panel == "results"]
    text = "".join(LESSON.exports["predictions"](kept(race)))

    assert ["majority", "logistic", "boosted trees"] == [row[0] for row in tables[-1][1:4]]
    assert tables[-1][4][0].startswith("network, ")
    assert "row,part,kind,predicted,p(big),p(small)" == text.splitlines()[0]
    assert 1 + 120 == len(text.splitlines())


def kept(race: Race) -> dict[str, Any]:
    """What a checkpoint has of its network, as an export reads it."""
    state: dict[str, Any] = race.save()[0].state
    said = {name: value.numpy() if isinstance(value, torch.Tensor) else value
            for name, value in state.get("predicted", {}).items()}  # fmt: skip
    return state | ({"predicted": said} if said else {})


def test_a_run_without_a_network_has_no_predictions() -> None:
    """In words, with what to do."""
    race = Race(LESSON, LESSON.plan(("2-folds",), preset="k-fold"))
    race.tick()

    with pytest.raises(BadUsage, match="trained no network"):
        list(LESSON.exports["predictions"](kept(race)))


@pytest.mark.parametrize("shape", [(60, 6, 5), (60, 4, 4, 3)])
def test_the_learners_images(tmp_path: Path, shape: tuple[int, ...]) -> None:
    """Grey or in colours, and moved by a pixel as images are."""
    luck = np.random.default_rng(0)
    own = tmp_path / "own.npz"
    images = luck.integers(0, 256, shape, dtype=np.uint8)
    np.savez(own, images=images, labels=np.arange(60) % 3)

    history, _ = ran("noisy", data=own, steps=3, augment=True)

    assert 3 == history.done("noisy")


def test_networks_of_one_seed_are_taught_the_same_images() -> None:
    """They differ in their labels alone: that is what makes their difference a gain."""
    asked = [
        race_of(v, 1).network(v).answer("train 5").answer for v in ("clean", "noisy", "random")
    ]

    assert 1 == len({answer.partition(":")[0] for answer in asked})


def test_early_stopping_keeps_the_weights_of_a_step() -> None:
    """Those of the steps so far that did best on what was held out."""
    race = Race(LESSON, LESSON.plan(("clean-early",), preset="mild"))
    for _ in range(4):
        race.tick()

    assert 1 <= race.networks[0].engine.state["best"].step <= 4


def test_the_digits_are_split_once() -> None:
    """So that the models beside the network are fitted once for all runs of a process."""
    first, second = (LESSON.data(None, LESSON.params(), silent).content for _ in range(2))

    assert first is second


@pytest.mark.parametrize("task", ["train", "widths", "folds"])
@pytest.mark.parametrize("examples", [1, 2, 7])
def test_very_few_examples(task: str, examples: int) -> None:
    """They are learned from, or refused in words: one alone makes no folds."""
    settings = {"task": task, "examples": examples, "steps": 2, "early_stopping": True}
    if (task, examples) == ("folds", 1):
        with pytest.raises(BadUsage, match="one example"):
            next(FEW.run("few", **settings))
        return
    history, _ = trained(FEW, "few", **settings)

    assert 2 == history.done("few")
