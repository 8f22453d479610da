"""An image that is asked about: found by class, number or file, and made like the data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from lessons.kit import knob
from lessons.shared.asked import AskedImage, asked_image, prompt
from lessons.shared.dataset import Dataset, Numbers, Part
from lessons.shared.drawn_like import drawn_like
from lessons.shared.knobs import ImageKnobs
from lessons.shared.pictures import digits


class Knobs(ImageKnobs):
    """A lesson that takes images."""

    steps: int = knob(1, 1, 10)


@pytest.fixture(scope="module")
def data() -> Dataset:
    found: Dataset = digits(Knobs()).content
    return found


def asked(data: Dataset, text: str) -> AskedImage:
    found = asked_image(data, text)
    assert isinstance(found, AskedImage), found
    return found


def blob(height: int, width: int, box: tuple[int, int, int, int]) -> Numbers:
    """White ink in a box (top, bottom, left, right) on black."""
    image = np.zeros((height, width), np.float32)
    image[box[0] : box[1], box[2] : box[3]] = 1
    return image


def saved(path: Path, image: Numbers) -> Path:
    Image.fromarray((image * 255).astype(np.uint8)).save(path)
    return path


FRAMED: Numbers = np.stack([blob(28, 28, (4, 24, 6 + n % 3, 20)) for n in range(9)])[:, None]
"""Twenty pixels of ink in a frame of 28, as in the usual digits."""


def test_a_class_is_an_example_of_it(data: Dataset) -> None:
    """The first of the test, or the one that is counted; and a class comes before a number."""
    sevens = np.flatnonzero(data.test.y == data.classes.index("7"))

    first, third = asked(data, "7"), asked(data, " 7 #3 ")

    assert f"test {sevens[0] + 1}" == first.name and 7 == first.label
    assert np.array_equal(data.test.x[sevens[2]], third.x[0])


@pytest.mark.parametrize(
    ("text", "part"), [("test 12", "test"), ("12", "test"), ("Train 12", "train")]
)
def test_a_number_is_a_row_of_its_part(data: Dataset, text: str, part: str) -> None:
    """A number that is no class alone is one of the test."""
    found = asked(data, text)

    assert np.array_equal(getattr(data, part).x[11:12], found.x) and f"{part} 12" == found.name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a class such as 9"), ("a dog", "'a dog' is no image"), ("test 0", "no 0"),
        ("test 99999", "images 1 to 3"), ("valid 1", "no images in valid"),
        ("7 #999", "images of 7"),
        ("nowhere.png", "nowhere.png"), ("test 9999999999", "no image"), ("7 #0", "images of 7"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_in_a_sentence(data: Dataset, text: str, told: str) -> None:
    """With what there is to ask for."""
    answer = asked_image(data, text)

    assert isinstance(answer, str) and told in answer


@example("~nobody here/7.png")
@example("~\0")
@given(text=st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_is_an_image_or_a_sentence(data: Dataset, text: str) -> None:
    """Never an error, and never an empty answer."""
    found = asked_image(data, text)

    assert found if isinstance(found, str) else found.x.shape == (1, 1, 8, 8)


def test_without_classes_there_are_numbers_and_files(data: Dataset) -> None:
    """As of images that nobody has labelled."""
    none = Dataset(data.train, data.valid, data.test, data.copies, data.unknown, [], [])

    assert "class" not in prompt(none)
    assert "test 7" == asked(none, "7").name and asked(none, "7").label is None


def test_a_broken_picture_is_a_sentence(data: Dataset, tmp_path: Path) -> None:
    """And one that is no picture."""
    path = tmp_path / "torn.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n torn")

    answer = asked_image(data, str(path))

    assert isinstance(answer, str) and "torn.png" in answer


def test_a_file_is_asked_for_by_its_path(data: Dataset, tmp_path: Path) -> None:
    """Also in quotes; the answer calls it by its name."""
    path = saved(tmp_path / "my seven.png", blob(8, 8, (0, 8, 2, 6)))

    found = asked(data, f'"{path}"')

    assert "my seven.png" == found.name and (1, 1, 8, 8) == found.x.shape and not found.notes


def test_flat_rows_take_pictures_by_their_shape(tmp_path: Path) -> None:
    """Where the images are rows of pixels, a picture becomes one."""
    rows = FRAMED.reshape(len(FRAMED), -1)
    part = Part(rows, np.zeros(len(rows), np.int64), np.arange(1, len(rows) + 1))
    none = Part(rows[:0], part.y[:0], part.rows[:0])
    flat = Dataset(part, none, part, none, none, ["a", "b"], [])
    path = saved(tmp_path / "a.png", blob(50, 70, (10, 30, 40, 50)))

    found = asked_image(flat, str(path), (1, 28, 28))

    assert isinstance(found, AskedImage) and (1, 784) == found.x.shape


@given(
    height=st.integers(14, 90), width=st.integers(14, 90), at=st.tuples(*[st.floats(0, 1)] * 2),
    size=st.tuples(*[st.integers(3, 11)] * 2), inverted=st.booleans(), coloured=st.booleans(),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_ink_anywhere_is_put_where_the_data_have_theirs(
    height: int, width: int, at: tuple[float, float], size: tuple[int, int],
    inverted: bool, coloured: bool,
) -> None:  # fmt: skip
    """Of any size, in any corner, black on white or white on black, in grey or in colours.

    But for a picture of the data's own size: that one stays as it is.
    """
    assume((height, width) != (28, 28))
    top, left = 1 + int(at[0] * (height - size[0] - 2)), 1 + int(at[1] * (width - size[1] - 2))
    picture = blob(height, width, (top, top + size[0], left, left + size[1]))
    picture = 1 - picture if inverted else picture
    picture = np.stack([picture] * 3, -1) if coloured else picture

    image, notes = drawn_like(FRAMED, picture)

    ink = np.argwhere(image[0] > 0.5)
    middle = (ink.min(0) + ink.max(0) + 1) / 2
    assert (1, 28, 28) == image.shape and 0 <= image.min() and image.max() <= 1
    assert np.abs(middle - 14).max() <= 1 and np.ptp(ink, axis=0).max() + 1 <= 20
    assert inverted == ("inverted" in notes)


def test_a_picture_like_the_data_stays_as_it_is() -> None:
    """Nothing is done, so nothing is said."""
    picture = blob(28, 28, (2, 9, 3, 5))

    image, notes = drawn_like(FRAMED, picture)

    assert np.array_equal(picture, image[0]) and not notes


def test_an_empty_picture_is_paper() -> None:
    """And it is said."""
    image, notes = drawn_like(FRAMED, np.ones((40, 40), np.float32))

    assert not image.any() and ["inverted", "it is empty"] == notes


def photographs(count: int) -> Numbers:
    """Scenes without paper, in colours."""
    luck = np.random.default_rng(0)
    scenes: NDArray[np.float32] = luck.random((count, 3, 16, 24), np.float32)
    return scenes


@pytest.mark.parametrize("shape", [(40, 40, 3), (9, 100), (16, 24, 3)])
def test_a_scene_is_scaled_as_a_whole(shape: tuple[int, ...]) -> None:
    """Its middle, in the shape of the data; a grey one in three channels."""
    picture = np.random.default_rng(1).random(shape, np.float32)

    image, notes = drawn_like(photographs(20), picture)

    assert (3, 16, 24) == image.shape
    assert (
        [] if shape[:2] == (16, 24) else [f"scaled from {shape[1]} × {shape[0]} to 24 × 16"]
    ) == notes


def hammer(head: int) -> Numbers:
    """A long handle and a heavy head of this height, with its weight in the middle of 28 × 28."""
    image = np.zeros((28, 28), np.float32)
    image[:20, 2] = 1
    image[:head, 2:12] = 1
    down, across = np.argwhere(image).mean(0) + 0.5
    return np.roll(image, (round(14 - down), round(14 - across)), (0, 1))


def test_ink_is_put_by_its_weight_where_the_data_have_it_so() -> None:
    """Of 200 digits of MNIST, moved to a corner, 194 were known so, and 167 by their boxes."""
    train = np.stack([hammer(head) for head in range(1, 20)])[:, None]
    picture = np.zeros((60, 90), np.float32)
    picture[30:58, 5:33] = hammer(6)

    image, _ = drawn_like(train, picture)

    middle = np.argwhere(image[0] > 0.5).mean(0) + 0.5
    assert np.abs(middle - 14).max() <= 0.75
