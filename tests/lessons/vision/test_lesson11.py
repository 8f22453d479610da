"""What lesson 11 claims is so, on runs made here; its pictures, its answers, and own images."""

import gzip
import struct
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

import lessons
from lessons.kit import BadEnvironment, Claim
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream import dials
from lessons.kit.stream.events import PictureEvent, to_json
from lessons.kit.stream.sheets import unpacked
from lessons.lesson11_cnn.images import batch_of
from lessons.lesson11_cnn.page.claims import ENOUGH
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson11")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 30
"""No bar was set by it."""
Pixels = NDArray[np.uint8]


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, **{"seed": SEED, "steps": ENOUGH} | settings)


@pytest.fixture(scope="module")
def default() -> Told:
    return trained(LESSON, seed=SEED)


@pytest.mark.parametrize(
    "claim",
    [
        "by-hand", "equivariant", "pooling-is-not", "pixels-do-not-move", "largest-forgets-1",
        "largest-forgets-2", "places-do-not-move",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the four networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_its_predictions(default: Told) -> None:
    """As the story explains it; the last is asked of another run."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions]

    assert ["less than 50 %", "pooled", "exactly the same", None] == answers


@pytest.mark.parametrize(
    ("preset", "variants", "claim"),
    [
        ("halved", ("pooled", "halved"), "half-the-pixels"),
        ("moved", ("mlp", "mlp-moved"), "shown-moved"),
        ("window", ("1x1",), "one-pixel-sees-nothing"),
    ],
)
def test_a_preset_bears_out(preset: str, variants: tuple[str, ...], claim: str) -> None:
    """With the networks that the claim speaks of."""
    assert "holds" == ran(*variants, preset=preset)[1][claim]


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [
        ("pixels-do-not-move", "mlp", "pooled"), ("largest-forgets-1", "pooled", "conv"),
        ("largest-forgets-2", "pooled", "mlp"), ("places-do-not-move", "conv", "pooled"),
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


def raced(
    ticks: int, *variants: str, data: Path | None = None, **settings: Any
) -> tuple[Race, list[PictureEvent]]:
    """A race after so many steps, and the pictures that it has shown."""
    plan = LESSON.plan(variants, settings=settings, data=str(data) if data else None)
    race = Race(LESSON, plan)
    events = [event for _ in range(ticks) for event in race.tick()]
    return race, [event for event in events if isinstance(event, PictureEvent)]


@pytest.mark.parametrize(
    ("variant", "names"),
    [
        ("conv", ["input", "conv1 1", "relu1 1", "pool1 1", "conv2 1", "relu2 1", "pool2 1"]),
        ("pooled", ["input", "conv1 1", "relu1 1", "conv2 1", "relu2 1", "conv3 1", "relu3 1",
                    "largest 1"]),
        ("mlp", ["input", "hidden 1", "relu 1"]),
        ("logistic", ["input"]),
    ],
)  # fmt: skip
def test_one_image_goes_from_the_input_to_the_softmax(variant: str, names: list[str]) -> None:
    """Stage by stage, of ten images; and a table works out a number of each stage."""
    _, shown = raced(1, variant)
    way, number = (next(e.value for e in shown if e.panel == key) for key in ("way", "number"))

    assert ("example", "stage") == (way["dial"], way["frames"][0]["dial"])
    for each, value in enumerate(way["at"]):
        sheets = [unpacked(frame) for frame in dials.each_of(way["frames"][each])]
        labels = [sheet.labels for sheet in sheets if sheet]
        assert value == each and names == [label[0] for label in labels[:-2]]
        shares = [int(label.split()[1].rstrip("%")) for label in labels[-1]]
        assert len(shares) == 10 and sum(shares) == pytest.approx(100, abs=5)
        assert len(sheets) == len(list(dials.each_of(number["frames"][each])))


def test_a_class_a_number_and_a_picture_are_answered(tmp_path: Path) -> None:
    """With the classes and their shares; and nothing that is learned changes."""
    race, _ = raced(2, "conv")
    network = race.network("conv")
    before = [each.clone() for each in network.engine.state["model"].parameters()]
    drawn = np.full((90, 120), 255, np.uint8)
    drawn[20:60, 80:84] = 0
    Image.fromarray(drawn).save(tmp_path / "one.png")

    seven, numbered, own = (
        network.answer(question).answer for question in ("7", "test 123", str(tmp_path / "one.png"))
    )

    assert "and it is 7." in seven and numbered.startswith("test 123: it says")
    assert "one.png: it says" in own and "inverted; its ink scaled to" in own
    assert all(map(torch.equal, before, network.engine.state["model"].parameters()))
    assert "is no image" in network.answer("a dog").answer


def bars(count: int, height: int, width: int, colours: bool = False) -> tuple[Pixels, list[str]]:
    """Upright and level bars in white on black, at any place, sorted by class."""
    luck = np.random.default_rng(0)
    images = luck.integers(0, 40, (count, height, width), dtype=np.uint8)
    labels = ["level"] * (count // 2) + ["upright"] * (count - count // 2)
    for image, label in zip(images, labels, strict=True):
        at = luck.integers(0, height if label == "level" else width)
        image[(at, slice(None)) if label == "level" else (slice(None), at)] = 250
    return (np.stack([images, images // 2, images], -1) if colours else images), labels


def as_npz(folder: Path, images: Pixels, labels: list[str]) -> Path:
    np.savez(folder / "own.npz", images=images, labels=np.array(labels))
    return folder / "own.npz"


def as_folder(folder: Path, images: Pixels, labels: list[str]) -> Path:
    for at, (image, label) in enumerate(zip(images, labels, strict=True)):
        (folder / "own" / label).mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(folder / "own" / label / f"{at}.png")
    return folder / "own"


def as_idx(folder: Path, images: Pixels, labels: list[str]) -> Path:
    """Gzipped, as MNIST's are."""
    numbers = np.array([sorted(set(labels)).index(label) for label in labels], np.uint8)
    for name, array in (("images-idx3", images), ("labels-idx1", numbers)):
        head = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
        with gzip.open(folder / f"train-{name}-ubyte.gz", "wb") as file:
            file.write(head + array.tobytes())
    return folder


Writer = Callable[[Path, Pixels, list[str]], Path]


@pytest.mark.parametrize(
    ("write", "count", "height", "width", "colours"),
    [
        (as_npz, 120, 9, 12, False), (as_folder, 60, 12, 8, True), (as_idx, 80, 10, 10, False),
        (as_npz, 40, 64, 64, True), (as_npz, 24, 2, 5, False),
    ],
)  # fmt: skip
def test_own_images_of_any_kind_and_size_train(
    tmp_path: Path, write: Writer, count: int, height: int, width: int, colours: bool
) -> None:
    """Two classes, sorted, few, grey or coloured; and every picture fits into an event."""
    path = write(tmp_path, *bars(count, height, width, colours))

    _, shown = raced(1, data=path, side=64, epochs=0.0, batch=4)

    assert {"way", "number", "filters", "shift", "mistakes", "confusion", "sizes"} <= {
        event.panel for event in shown
    }
    assert 2**16 > max(len(to_json(event)) for event in shown)


def test_sorted_images_are_learned(tmp_path: Path) -> None:
    """The first half of the file is one class, and the other half the other."""
    path = as_npz(tmp_path, *bars(200, 8, 8))

    history, _ = trained(LESSON, "conv", data=path, steps=60, epochs=20.0)

    assert 0.9 <= history.last("conv", "accuracy")[0]


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (5, 1)])
def test_images_of_one_pixel_are_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    """In a sentence, with what would do."""
    luck = np.random.default_rng(0)
    images = luck.integers(0, 255, (60, *size), dtype=np.uint8)
    path = as_npz(tmp_path, images, ["a", "b"] * 30)

    with pytest.raises(BadEnvironment, match="nothing to look for") as refused:
        LESSON.data(path, LESSON.params(), silent)
    assert "2 × 2 or more" in refused.value.fix


@given(
    images=st.integers(20, 100_000),
    steps=st.integers(1, 5000),
    epochs=st.just(0.0) | st.floats(0.1, 30),
)
@settings(max_examples=200, deadline=None)
def test_own_images_are_gone_through_as_often_as_asked(
    images: int, steps: int, epochs: float
) -> None:
    """Where a step can hold so many; without epochs a step takes what the batch says."""
    asked = {"epochs": epochs, "steps": steps, "batch": 24}
    own = batch_of(asked, images, is_own=True)

    assert 1 <= own <= 1024 and 24 == batch_of(asked, images, is_own=False)
    if epochs and own < 1024:
        assert own * steps >= epochs * images > (own - 1) * steps
    if not epochs:
        assert 24 == own


def test_how_often_is_said(tmp_path: Path) -> None:
    """In the notes, before anything is trained."""
    path = as_npz(tmp_path, *bars(100, 6, 6))

    notes = LESSON.data(path, LESSON.params(), silent).summary["notes"]

    assert "800 steps of 1 images go through the 80 10.0 times" in notes


def test_the_loop_stays_readable() -> None:
    """The textbook fits on a page."""
    lines = (LESSON.files / "train.py").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 60
