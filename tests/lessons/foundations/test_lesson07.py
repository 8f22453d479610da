"""What lesson 7 claims is so, on runs made here; and where it is not so, the verdict says so."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

import lessons
from lessons.kit import BadUsage, Claim, History
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.lesson07_optimizers import digits
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson7")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
UNSEEN = 40
"""A seed that no bar was set by."""
FORMULAS = {
    "valley": {"by-hand-is-torch", "momentum-carries"},
    "condition": {"by-hand-is-torch", "the-factor-is-known", "momentum-is-worth-more"},
    "turned": {"by-hand-is-torch", "sgd-knows-no-axes", "adam-knows-the-axes"},
    "counterexample": {"adam-goes-astray", "amsgrad-finds-it", "torch-defaults-find-it"},
    "decay": {"adamw-decays-exactly", "l2-coefficient-cancels", "l2-spares-large-weights"},
    "saturated": {"slopes-are-the-formulas", "squared-error-is-deaf", "cross-entropy-recovers"},
}


@cache
def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim; each is trained once."""
    return trained(LESSON, *variants, **settings)


@pytest.fixture(scope="module")
def default() -> Told:
    return ran(seed=UNSEEN)


def test_the_default_run_bears_out_every_claim_about_the_network(default: Told) -> None:
    """On a seed that no bar was set by."""
    expected = {
        "adam-ahead-at-0.001", "rmsprop-first-at-0.001", "the-order-turns", "level-at-the-best",
        "adam-forgives",
    }  # fmt: skip

    assert dict.fromkeys(expected, "holds") == default[1]


def test_the_default_run_answers_its_predictions(default: Told) -> None:
    """Each answer is one of the choices, and the one that the story explains."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions[:2]]

    assert ["rmsprop", "no"] == answers


@pytest.mark.parametrize("preset", FORMULAS)
def test_a_preset_bears_out_its_claims(preset: str) -> None:
    """Each landscape that is a formula has its own."""
    _, verdicts = ran(preset=preset)

    assert dict.fromkeys(FORMULAS[preset], "holds") == verdicts


def test_the_turned_valley_answers_its_prediction() -> None:
    """From the walks, not from the book."""
    history, _ = ran(preset="turned")

    assert "RMSprop's and Adam's" == LESSON.predictions[2].answer(history)


@pytest.mark.parametrize("claim", ["the-factor-is-known", "momentum-is-worth-more"])
def test_another_rate_has_another_factor(claim: str) -> None:
    """What was recorded at condition 1000 is not the factor of the others, nor is it quick."""
    history, _ = ran(preset="condition")
    fake = as_if(history, "sgd-1000", "sgd-1000")
    for name in CLAIMS[claim].needs:
        fake.tracks[(name, fake.seeds[0])] = history.track("sgd-1000", 0)

    found = CLAIMS[claim].judge(fake)

    assert found is not None
    assert not found.holds


def test_every_claim_is_tested_here() -> None:
    """A new one comes with a run."""
    of_the_network = {c.name for c in LESSON.claims if c.when["landscape"] == "network"}

    assert CLAIMS.keys() == of_the_network.union(*FORMULAS.values())


def test_a_valley_that_is_not_turned_refutes_what_is_said_of_adam() -> None:
    """Both walks are the same one."""
    history, verdicts = ran(preset="turned", angle=0.0)

    assert "fails" == verdicts["adam-knows-the-axes"]
    assert "nobody's" == LESSON.predictions[2].answer(history)


def test_at_another_rate_adam_is_not_ahead() -> None:
    """At 0.3, where momentum is at home, Adam is lost: the claim on 0.001 does not speak of it."""
    history, verdicts = ran("nesterov", "adam", lr=0.3, steps=100)

    assert "adam-ahead-at-0.001" not in verdicts
    assert history.last("nesterov", "loss")[0] < history.last("adam", "loss")[0] - 0.5


def test_a_network_without_units_to_speak_of_refutes() -> None:
    """With one hidden unit no rate has nine in ten right."""
    _, verdicts = ran("adam", hidden=1)

    assert "fails" == verdicts["adam-forgives"]


@pytest.mark.parametrize(
    ("claim", "of", "metric"),
    [
        ("adam-goes-astray", "amsgrad-short", "x"),
        ("amsgrad-finds-it", "adam-short", "x"),
        ("torch-defaults-find-it", "adam-short", "x"),
    ],
)
def test_what_was_recorded_of_another_rule_is_found_out(claim: str, of: str, metric: str) -> None:
    """Under the wrong name the claim fails."""
    history, _ = ran(preset="counterexample")
    fake = as_if(history, CLAIMS[claim].needs[0], of)

    found = CLAIMS[claim].judge(fake)

    assert found is not None
    assert not found.holds
    assert metric in fake.track(CLAIMS[claim].needs[0], fake.seeds[0]).columns


@pytest.mark.parametrize(
    ("claim", "name", "of"),
    [
        ("adamw-decays-exactly", "adamw-0.1", "adam-0.1"),
        ("l2-spares-large-weights", "adam-0.1", "adamw-0.1"),
    ],
)
def test_one_decay_is_not_the_other(claim: str, name: str, of: str) -> None:
    """Adam's L2 is not exact, and AdamW spares no weight."""
    history, _ = ran(preset="decay")

    found = CLAIMS[claim].judge(as_if(history, name, of))

    assert found is not None
    assert not found.holds


def as_if(history: History, name: str, of: str) -> History:
    """A run in which what was recorded of one variant is said of another."""
    fake = History()
    fake.planned, fake.seeds, fake.variants = history.planned, history.seeds, [name]
    fake.tracks[(name, fake.seeds[0])] = history.track(of, fake.seeds[0])
    return fake


def test_too_few_steps_decide_nothing() -> None:
    """Before that the lesson holds its tongue."""
    _, verdicts = ran(steps=5)

    assert {"inconclusive"} == set(verdicts.values())


def test_seeds_in_one_loop_are_as_alone() -> None:
    """The same losses at every step, and the same figures of the nine rates."""
    alone = [ran("adam", seed=seed, steps=12)[0] for seed in (3, 4)]
    together, _ = ran("adam", seed=3, seeds=2, steps=12)

    for metric in ("loss", "best_loss", "accuracy"):
        for one, both in zip(alone, together.all("adam", metric), strict=True):
            assert list(both) == pytest.approx(list(one.all("adam", metric)[0]), rel=1e-3)


def table(folder: Path, rows: int = 120) -> Path:
    """A class that two of three columns decide."""
    path = folder / "own.csv"
    cells = [(i % 7, (i * 5) % 11, i) for i in range(rows)]
    lines = [f"{a},{b},{c},{'big' if a + b > 8 else 'small'}" for a, b, c in cells]
    path.write_text("\n".join(["a,b,c,size", *lines]) + "\n", encoding="utf-8")
    return path


def test_the_learners_own_table(tmp_path: Path) -> None:
    """The race runs on it; what is claimed of the digits is not claimed of it."""
    history, verdicts = ran("sgd", "adam", data=table(tmp_path), steps=60)

    assert {} == verdicts
    assert history.last("adam", "best_accuracy")[0] > 0.8


def test_a_formula_reads_no_data(tmp_path: Path) -> None:
    """Said before anything is trained."""
    hp = LESSON.params().override({"landscape": "rosenbrock"})

    with pytest.raises(BadUsage, match="is a formula"):
        LESSON.data(table(tmp_path), hp, silent)


def test_a_formula_has_no_predictions_to_export() -> None:
    """In words."""
    with pytest.raises(BadUsage, match="predicts nothing"):
        list(digits.of_the_network({"model": {}}))


def asked(question: str, variant: str = "adam", **settings: Any) -> str:
    race = Race(LESSON, LESSON.plan((variant,), settings={"steps": 30, **settings}))
    for _ in range(3):
        race.tick()
    return race.network(variant).answer(question).answer


@pytest.mark.parametrize(
    ("landscape", "question", "word"),
    [
        ("network", "1", "That is"),
        ("network", "0", "from 1 to"),
        ("network", "a row", "from 1 to"),
        ("rosenbrock", "-1 1", "the loss is"),
        ("quadratic", "0.5, 0.5", "the loss is"),
        ("quadratic", "nan 1", "give two numbers"),
        ("rosenbrock", "1", "give two numbers"),
        ("counterexample", "-1", "the best is"),
        ("counterexample", "nan", "give a number"),
        ("decay", "10", "of it is left"),
        ("decay", "0", "give a weight"),
        ("decay", "nan", "give a weight"),
        ("saturated", "-10", "squared"),
        ("saturated", "inf", "give a number"),
    ],
)
def test_it_answers(landscape: str, question: str, word: str) -> None:
    """What it is asked, or what it can be asked."""
    assert word in asked(question, landscape=landscape)


def test_a_walk_that_is_asked_for_is_the_walk_that_is_taken() -> None:
    """From the lesson's own start it ends where the network of two numbers ends."""
    history, _ = ran("momentum", landscape="rosenbrock", lr=0.001, steps=30)

    said = asked("-1.5 2", "momentum", landscape="rosenbrock", lr=0.001)

    assert f"the loss is {history.last('momentum', 'loss')[0]:.3g}" in said


def test_the_decay_that_is_asked_for_is_the_decay_that_is_recorded() -> None:
    """Of a weight of 10 the same is left as of the lesson's own, for each optimizer."""
    for variant, more in (("adam", {"weight_decay": 0.1}), ("adamw", {})):
        settings: dict[str, Any] = {"landscape": "decay", "steps": 30, **more}
        history, _ = ran(variant, **settings)

        left = history.last(variant, "large")[0]

        assert f"{left:.4g} of it is left" in asked("10", variant, **settings)


def test_the_loop_stays_readable() -> None:
    """Each file that is shown fits on a page or two."""
    for name, text in LESSON.shown.items():
        assert len(text.splitlines()) <= 120, name
