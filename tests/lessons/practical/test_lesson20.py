"""What lesson 20 claims is so, on runs made here; and where it is not so, the verdict says so."""

from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import lessons
from lessons.kit import BadUsage, Claim
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.dials import each_of
from lessons.kit.stream.events import Event, PictureEvent
from lessons.kit.stream.sheets import unpacked
from lessons.lesson20_interpretability.page.predictions import ALIKE, METHODS, PLACES
from lessons.lesson20_interpretability.page.verdicts import ENOUGH
from tests.tools.kept import kept_run
from tests.tools.trained import Told, trained
from tui_lab.runs.folder import RunFolder

LESSON = lessons.load("lesson20")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 40
"""No bar was set by it."""


@pytest.fixture(scope="module")
def default() -> Told:
    """What was recorded of the race that a learner sees first, and its verdicts by claim."""
    return trained(LESSON, seed=SEED, steps=ENOUGH)


@pytest.fixture(scope="module")
def function() -> Told:
    """Of the network that learned a known function."""
    return trained(LESSON, preset="function", seed=SEED)


@pytest.fixture(scope="module")
def copies() -> Told:
    """Of one copy of the stronger cause, and of four."""
    return trained(LESSON, "1-copy", "4-copies", preset="copies", seed=SEED)


@pytest.mark.parametrize(
    "claim",
    [
        "ig-draws-the-digit", "the-gradient-changes", "signs-change", "signs-are-learned",
        "wrong-labels-draw-it-too", "wrong-labels-have-other-signs", "better-than-chance",
        "brightness-does-most-of-it", "signs-delete-better", "on-paper",
        "completeness-does-not-choose",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about maps of digits holds."""
    assert "holds" == default[1][claim]


@pytest.mark.parametrize(
    "claim",
    [
        "narrow-lime-is-the-gradient", "ig-is-complete", "shapley-is-complete",
        "nearer-the-truth", "ig-is-near-shapley", "on-paper",
    ],
)  # fmt: skip
def test_the_known_function_bears_out(function: Told, claim: str) -> None:
    """Every claim about a function whose parts are known holds."""
    assert "holds" == function[1][claim]


@pytest.mark.parametrize("claim", ["one-column-leads", "copies-look-weak", "together-it-leads"])
def test_the_copies_bear_out(copies: Told, claim: str) -> None:
    """Permutation importance is misled by copies, and not where they are shuffled together."""
    assert "holds" == copies[1][claim]


def test_the_network_of_convolutions_bears_out() -> None:
    """Guided backprop keeps more of its map than the gradient."""
    told = trained(LESSON, preset="conv", seed=SEED, steps=100)[1]

    assert "holds" == told["guided-keeps-more"]


def test_runs_answer_their_predictions(default: Told, function: Told, copies: Told) -> None:
    """As the story explains them."""
    first, second, third, fourth = (prediction.answer for prediction in LESSON.predictions)

    assert [ALIKE[2], ALIKE[0]] == [first(default[0]), second(default[0])]
    assert [METHODS[1], PLACES[1]] == [third(function[0]), fourth(copies[0])]


def renamed(told: Told, variant: str, names: dict[str, str]) -> Any:
    """The same record, with scalars of one network under the names of others."""
    fake, track = copy(told[0]), copy(told[0].track(variant, SEED))
    track.columns = track.columns | {name: track.columns[other] for name, other in names.items()}
    fake.tracks = told[0].tracks | {(variant, SEED): track}
    return fake


@pytest.mark.parametrize(
    ("claim", "variant", "scalar", "other"),
    [
        ("ig-draws-the-digit", "true-labels", "ig_random", "gradient_random"),
        ("the-gradient-changes", "true-labels", "gradient_random", "ig_random"),
        ("signs-change", "true-labels", "ig_random_signed", "ig_random"),
        ("signs-are-learned", "true-labels", "ig_other_signed", "ig_random_signed"),
        ("wrong-labels-draw-it-too", "wrong-labels", "ig_other", "gradient_other"),
        ("wrong-labels-have-other-signs", "wrong-labels", "ig_other_signed", "ig_other"),
        ("better-than-chance", "true-labels", "delete_ig_drawn", "delete_chance"),
        ("brightness-does-most-of-it", "true-labels", "delete_plain", "delete_chance"),
        ("signs-delete-better", "true-labels", "delete_ig", "delete_ig_drawn"),
    ],
)  # fmt: skip
def test_another_record_is_found_out(
    default: Told, claim: str, variant: str, scalar: str, other: str
) -> None:
    """What was measured of something else, under the name that a claim reads, fails."""
    verdict = CLAIMS[claim].judge(renamed(default, variant, {scalar: other}))

    assert verdict is not None and verdict.holds is False


def shown(events: list[Event]) -> dict[str, Any]:
    return {e.panel: e.value for e in events if isinstance(e, PictureEvent)}


def saved(path: Path, *, colour: bool = False, side: int = 9) -> Path:
    """Bright bars, upright and level ones, class after class."""
    luck = np.random.default_rng(0)
    images = luck.integers(0, 90, (60, side, side, *((3,) if colour else ())), dtype=np.uint8)
    images[:30, :, side // 2] = 250
    images[30:, side // 2] = 250
    np.savez(path / "own.npz", images=images, labels=np.arange(60) // 30)
    return path / "own.npz"


@pytest.mark.parametrize(
    ("colour", "side", "network"), [(True, 9, "mlp"), (False, 40, "mlp"), (True, 9, "conv")]
)
def test_the_learners_own_images(tmp_path: Path, colour: bool, side: int, network: str) -> None:
    """In colour, and large ones: every map is drawn, and fits into an event."""
    path = saved(tmp_path, colour=colour, side=side)
    run = LESSON.run("true-labels", data=path, steps=2, batch=16, network=network)

    found = shown(list(run))

    sheets = [unpacked(value) for value in each_of(found["maps"])]
    assert sheets and all(sheet is not None and sheet.count == 15 for sheet in sheets)
    assert "brightest" in found["deletion"]


def test_maps_follow_three_settings() -> None:
    """Which image, with signs or without, and from where IG begins: each moves the picture."""
    race = raced()
    maps = next(e.value for e in race if isinstance(e, PictureEvent) and e.panel == "maps")

    assert ("example", 6) == (maps["dial"], len(maps["frames"]))
    assert ("signed", [0, 1]) == (maps["frames"][0]["dial"], maps["frames"][0]["at"])
    assert ("baseline", 3) == (maps["frames"][0]["frames"][0]["dial"],
                               len(maps["frames"][0]["frames"][0]["frames"]))  # fmt: skip
    assert 36 == len({str(value) for value in each_of(maps)})


def raced(**settings: Any) -> list[Event]:
    return list(LESSON.run("true-labels", **{"steps": 2, **settings}))


TABLE = "age,income,city,left\n" + "".join(
    f"{20 + n},{n * n % 37},{'Rome' if n % 3 else 'Oslo'},{'yes' if n % 2 else 'no'}\n"
    for n in range(60)
)


def test_the_learners_own_table(tmp_path: Path) -> None:
    """Columns by their names, and how far a value is from the mean as the plain order."""
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    found = shown(list(LESSON.run(preset="rows", data=tmp_path / "own.csv", steps=2)))

    grid = next(each_of(found["row"]))
    assert {"age", "income", "city = Oslo"} <= {*grid["columns"]}
    assert "farthest from the mean" in found["deletion"]


@pytest.mark.parametrize(
    ("settings", "file", "match"),
    [
        ({}, "own.csv", "the default run takes images"),
        ({"task": "rows"}, "own.npz", "these are images"),
        ({"task": "copies"}, "own.csv", "draws its own rows"),
        ({"task": "run"}, "", "no run is named"),
        ({"run": "somebody"}, "", "a preset of its own"),
        ({"run": "somebody", "task": "run"}, "own.csv", "a run brings its data along"),
        ({"run": "somebody", "task": "run"}, "", "no run called"),
    ],
)
def test_what_does_not_fit_is_refused(
    tmp_path: Path, settings: dict[str, Any], file: str, match: str
) -> None:
    """In a sentence, with what to do."""
    (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
    saved(tmp_path)
    with pytest.raises(BadUsage, match=match) as refused:
        LESSON.data(tmp_path / file if file else None, LESSON.params().override(settings), silent)

    assert refused.value.fix


@cache
def one_step(preset: str | None) -> Race:
    """After a step; one for all questions, as an answer changes no network."""
    variants = () if preset else ("true-labels",)
    race = Race(LESSON, LESSON.plan(variants, preset=preset, settings={"steps": 2}))
    race.tick()
    return race


def asked(question: str, preset: str | None = None) -> str:
    race = one_step(preset)
    return race.network(next(iter(race.plan.variants))).answer(question).answer


@pytest.mark.parametrize("question", ["7", "test 12"])
def test_a_digit_is_explained(question: str) -> None:
    """A drawing of its signs, the pixels that count, and the checks beside it."""
    answer = asked(question)

    assert "it says " in answer and "\nintegrated: (" in answer
    assert 8 == sum(
        len(line.split()) == 8 and set(line) <= set("+-. ") for line in answer.split("\n")
    )
    assert "Alike with random weights: gradient " in answer and "brightest 0." in answer


def test_a_row_is_explained() -> None:
    """By the names of its columns."""
    answer = asked("5", "rows")

    assert answer.startswith("row 5, of the ") and "worst" in answer


def test_eight_numbers_are_explained() -> None:
    """Beside the truth: x₂ x₃ is halved between the two."""
    answer = asked("1 0.5 -2 0.3 -1 0 0 0", "function")

    assert "truth: 3.00 -1.00 -1.00 0.78 0.00 0.00 0.00 0.00" in answer
    assert "LIME, width 1: " in answer


def test_columns_are_shuffled_together() -> None:
    """Those that are asked for."""
    assert "1 (copy 1) and 2 (other) shuffled together" in asked("1 2", "copies")


@pytest.mark.parametrize(
    ("question", "preset"),
    [("", None), ("a dog", None), ("test 0", None), ("", "rows"), ("99999", "rows"), ("²", "rows"),
     ("1 2", "function"), ("nan " * 8, "function"), ("99", "copies"), ("", "copies"),
     ("²", "copies")],
)  # fmt: skip
def test_what_is_not_there_is_refused_in_a_sentence(question: str, preset: str | None) -> None:
    """And nothing is explained."""
    answer = asked(question, preset)

    assert answer and "\n" not in answer and "it says" not in answer


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A folder of runs of the learner's own, for all tests of this file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DL_LAB_DIR", str(tmp_path_factory.mktemp("lab")))
        yield


def explained(run: RunFolder, variant: str, question: str) -> tuple[dict[str, Any], str]:
    """The pictures of a run that explains another one's network, and an answer."""
    settings = {"run": f"{run.path}:{variant}", "steps": 2}
    race = Race(LESSON, LESSON.plan(preset="own-run", settings=settings))
    events: list[Event] = []
    while not race.over:
        events += race.tick()
    return shown(events), race.network("explained").answer(question).answer


def test_a_text_of_a_run_of_ones_own_is_explained(home: None) -> None:
    """Word by word, with exact Shapley values; a network that reads its padding is found out."""
    run = kept_run("lesson4", "lstm", "lstm-padded", steps=30)
    found, answer = explained(run, "lstm", "the plot was not dull")
    padded, padded_answer = explained(run, "lstm-padded", "the plot was not dull")

    assert "Shapley, exact: the " in answer and "LIME, width 1: the " in answer
    assert "Alike with random weights: gradient " in answer and "longest word " in answer
    assert {"one", "parts", "deletion", "checks", "exact"} == {*found}
    assert "[PAD]" in padded_answer and "[PAD]" in str(padded["parts"])


@pytest.mark.parametrize(
    ("name", "variant", "settings", "question", "word"),
    [
        ("lesson6", "relu-8", {}, "0.3 -0.2", "Shapley, exact: x"),
        ("lesson6", "relu-8", {"task": "digits"}, "7", "integrated: ("),
        ("lesson11", "conv", {}, "7", "guided: ("),
    ],
)
def test_rows_and_images_of_a_run_of_ones_own_are_explained(
    home: None, name: str, variant: str, settings: dict[str, Any], question: str, word: str
) -> None:
    """Points of a plane, flat images, and images for convolutions; with the checks beside."""
    run = kept_run(name, variant, steps=5, **settings)
    found, answer = explained(run, variant, question)

    assert word in answer and "Alike with random weights: " in answer
    assert {"one", "parts", "deletion", "checks", "exact"} == {*found}


def test_a_run_that_explains_is_the_same_when_it_is_resumed(home: None) -> None:
    """Nothing is trained, and the random weights are kept."""
    run = kept_run("lesson6", "relu-8", steps=5)
    plan = LESSON.plan(preset="own-run", settings={"run": str(run.path), "steps": 4})
    whole, first = Race(LESSON, plan), Race(LESSON, plan)
    for _ in range(2):
        whole.tick()
        first.tick()
    second = Race(LESSON, plan, first.save())

    answers = {race.network("explained").answer("0.3 -0.2").answer for race in (whole, first)}
    second.tick()
    whole.tick()
    assert answers == {second.network("explained").answer("0.3 -0.2").answer}
