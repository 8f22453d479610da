"""What lesson 6 claims is so, on runs made here; and where it is not so, the verdict says so."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import lessons
from lessons.kit import BadUsage
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.lesson06_mlp.widths import widths_of
from lessons.shared.exports import predictions
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson6")
SEED = 31
"""No bar was set by it."""


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, seed=SEED, **settings)


@pytest.fixture(scope="module")
def default() -> Told:
    return ran()


@pytest.fixture(scope="module")
def xor() -> Told:
    return ran(preset="xor", steps=250)


@pytest.fixture(scope="module")
def tables() -> Told:
    return ran(preset="who-wins", steps=200)


@pytest.mark.parametrize(
    "claim",
    [
        "hand-is-autograd", "line-fails", "deep-line-is-a-line", "bent-parts-them",
        "few-units-stay-behind", "nearest-point-is-as-good",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the spirals holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_its_prediction(default: Told) -> None:
    """Depth alone adds nothing to a line."""
    assert "nothing" == LESSON.predictions[0].answer(default[0])


@pytest.mark.parametrize(
    "claim", ["two-units-seldom-solve-xor", "wide-solves-xor", "no-line-for-xor"]
)
def test_xor_from_many_starts_bears_out(xor: Told, claim: str) -> None:
    """What two units can is not what training finds, and a line finds no slope."""
    assert "holds" == xor[1][claim]


def test_xor_answers_its_prediction(xor: Told) -> None:
    """Fewer than half of the starts of two ReLU units."""
    assert "fewer than half" == LESSON.predictions[1].answer(xor[0])


@pytest.mark.parametrize(
    "claim",
    ["axes-are-for-trees", "trees-need-axes", "network-needs-no-axes", "oblique-is-for-networks"],
)
def test_the_tables_bear_out(tables: Told, claim: str) -> None:
    """Who wins is about whether the axes mean something."""
    assert "holds" == tables[1][claim]


def test_the_tables_answer_their_prediction(tables: Told) -> None:
    """Boosted trees."""
    assert "boosted trees" == LESSON.predictions[2].answer(tables[0])


def test_on_wine_and_breast_cancer_nobody_wins() -> None:
    """The network is level with logistic regression."""
    assert "holds" == ran(preset="nobody-wins")[1]["nobody-wins"]


@pytest.mark.parametrize(
    ("claim", "variant", "settings"),
    [
        ("bent-parts-them", "tanh-20-20", {"lr": 1e-5, "steps": 400}),
        ("line-fails", "linear", {"steps": 20}),
    ],
)
def test_a_claim_can_fail_or_be_left_open(
    claim: str, variant: str, settings: dict[str, Any]
) -> None:
    """A network that does not move parts nothing, and twenty steps decide nothing."""
    verdict = ran(variant, **settings)[1][claim]

    assert verdict == ("inconclusive" if settings["steps"] < 400 else "fails")


def test_several_seeds_in_one_loop_give_what_each_gives_alone() -> None:
    """But for rounding, with batches drawn by chance and several starts."""
    settings = {"task": "oblique", "batch": 50, "starts": 2, "steps": 30}

    together = LESSON.run("relu-8", seeds=3, **settings)
    alone = LESSON.run("relu-8", seeds=3, together=False, **settings)

    assert losses(together) == {
        seed: pytest.approx(each, rel=1e-4) for seed, each in losses(alone).items()
    }


def losses(events: Any) -> dict[int, list[float]]:
    """Every loss, by seed."""
    found: dict[int, list[float]] = {}
    for event in events:
        if type(event).__name__ == "Steps":
            found.setdefault(event.seed, []).extend(event.values["loss"])
    return found


def race(*variants: str, ticks: int = 3, **settings: Any) -> Race:
    """A race after a few steps."""
    data = settings.pop("data", None)
    found = Race(LESSON, LESSON.plan(variants, settings=settings, data=data))
    for _ in range(ticks):
        found.tick()
    return found


@pytest.mark.parametrize("question", ["0.3 -0.5", "0.3, -0.5", "5 5"])
def test_it_answers_for_a_point(question: str) -> None:
    """The probabilities of both arms, which add up to one."""
    answer = race("relu-8").network("relu-8").answer(question).answer

    shares = [float(part.split()[-1]) for part in answer.split(" · ")]
    assert 1.0 == pytest.approx(sum(shares), abs=2e-3)


@pytest.mark.parametrize("question", ["", "here", "1 2 3", "1"])
def test_it_says_what_can_be_asked(question: str) -> None:
    """In words, and it does not crash."""
    assert race("relu-8").network("relu-8").answer(question).answer.startswith("Give two numbers")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A learner's table: two numbers, a category, a class, a missing cell, a row without one."""
    luck = np.random.default_rng(0)
    lines = ["size,colour,weight,kind"]
    for at in range(120):
        size, weight, kind = luck.normal(at % 2, 0.3), luck.normal(), ("cat", "dog")[at % 2]
        lines.append(f"{size:.3f},{('red', 'blue')[at % 3 == 0]},{weight:.3f},{kind}")
    lines[5] = "?,red,0.1,cat"
    lines.append("1.1,blue,0.2,")
    path = tmp_path / "pets.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_learners_table(table: Path) -> None:
    """It is learned, with scikit-learn's models beside it on the same test."""
    history, _ = trained(LESSON, "relu-8", data=table, steps=60)

    assert history.last("relu-8", "accuracy")[0] > 0.85
    assert history.last("relu-8", "logistic")[0] > 0.85
    assert history.last("relu-8", "trees")[0] > 0.8


@pytest.mark.parametrize("task", ["spirals", "steps", "xor"])
def test_a_task_that_own_data_take_the_place_of_is_said(table: Path, task: str) -> None:
    """Preset who-wins has a variant for each task, and on a table all of them learn it."""
    found = LESSON.data(table, LESSON.params().override({"task": task}), silent)
    said = any("your data are learned, and not" in note for note in found.summary["notes"])

    assert said is (task != "spirals")


def test_every_row_of_the_learners_table_is_predicted(table: Path) -> None:
    """Also the one whose class is empty; the probabilities are those that it tells when asked."""
    found = race("relu-8", data=str(table))
    lines = "".join(predictions(found.save()[0].state)).splitlines()

    assert 122 == len(lines)
    assert "row,part,kind,predicted,p(cat),p(dog)" == lines[0]
    assert lines[-1].split(",")[1] == "unknown"


def test_a_row_of_the_learners_table_can_be_asked_for(table: Path) -> None:
    """By its number; a number too large is refused in words."""
    network = race("relu-8", data=str(table)).network("relu-8")

    assert "it is" in network.answer("7").answer
    assert network.answer("9999").answer.startswith("There is no such row")
    assert network.answer("a b").answer.startswith("Give the number of a row")


def test_the_learners_images(tmp_path: Path) -> None:
    """Arrays of images in an .npz, flat."""
    luck = np.random.default_rng(0)
    labels = np.arange(60) % 3
    images = luck.integers(0, 60, (60, 5, 5), dtype=np.uint8)
    images[np.arange(60), labels] = 250
    np.savez(tmp_path / "bars.npz", images=images, labels=labels)

    history, _ = trained(LESSON, "relu-8", data=tmp_path / "bars.npz", steps=60)

    assert history.last("relu-8", "accuracy")[0] > 0.8


@pytest.mark.parametrize(
    ("text", "expected"), [("0", []), ("8", [8]), ("20-20", [20, 20]), (" 3-2-1 ", [3, 2, 1])]
)
def test_widths_are_read(text: str, expected: list[int]) -> None:
    """As they are written in the knob."""
    assert expected == widths_of(text)


@pytest.mark.parametrize(
    "text", ["", "-", "a", "20-", "0-3", "20x20", "1.5", "9999", "-".join("2" * 21)]
)
def test_widths_that_make_no_network_are_refused(text: str) -> None:
    """With what would do."""
    with pytest.raises(BadUsage, match="write"):
        widths_of(text)


def test_the_loop_stays_readable() -> None:
    """The textbook fits on a page or two."""
    lines = (LESSON.files / "train.py").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 130
