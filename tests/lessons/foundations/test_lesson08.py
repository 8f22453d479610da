"""What lesson 8 claims is so, on runs made here; and where it is not so, the verdict says so."""

from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import lessons
from lessons.kit import BadEnvironment, Claim
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, PictureEvent, Start
from lessons.lesson08_depth.comparisons import ENOUGH
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson8")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 30
"""No bar was set by it."""


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, **{"seed": SEED, "steps": ENOUGH} | settings)


@pytest.fixture(scope="module")
def default() -> Told:
    return ran()


@pytest.mark.parametrize(
    "claim",
    [
        "relu-fades", "same-of-each-image", "plain-guesses", "he-keeps", "batchnorm-overshoots",
        "shortcut-arrives", "as-computed", "cures-learn", "shortcut-learns", "by-hand",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the four networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_its_predictions(default: Told) -> None:
    """As the story explains it; the others are asked of other runs."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions]

    assert ["less than a thousandth", "shortcut", None, None] == answers


@pytest.mark.parametrize(
    ("preset", "claim"),
    [
        ("myth", "relu-fades-more-than-tanh"), ("myth", "sigmoid-fades-most"),
        ("sigmoid", "xavier-is-no-cure-for-sigmoid"), ("twice", "shortcut-and-he-explode"),
        ("deeper", "shortcut-alone-grows"),
    ],
)  # fmt: skip
def test_the_first_step_shows(preset: str, claim: str) -> None:
    """What is so before training is judged at the first step, and holds."""
    assert "holds" == ran(preset=preset, steps=1)[1][claim]


@pytest.mark.parametrize(
    ("preset", "variants", "claim"),
    [
        ("sigmoid", ("xavier", "batchnorm"), "batchnorm-saves-sigmoid"),
        ("tanh", ("default", "xavier"), "xavier-suits-tanh"),
        ("shallow", (), "shallow-learns"),
        ("no-cure", (), "nothing-cures"),
        ("dropout", (), "dropout-harms"),
        ("twice", ("shortcut", "shortcut-he"), "explosion-costs"),
        ("twice", ("both",), "both-learn"),
    ],
)
def test_a_preset_bears_out(preset: str, variants: tuple[str, ...], claim: str) -> None:
    """With the networks that the claim speaks of."""
    assert "holds" == ran(*variants, preset=preset)[1][claim]


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [
        ("relu-fades", "plain", "shortcut"), ("same-of-each-image", "plain", "he"),
        ("plain-guesses", "plain", "shortcut"), ("he-keeps", "he", "plain"),
        ("he-keeps", "he", "batchnorm"), ("batchnorm-overshoots", "batchnorm", "he"),
        ("shortcut-arrives", "shortcut", "plain"), ("shortcut-learns", "shortcut", "plain"),
        ("cures-learn", "he", "plain"),
    ],
)  # fmt: skip
def test_another_networks_record_is_found_out(
    default: Told, claim: str, variant: str, other: str
) -> None:
    """What was recorded of one network, under the name of another, fails."""
    fake = copy(default[0])
    fake.tracks = default[0].tracks | {(variant, SEED): default[0].track(other, SEED)}

    verdict = CLAIMS[claim].judge(fake)

    assert verdict is not None and verdict.holds is False


def test_too_few_steps_decide_nothing_about_learning() -> None:
    """But they do about the gradient before training."""
    verdicts = ran(steps=2)[1]

    assert "inconclusive" == verdicts["plain-guesses"] == verdicts["shortcut-learns"]
    assert "holds" == verdicts["relu-fades"] == verdicts["as-computed"]


@cache
def raced(ticks: int, *variants: str, **settings: Any) -> Race:
    """After so many steps; one for all questions, as an answer changes no network."""
    race = Race(LESSON, LESSON.plan(variants, **settings))
    for _ in range(ticks):
        race.tick()
    return race


@pytest.mark.parametrize("question", ["test 123", "123", " Train 7 "])
def test_it_says_what_an_image_is_and_what_reaches_layer_1(question: str) -> None:
    """A number alone is that of a test image."""
    network = raced(2, "shortcut").network("shortcut")
    before = [parameter.clone() for parameter in network.engine.state["model"].parameters()]

    answer = network.answer(question).answer

    assert "Gradient at layer 1 of that at layer 20" in answer and "it is " in answer
    assert all(map(torch.equal, before, network.engine.state["model"].parameters()))


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("", "such as: test 123"), ("a dog", "such as: test 123"), ("test 0", "1 to 359"),
        ("test 360", "there is no 360"), ("train 99999", "images 1 to 1,438"),
        ("test 9999999999", "such as"), ("test 1.5", "such as"),
    ],
)  # fmt: skip
def test_an_image_that_is_not_there_is_refused_in_a_sentence(question: str, part: str) -> None:
    """With the numbers that there are."""
    network = raced(1, "plain").network("plain")

    assert part in network.answer(question).answer


def test_seeds_in_one_loop_keep_batchnorms_means_each_its_own() -> None:
    """After a step each network holds the means and variances that it would hold alone."""
    together = raced(1, "batchnorm", seeds=3)
    alone = raced(1, "batchnorm", seeds=3, together=False)

    kept = [
        [network.engine.state["model"].state_dict() for network in race.networks]
        for race in (together, alone)
    ]
    for ours, theirs in zip(*kept, strict=True):
        torch.testing.assert_close(dict(theirs), dict(ours), rtol=1e-4, atol=1e-6)
    means = [state["layers.0.norm.running_mean"] for state in kept[0]]
    assert not torch.allclose(means[0], means[1])


def test_dropout_trains_each_seed_alone() -> None:
    """Its masks come from each network's own luck, layer by layer."""
    start = next(iter(LESSON.run("he-dropout", preset="dropout", seeds=2, steps=1)))

    assert isinstance(start, Start) and [] == start.together


def own_images(path: Path) -> Path:
    """Bright and dark images of 6 × 7 pixels, of two classes."""
    luck = np.random.default_rng(0)
    labels = np.arange(120) % 2
    images = (luck.uniform(0, 100, (120, 6, 7)) + 150 * labels[:, None, None]).astype(np.uint8)
    np.savez(path / "own.npz", images=images, labels=labels)
    return path / "own.npz"


def test_the_learners_own_images(tmp_path: Path) -> None:
    """Of any size and number of classes; scikit-learn's models stand beside the network."""
    events = list(LESSON.run("shortcut", data=own_images(tmp_path), steps=60))
    (beside,) = [e.value for e in events if isinstance(e, PictureEvent) and e.panel == "beside"]

    assert ["majority", "logistic", "boosted trees", "network"] == [row[0] for row in beside[:4]]
    assert float(beside[3][1]) > 0.9
    judged = next(e for e in events if isinstance(e, End)).claims
    assert "shortcut-learns" not in [claim.name for claim in judged]  # its bar is for digits


def test_data_that_are_no_images_are_refused(tmp_path: Path) -> None:
    """In words."""
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(BadEnvironment, match="holds no images"):
        LESSON.data(tmp_path / "a.csv", LESSON.params(), silent)


def test_clipping_shortens_every_gradient_alike() -> None:
    """So the share that reaches layer 1 is what it was: a limit cannot cure the fading."""
    history, _ = ran("adam", "clipped", preset="no-cure", steps=1)

    assert history.first("adam", "reach") == history.first("clipped", "reach")
