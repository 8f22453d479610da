"""What lesson 18 claims is so, on runs made here; and where it is not so, the verdict says so."""

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import lessons
from lessons.kit import BadUsage, Claim, History
from lessons.kit.claims.history import Column
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import PictureEvent, Steps
from lessons.lesson18_gan import judge
from lessons.lesson18_gan.page.claims import ENOUGH
from tests.tools.forgotten import forgotten
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson18")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 30
"""No bar was set by it."""


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """One thread, and a judge that learns for a moment: how good it is, no test asks here."""
    torch.set_num_threads(1)
    with forgotten(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "STEPS", 30)
        yield


@pytest.fixture(scope="module")
def default() -> Told:
    """The GAN that works, in as few steps as are judged."""
    return trained(LESSON, "r1-decay", seed=SEED, steps=ENOUGH)


ALONE = {"r1-decay-has-all", "r1-decay-is-sharp", "d-can-only-guess", "hand-is-torch"}


@pytest.mark.parametrize("claim", sorted(ALONE))
def test_the_run_with_all_cures_bears_out(default: Told, claim: str) -> None:
    """Every claim that is asked of one start holds."""
    assert "holds" == default[1][claim]


def test_nothing_is_claimed_of_one_plain_start() -> None:
    """It may have eight modes, or none."""
    plan = LESSON.plan()
    asked = [claim for claim in LESSON.claims if claim.covers(plan.variants, plan.config, True)]

    assert {claim.name for claim in asked} == ALONE


def test_the_run_answers_its_prediction(default: Told) -> None:
    """The losses end where D only guesses."""
    assert "they end where D only guesses" == LESSON.predictions[0].answer(default[0])


def test_eight_plain_starts_are_a_lottery() -> None:
    """With few samples a step, so that all of it takes four seconds."""
    history, verdicts = trained(
        LESSON, preset="lottery", seed=SEED, steps=ENOUGH, batch=32, hidden=32
    )

    assert "holds" == verdicts["plain-is-a-lottery"]
    assert LESSON.predictions[1].answer(history) in ("none or one", "two to five")


def recorded(**ends: dict[str, float]) -> History:
    """What would be recorded of runs that end so."""
    history = History()
    history.planned, history.seeds, history.variants = ENOUGH, [0], list(ends)
    for variant, scalars in ends.items():
        track = history.track(variant, 0)
        for name, value in scalars.items():
            track.columns[name] = Column(array("q", [ENOUGH]), array("d", [value]))
    return history


@pytest.mark.parametrize(
    ("claim", "variant", "scalar", "good", "bad"),
    [
        ("r1-decay-has-all", "r1-decay", "modes", 8, 7),
        ("r1-decay-is-sharp", "r1-decay", "within", 0.7, 0.6),
        ("d-can-only-guess", "r1-decay", "d_loss", 1.38, 0.7),
        ("plain-is-a-lottery", "plain", "modes", 6, 7),
        ("r1-brings-modes", "r1", "all_there", 0.9, 0.3),
        ("digits-have-classes", "r1-decay", "classes", 9, 5),
        ("cures-bring-digits", "r1-decay", "classes", 9, 5),
        ("hand-is-torch", "plain", "by_hand", 1e-15, 1e-6),
    ],
)
def test_a_claim_can_fail(claim: str, variant: str, scalar: str, good: float, bad: float) -> None:
    """On one side of its bar it holds, on the other it fails."""
    others = {"betas": {"all_there": 0.25}} if claim == "r1-brings-modes" else {}
    others |= {"plain": {"classes": 2.0}} if claim == "cures-bring-digits" else {}
    verdicts = [
        CLAIMS[claim].judge(recorded(**{variant: {scalar: value}}, **others))
        for value in (good, bad)
    ]

    assert [True, False] == [verdict and verdict.holds for verdict in verdicts]


def race(*variants: str, ticks: int = 3, **plan: Any) -> Race:
    """A race after a few steps."""
    found = Race(LESSON, LESSON.plan(variants, **plan))
    for _ in range(ticks):
        found.tick()
    return found


def losses(events: Any) -> dict[int, list[float]]:
    """Every loss of both networks, by seed."""
    found: dict[int, list[float]] = {}
    for event in events:
        if isinstance(event, Steps):
            both = (event.values["d_loss"], event.values["g_loss"])
            found.setdefault(event.seed, []).extend(map(float, both[0] + both[1]))  # type: ignore[operator]
    return found


@pytest.mark.parametrize(
    "settings",
    [
        {"r1": 0.25, "decay": True, "d_steps": 2},
        {"starts": 2, "r1": 0.25},
        {"task": "images", "hidden": 16, "r1": 0.25},
    ],
    ids=["d-steps", "starts", "images"],
)
def test_several_seeds_in_one_loop_give_what_each_gives_alone(settings: dict[str, Any]) -> None:
    """But for rounding; R1 is a gradient of a gradient through the stack."""
    asked = {"seeds": 2, "steps": 12, "batch": 16} | settings

    together = losses(LESSON.run("plain", **asked))
    alone = losses(LESSON.run("plain", together=False, **asked))

    assert together == {seed: pytest.approx(each, rel=1e-3) for seed, each in alone.items()}


def weights(found: Race) -> list[list[torch.Tensor]]:
    """Copies of G's weights, and of D's."""
    state = found.networks[0].engine.state
    return [[w.clone() for w in state[name].parameters()] for name in ("g", "d")]


@pytest.mark.parametrize(("trains", "moved"), [("only-g", 0), ("only-d", 1), ("both", None)])
def test_one_of_the_two_can_be_stepped_alone(trains: str, moved: int | None) -> None:
    """Turned while it is paused: the other one's weights stay to the bit."""
    found = race("r1-decay")
    before = weights(found)
    found.turn("trains", trains)
    found.tick()
    after = weights(found)

    changed = [
        any(not torch.equal(a, b) for a, b in zip(*pair, strict=True))
        for pair in zip(before, after, strict=True)
    ]

    assert changed == [moved != 1, moved != 0]


def test_the_two_rates_are_apart() -> None:
    """A rate of nearly nothing holds G, and D goes on."""
    found = race("plain")
    before = weights(found)
    found.turn("lr_g", 1e-7)
    found.tick()
    moves = [
        max(float((a - b).detach().abs().max()) for a, b in zip(*pair, strict=True))
        for pair in zip(before, weights(found), strict=True)
    ]

    assert moves[0] < 1e-6 < 1e-4 < moves[1]


@pytest.mark.parametrize("question", ["1.4 1.4", "-2, 0", "9;9", "0 0"])
def test_it_answers_for_a_point(question: str) -> None:
    """How real it is, and where it would be pushed."""
    said = race("r1-decay").network("r1-decay").answer(question).answer

    assert "real (logit" in said and "pushed" in said and "σ" in said


def test_the_push_is_ds_gradient() -> None:
    """A sample that follows it a little looks more real to D."""
    found = race("r1-decay", ticks=40)
    d = found.networks[0].engine.state["d"]
    from lessons.lesson18_gan.asking import pushed

    x = torch.tensor([[[1.0, -0.5]]])
    logit, push = pushed(d, x)

    assert pushed(d, x + 1e-3 * push)[0] > logit


@pytest.mark.parametrize("question", ["", "here", "1", "1 2 3", "nan 1", "1e99 0"])
def test_it_says_what_can_be_asked(question: str) -> None:
    """In words, and it does not crash."""
    found = race("plain").network("plain").answer(question).answer

    assert found.startswith("Give two numbers")


def images(place: Path, *, labels: bool = True, colour: bool = False) -> Path:
    """Bars of three kinds, 6 × 5 pixels, in an .npz."""
    luck = np.random.default_rng(0)
    kinds = np.arange(60) % 3
    found = luck.integers(0, 60, (60, 6, 5, 3) if colour else (60, 6, 5), dtype=np.uint8)
    found[np.arange(60), kinds] = 250
    more = {"labels": kinds} if labels else {}
    np.savez(place / "bars.npz", images=found, **more)
    return place / "bars.npz"


@pytest.mark.parametrize(("labels", "colour"), [(True, True), (False, False)])
def test_the_learners_images(tmp_path: Path, labels: bool, colour: bool) -> None:
    """Grey or colour; without labels there is no judge, and the rest is shown."""
    path = images(tmp_path, labels=labels, colour=colour)
    events = list(
        LESSON.run("r1-strong", preset="pictures", data=path, steps=4, hidden=16, batch=8)
    )

    shown = {event.panel for event in events if isinstance(event, PictureEvent)}
    assert {"samples", "nearest", "by_hand"} | ({"judge", "shares"} if labels else set()) == shown
    (sheet,) = [e.value for e in events if isinstance(e, PictureEvent) and e.panel == "samples"][
        -1:
    ]
    assert sheet["shape"][1:] == ([6, 5, 3] if colour else [6, 5])


def test_images_for_the_ring_are_refused(tmp_path: Path) -> None:
    """With the preset that takes them."""
    with pytest.raises(BadUsage, match="ring") as refused:
        LESSON.look_at(images(tmp_path), LESSON.params(), silent)

    assert "--preset pictures" in refused.value.fix


@pytest.mark.parametrize("question", ["1", "99999", "x", ""])
def test_it_answers_for_an_image(question: str) -> None:
    """What D says of it, or which there are."""
    found = race("r1-decay", preset="digits", settings={"hidden": 16})
    said = found.network("r1-decay").answer(question).answer

    assert said.startswith("D says" if question == "1" else "Give the number")


def test_too_few_steps_decide_nothing() -> None:
    """But the formulas are compared at the first."""
    verdicts = trained(LESSON, "r1-decay", seed=SEED, steps=5)[1]

    assert "inconclusive" == verdicts["r1-decay-has-all"] == verdicts["r1-decay-is-sharp"]
    assert "holds" == verdicts["hand-is-torch"]


def test_the_loop_stays_readable() -> None:
    """The textbook fits on a page or two."""
    lines = (LESSON.files / "train.py").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 110


def test_the_judge_is_the_same_for_every_gan() -> None:
    """Its luck is its own: it takes nothing from a network's random numbers, and adds nothing."""
    data = LESSON.data(None, LESSON.params(task="images"), silent).content
    torch.manual_seed(5)
    before = torch.get_rng_state()
    first = judge.judge_of(data, torch.device("cpu"))
    judge.judge_of.cache_clear()
    torch.manual_seed(5)
    second = judge.judge_of(data, torch.device("cpu"))

    assert torch.equal(before, torch.get_rng_state())
    assert all(map(torch.equal, first.parameters(), second.parameters()))
    shares, sure = second.shares(torch.from_numpy(data.test.x).flatten(1))
    assert 1.0 == pytest.approx(float(shares.sum())) and 0.1 < float(sure) <= 1


def test_a_class_is_there_from_a_fifth_of_its_fair_share() -> None:
    """Of ten classes from 2 % on, of two from 10 %."""
    ten = torch.tensor([0.02] * 5 + [0.019] + [0.0] * 3 + [0.881])

    assert 6 == judge.present(ten).item()
    assert 1 == judge.present(torch.tensor([0.95, 0.05])).item()
