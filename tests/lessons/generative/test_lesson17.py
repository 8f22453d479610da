"""What lesson 17 claims is so, on runs made here; and where it is not so, the verdict says so."""

from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

import lessons
from lessons.kit import BadEnvironment, Claim
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, NoteEvent, PictureEvent, Steps
from lessons.kit.stream.sheets import unpacked
from lessons.lesson17_vae.asking import code_in
from lessons.lesson17_vae.drawn import drawn
from lessons.lesson17_vae.page.claims import ENOUGH, SOON
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson17")
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
        "learns", "code-is-used", "collapses", "collapse-costs", "none-is-no-bound",
        "iwae-is-tighter", "ten-is-better", "ten-hold-little-more", "by-hand",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the four networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_its_predictions(default: Told) -> None:
    """As the story explains it."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions]

    assert "they become one and the same" == answers[0]
    assert answers[1] in ("vae", "none")
    assert "all ten" != answers[2]


@pytest.mark.parametrize("variant", ["detached", "averaged"])
def test_a_mistake_collapses(variant: str) -> None:
    """Soon, and for good."""
    assert "holds" == ran(variant, preset="mistakes", steps=SOON)[1][f"{variant}-collapses"]


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [
        ("learns", "vae", "none"), ("code-is-used", "vae", "strong"),
        ("collapses", "strong", "vae"), ("collapse-costs", "strong", "vae"),
        ("none-is-no-bound", "none", "vae"),
        ("ten-is-better", "ten", "strong"), ("ten-hold-little-more", "ten", "none"),
        ("detached-collapses", "detached", "vae"),
        ("averaged-collapses", "averaged", "vae"),
    ],
)  # fmt: skip
def test_another_networks_record_is_found_out(
    default: Told, claim: str, variant: str, other: str
) -> None:
    """What was recorded of one network, under the name of another, fails."""
    fake = copy(default[0])
    fake.variants = [*{*fake.variants, variant}]
    fake.tracks = fake.tracks | {(variant, SEED): fake.track(other, SEED)}

    verdict = CLAIMS[claim].judge(fake)

    assert verdict is not None and verdict.holds is False


def raced(ticks: int, *variants: str, **settings: Any) -> Race:
    race = Race(LESSON, LESSON.plan(variants, **settings))
    for _ in range(ticks):
        race.tick()
    return race


def kl_after(race: Race, ticks: int) -> float:
    """The KL on the test after so many steps more."""
    for _ in range(ticks):
        race.tick()
    race.show_next()
    race.tick()
    columns = [batch for batch in race.collect() if isinstance(batch, Steps)]
    told = [value for batch in columns for value in batch.values.get("kl", ()) if value is not None]
    return float(told[-1])


def test_the_code_collapses_and_comes_back_as_beta_is_turned() -> None:
    """Up to 8 while it trains, and down to 1 again."""
    race = raced(0, "vae")
    before = kl_after(race, 250)
    race.turn("beta", 8.0)
    under = kl_after(race, 120)
    race.turn("beta", 1.0)
    after = kl_after(race, 300)

    assert before > 1.5 and under < 0.1 and after > 1.5


def test_without_a_path_the_encoder_hears_of_the_kl_alone() -> None:
    """Detached, with β = 0, no gradient reaches it at all."""
    race = raced(1, "detached", preset="mistakes", settings={"beta": 0.0})
    model = race.network("detached").engine.state["model"]

    assert 0 == max(float(weight.grad.abs().max()) for weight in model.encoder.parameters())
    assert 0 < max(float(weight.grad.abs().max()) for weight in model.decoder.parameters())


@pytest.mark.parametrize("variant", ["vae", "ten"])
def test_seeds_in_one_loop_are_as_alone(variant: str) -> None:
    """The same batches and the same noise."""
    together, alone = (raced(4, variant, seeds=2, together=how) for how in (True, False))

    for ours, theirs in zip(together.networks, alone.networks, strict=True):
        state, other = (n.engine.state["model"].state_dict() for n in (ours, theirs))
        torch.testing.assert_close(dict(other), dict(state), rtol=1e-4, atol=1e-6)


QUESTIONS = {
    "0.5 -1.2": "The code 0.5, -1.2 is decoded to",
    "(0.5, -1.2)": "The code 0.5, -1.2",
    "test 5": "−ELBO",
    "3 to 8": "from test 6 (3) to test 3 (8), in equal steps",
    "test 5 to test 77": "from test 5 (",
    "train 1 -> 0": "from train 1 (",
    "7 #2": "The image, and rebuilt",
    "1 2 3": "is no image",
    "3 to": "is no image",
    "a dog": "is no image",
    "test 0 to 3": "there is no 0",
    "test 400": "there is no 400",
    "": "An image",
    "nan nan": "is no image",
    "1e999 -1e999": "The code inf, -inf",
}


@pytest.fixture(scope="module")
def young() -> Race:
    return raced(3, "vae", "ten")


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_answers_or_says_what_can_be_asked(young: Race, question: str) -> None:
    """Never an error, and nothing that is learned changes."""
    network = young.network("vae")
    before = [parameter.clone() for parameter in network.engine.state["model"].parameters()]

    answer = network.answer(question).answer

    assert QUESTIONS[question] in answer
    assert all(map(torch.equal, before, network.engine.state["model"].parameters()))


def test_of_ten_numbers_two_are_enough_or_all(young: Race) -> None:
    """Two are those of the plane that is shown."""
    network = young.network("ten")

    assert "in the two numbers that are used most" in network.answer("0.5 -1.2").answer
    assert "is decoded to\n" in network.answer("1 2 3 4 5 6 7 8 9 10").answer


def test_a_learners_pair_is_the_walk_that_is_shown_next(young: Race) -> None:
    """Under its names, from one end to the other."""
    young.network("vae").answer("test 5 to test 77")
    young.show_next()
    walks = [e for e in young.tick() if isinstance(e, PictureEvent) and e.panel == "walk"]
    sheet = unpacked(next(e.value for e in walks if e.variant == "vae"))

    assert sheet is not None
    assert ["test 5", "test 77"] == [sheet.labels[end].partition(" (")[0] for end in (0, -1)]
    data = young.data.content
    assert bytes((255 * data.test.x[4, 0]).astype(np.uint8)) == bytes(sheet.image(0))


@pytest.mark.parametrize(
    ("text", "size", "expected"),
    [
        ("1 2", 2, [1.0, 2.0]), ("-.5,+1e1", 2, [-0.5, 10.0]), ("1 2", 5, [1.0, 2.0]),
        ("1 2 3", 2, []), ("5", 1, []), ("5.0", 1, [5.0]), ("-5", 1, [-5.0]), ("5", 2, []),
        ("1 2", 1, []), ("1 x", 2, []), ("", 2, []),
    ],
)  # fmt: skip
def test_a_code_is_told_from_an_image(text: str, size: int, expected: list[float]) -> None:
    """A whole number alone is that of an image."""
    assert expected == code_in(text, size)


def test_images_are_drawn_two_pixels_to_a_character() -> None:
    """Side by side with a bar between; an odd row is padded; large ones are shrunk."""
    image = torch.tensor([[[1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]])

    assert "█▄▀│█▄▀\n  ▀│  ▀" == drawn(image.repeat(2, 1, 1))
    lines = drawn(torch.ones(3, 64, 64)).split("\n")
    assert 36 >= max(map(len, lines)) and 2 * 9 + 1 == len(lines)


def own(folder: Path, kind: str) -> Path:
    """Bright bars on dark, 6 × 20, in two classes that nobody needs to know."""
    luck = np.random.default_rng(0)
    labels = np.arange(120) % 2
    images = luck.integers(0, 100, (120, 6, 20)).astype(np.uint8)
    images[labels == 1, 2:4] = luck.integers(140, 255, (60, 2, 20))
    if kind == "colour":
        images = np.stack([images] * 3, -1)
    if kind == "pictures":
        for at, image in enumerate(images):
            Image.fromarray(image).save(folder / f"{luck.integers(1 << 40):x}{at}.png")
        return folder
    told = {"images": images} if kind == "unlabelled" else {"images": images, "labels": labels}
    np.savez(folder / "own.npz", **told)  # type: ignore[arg-type]
    return folder / "own.npz"


@pytest.mark.parametrize("kind", ["labelled", "unlabelled", "colour", "pictures"])
def test_the_learners_own_images(tmp_path: Path, kind: str) -> None:
    """With labels and without, in colours too: every pixel becomes 0 or 1, and all is drawn."""
    path = own(tmp_path, kind)
    data = LESSON.data(path, LESSON.params(), silent)
    events = list(LESSON.run("vae", "ten", data=path, steps=10, batch=96))
    shown = {event.panel for event in events if isinstance(event, PictureEvent)}
    notes = [event.text for event in events if isinstance(event, NoteEvent)]

    assert {0.0, 1.0} == set(np.unique(data.content.train.x))
    assert (1, 6, 20) == data.content.train.x.shape[1:]
    assert {"plane", "fine", "codes", "walk", "rebuilt", "samples", "units", "nats"} <= shown
    assert (kind in ("labelled", "colour")) == bool(data.content.classes)
    assert 2 == len([note for note in notes if note.startswith("after 10 rounds")])
    judged = next(event for event in events if isinstance(event, End)).claims
    assert "learns" not in [each.name for each in judged]


def test_a_large_image_still_fits_an_event(tmp_path: Path) -> None:
    """Noisy images of 64 × 64 would not: they are shown smaller."""
    noise = np.random.default_rng(0).integers(0, 255, (40, 64, 64)).astype(np.uint8)
    np.save(tmp_path / "own.npy", noise)
    settings = {"side": 64, "hidden": 8, "code": 1}
    race = Race(LESSON, LESSON.plan(("vae",), data=tmp_path / "own.npy", settings=settings))
    events = race.tick()
    shown = [event for event in events if isinstance(event, PictureEvent)]
    (sheet,) = [unpacked(event.value) for event in shown if event.panel == "fine"]

    assert sheet is not None
    assert (49, 28, 28, 0) == (sheet.count, sheet.height, sheet.width, sheet.more)


def test_data_that_are_no_images_are_refused(tmp_path: Path) -> None:
    """In words."""
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(BadEnvironment, match="holds no images"):
        LESSON.data(tmp_path / "a.csv", LESSON.params(), silent)
