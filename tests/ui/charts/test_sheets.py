"""Sheets of images: what was shown is what a person sees, at any size."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit.stream.sheets import Pixels, packed, unpacked
from tui_lab.charts.images import layout_of, sheet
from tui_lab.charts.rows import Rows, text_of


def pixels(array: Any, labels: list[str] | None = None, columns: int = 0) -> Pixels:
    array = np.asarray(array, np.uint8)
    found = unpacked(packed(array.shape, array.tobytes(), labels or [], columns))
    assert found is not None
    return found


def colours(rows: Rows) -> set[str]:
    styles = [style for row in rows for _, style in row]
    return {colour for style in styles for colour in (style.fg, style.bg) if colour}


@given(
    n=st.integers(1, 5), h=st.integers(1, 6), w=st.integers(1, 6),
    colour=st.booleans(), labelled=st.booleans(),
)  # fmt: skip
def test_a_sheet_survives_the_wire(n: int, h: int, w: int, colour: bool, labelled: bool) -> None:
    """Every pixel and label comes back."""
    shape = (n, h, w, 3) if colour else (n, h, w)
    data = bytes(i * 37 % 256 for i in range(int(np.prod(shape))))
    labels = [f"no. {i}" for i in range(n)] if labelled else []

    found = unpacked(packed(shape, data, labels, 0))

    assert Pixels(n, h, w, 3 if colour else 1, data, tuple(labels)) == found


@pytest.mark.parametrize(
    "value",
    [
        None, "text", [], {}, {"zlib": 3, "shape": [1, 1, 1]}, {"zlib": "???", "shape": [1, 1, 1]},
        {"zlib": "AAAA", "shape": [1, 1, 1]}, packed([2, 1, 1], b"1", [], 0),
        packed([1, 1, 1], b"12", [], 0), packed([1, 1], b"1", [], 0),
        packed([1, 1, 1, 2], b"12", [], 0), packed([0, 1, 1], b"", [], 0),
        packed([2**40, 2**40, 2**40], b"1", [], 0), packed([-1, -1, 1], b"1", [], 0),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_none(value: Any) -> None:
    """A damaged line of a recording draws nothing, and breaks nothing."""
    assert unpacked(value) is None


@given(
    n=st.integers(1, 70), h=st.integers(1, 30), w=st.integers(1, 30),
    width=st.integers(0, 80), height=st.integers(0, 30),
    colour=st.booleans(), labelled=st.booleans(), ascii_only=st.booleans(),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_it_fills_its_place_exactly(
    n: int, h: int, w: int, width: int, height: int, colour: bool, labelled: bool, ascii_only: bool
) -> None:
    """At any size, of anything: as many rows and columns as there are, never one more."""
    shape = (n, h, w, 3) if colour else (n, h, w)
    images = pixels(np.zeros(shape), ["漢字"] * n if labelled else [])

    rows = sheet(images, width, height, ascii_only=ascii_only)

    assert height == len(rows)
    assert {width} >= {sum(map(len, (text for text, _ in row))) for row in rows} or labelled
    assert not ascii_only or labelled or text_of(rows).isascii()


def test_dark_is_dark_and_light_is_light() -> None:
    """Black and white side by side."""
    rows = sheet(pixels([[[0, 255], [0, 255]]]), 2, 1)

    assert {"#202020", "#f0f0f0"} == colours(rows)


def test_colours_are_the_colours() -> None:
    """Red is red; no more than 32 shades of each channel are sent."""
    rows = sheet(pixels([[[[255, 0, 0]] * 2] * 2]), 2, 1)

    assert {"#ff0000"} == colours(rows)


def test_labels_stand_below_their_images() -> None:
    """Each below its own, cut where there is no room."""
    lines = text_of(sheet(pixels(np.zeros((2, 6, 6)), ["seven", "a long name"], 2), 13, 4))

    assert "seven  a lon…" == lines.split("\n")[3]


def test_more_than_can_be_recognised_are_counted() -> None:
    """A hundred images in a corner: the first ones, and how many more."""
    lines = text_of(sheet(pixels(np.zeros((100, 28, 28))), 30, 8))

    assert "more" in lines.split("\n")[-1]


def test_as_large_as_the_room_allows() -> None:
    """Sixteen images in a square room: four by four."""
    layout = layout_of(pixels(np.zeros((16, 8, 8))), 39, 20)

    assert layout is not None
    assert (4, 4) == (layout.columns, layout.rows)


def test_no_row_is_nearly_empty_where_the_images_need_not_shrink_for_it() -> None:
    """Four in a wide room: all in one row, not three and one."""
    layout = layout_of(pixels(np.zeros((4, 8, 8)), ["a"] * 4), 58, 16)

    assert layout is not None
    assert layout.columns * layout.rows == 4


def test_shrunk_pixels_are_means() -> None:
    """A fine chequered pattern is grey from afar."""
    board = np.indices((16, 16)).sum(0) % 2 * 255
    found = colours(sheet(pixels([board]), 5, 3))

    assert all(0x50 < int(colour[1:3], 16) < 0xC0 for colour in found)
