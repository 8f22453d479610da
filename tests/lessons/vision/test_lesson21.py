"""What lesson 21 claims is so, on runs made here; and where it is not so, the verdict says so."""

from copy import copy
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import lessons
from lessons.kit import BadEnvironment, Claim
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, PictureEvent
from lessons.kit.stream.sheets import unpacked
from lessons.lesson21_contrastive.page.verdicts import ENOUGH, SOON
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson21")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 40
"""No bar was set by it."""


@pytest.fixture(scope="module")
def default() -> Told:
    """What was recorded of the race that a learner sees first, and its verdicts by claim."""
    return trained(LESSON, seed=SEED, steps=ENOUGH)


@pytest.mark.parametrize(
    "claim",
    [
        "features-beat-pixels-with-2", "features-beat-pixels-with-20", "the-lead-shrinks",
        "training-did-it", "untrained-is-no-better", "loss-below-chance",
        "most-views-are-not-found", "neighbours-of-views", "pixels-find-still-images",
        "lower-loss-with-identical-views", "identical-views-teach-nothing", "by-hand",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the two networks holds."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_its_predictions(default: Told) -> None:
    """As the story explains it."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions]

    assert ["about one third", "same-views", "simclr"] == answers


@pytest.mark.parametrize(
    ("preset", "variants", "claim"),
    [
        ("collapse", ("no-negatives",), "collapse"),
        ("which-views", ("moved", "shaded"), "views-must-move"),
    ],
)
def test_a_preset_bears_out(preset: str, variants: tuple[str, ...], claim: str) -> None:
    """With the networks that the claim speaks of."""
    assert "holds" == trained(LESSON, *variants, preset=preset, seed=SEED, steps=SOON)[1][claim]


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [
        ("features-beat-pixels-with-2", "simclr", "same-views"),
        ("features-beat-pixels-with-20", "simclr", "same-views"),
        ("training-did-it", "simclr", "same-views"),
        ("most-views-are-not-found", "simclr", "same-views"),
        ("neighbours-of-views", "simclr", "same-views"),
        ("identical-views-teach-nothing", "same-views", "simclr"),
        ("lower-loss-with-identical-views", "same-views", "simclr"),
    ],
)
def test_another_networks_record_is_found_out(
    default: Told, claim: str, variant: str, other: str
) -> None:
    """What was recorded of one network, under the name of the other, fails."""
    fake = copy(default[0])
    fake.tracks = default[0].tracks | {(variant, SEED): default[0].track(other, SEED)}

    verdict = CLAIMS[claim].judge(fake)

    assert verdict is not None and verdict.holds is False


def saved(path: Path, count: int = 60, *, colour: bool = False, labels: bool = True) -> Path:
    """Bright bars, upright and level ones, class after class."""
    luck = np.random.default_rng(0)
    images = luck.integers(0, 90, (count, 9, 7, *((3,) if colour else ())), dtype=np.uint8)
    images[: count // 2, 2:7, 3] = 250
    images[count // 2 :, 4, 1:6] = 250
    told = {"labels": np.arange(count) * 2 // count} if labels else {}
    np.savez(path / "own.npz", images=images, **told)
    return path / "own.npz"


@pytest.mark.parametrize(("colour", "labels"), [(False, True), (True, True), (True, False)])
def test_the_learners_own_images(tmp_path: Path, colour: bool, labels: bool) -> None:
    """Grey or colour, in the order of their classes; without labels nothing is judged."""
    path = saved(tmp_path, colour=colour, labels=labels)
    events = list(LESSON.run("simclr", data=path, steps=4, batch=32))
    shown = {e.panel: e.value for e in events if isinstance(e, PictureEvent)}

    assert [] == next(e for e in events if isinstance(e, End)).claims[:-1]  # by-hand alone
    sheet = unpacked(shown["neighbours"])
    assert sheet is not None and (3 if colour else 1) == sheet.channels
    assert labels == ("probe" in shown) == ("beside" in shown) == ("kin" in shown)


def test_more_of_a_batch_than_there_are_images_and_no_labels_are_said(tmp_path: Path) -> None:
    """In a sentence each, before it trains."""
    data = LESSON.data(saved(tmp_path, labels=False), LESSON.params(), silent)

    assert any("fewer than a batch of 128" in note for note in data.summary["notes"])
    assert any("without classes nothing is judged" in note for note in data.summary["notes"])


def test_data_that_are_no_images_are_refused(tmp_path: Path) -> None:
    """In words."""
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(BadEnvironment, match="holds no images"):
        LESSON.data(tmp_path / "a.csv", LESSON.params(), silent)


@cache
def raced(data: str | None = None) -> Race:
    """After a step; one for all questions, as an answer changes no network."""
    race = Race(LESSON, LESSON.plan(("simclr",), settings={"steps": 9}, data=data))
    race.tick()
    return race


@pytest.mark.parametrize("question", ["7", "test 12", "train 3"])
def test_it_names_the_nearest_by_features_and_by_pixels(question: str) -> None:
    """With their labels and cosines; an image that it learned from is nearest to itself."""
    answer = raced().network("simclr").answer(question).answer

    assert "nearest by the network: " in answer and "; by pixels: " in answer
    assert ("1.00" in answer) == question.startswith("train")


def test_without_labels_it_names_the_images_by_number(tmp_path: Path) -> None:
    """There is nothing else to call them."""
    race = raced(data=str(saved(tmp_path, labels=False)))

    assert "train " in race.network("simclr").answer("test 1").answer


@pytest.mark.parametrize("question", ["", "a dog", "test 0", "test 99999"])
def test_an_image_that_is_not_there_is_refused_in_a_sentence(question: str) -> None:
    """And nothing is shown beside it."""
    assert "nearest" not in raced().network("simclr").answer(question).answer
