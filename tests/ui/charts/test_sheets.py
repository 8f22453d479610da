"""Sheets of images: what was shown is what a person sees, at any size."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
from rich.color import ColorSystem
from rich.style import Style as RichStyle

from lessons.kit import Images
from lessons.kit.stream.sheets import Pixels, packed, unpacked
from tui_lab.charts.images import layout_of, sheet, thinned
from tui_lab.charts.rows import Rows, changed_stretches, text_of
from tui_lab.charts.shades import FEW_GREYS, GREYS
from tui_lab.panels.images import ImagesKind
from tui_lab.panels.kind import Room
from tui_lab.terminal.pen import look_of


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

    assert {GREYS[0], GREYS[-1]} == colours(rows)


def test_colours_are_the_colours() -> None:
    """Red is red; no more than 16 shades of each channel are sent."""
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


@given(
    n=st.integers(1, 40), side=st.integers(4, 28), width=st.integers(16, 80),
    height=st.integers(8, 30), columns=st.integers(0, 6),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_what_is_left_out_is_counted_and_never_nothing(
    n: int, side: int, width: int, height: int, columns: int
) -> None:
    """Either all labels stand there and no count, or the count says how many images do not."""
    images = pixels(np.zeros((n, side, side)), ["#"] * n, columns)
    said = text_of(sheet(images, width, height))

    counted = re.search(r"and (\d+) more", said)
    assert counted or said.count("#") in (0, n)
    assert not counted or 0 < int(counted[1]) < n


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


DEPTHS = [
    (ColorSystem.TRUECOLOR, GREYS),
    (ColorSystem.EIGHT_BIT, GREYS),
    (ColorSystem.STANDARD, FEW_GREYS),
]


def shown(colour: str | None, system: ColorSystem) -> tuple[int, ...]:
    """The red, green and blue that a terminal of so many colours has for it."""
    codes = [int(code) for code in look_of(RichStyle(bgcolor=colour), system)[2].split(";")]
    if codes[:2] == [48, 2]:
        return tuple(codes[2:])
    if codes[:2] == [48, 5]:
        return tuple(EIGHT_BIT_PALETTE[codes[2]])
    return tuple(STANDARD_PALETTE[codes[0] - 40 if codes[0] < 100 else codes[0] - 92])


def seen(array: Any, system: ColorSystem, greys: tuple[str, ...]) -> tuple[int, ...]:
    """What stands on the screen for an image of one value."""
    [row] = sheet(pixels(array), 1, 1, greys=greys)
    return shown(row[0][1].bg, system)


@pytest.mark.parametrize(("system", "greys"), DEPTHS)
@given(one=st.integers(0, 255), other=st.integers(0, 255))
def test_what_is_lighter_never_looks_darker(
    system: ColorSystem, greys: tuple[str, ...], one: int, other: int
) -> None:
    """Any two greys, at any depth of colour; and none is darker than black, lighter than white."""
    dark, light = sorted((one, other))
    black, white = seen([[[0]] * 2], system, greys), seen([[[255]] * 2], system, greys)

    assert seen([[[dark]] * 2], system, greys) <= seen([[[light]] * 2], system, greys)
    assert black <= seen([[[dark]] * 2], system, greys) <= white
    assert len({*black}) == len({*white}) == 1


@pytest.mark.parametrize(("system", "greys"), DEPTHS)
def test_black_and_white_of_a_coloured_image_stay(
    system: ColorSystem, greys: tuple[str, ...]
) -> None:
    """At any depth of colour."""
    assert (0, 0, 0) == seen([[[[0, 0, 0]]] * 2], system, greys)
    assert (255, 255, 255) == seen([[[[255, 255, 255]]] * 2], system, greys)


@pytest.mark.parametrize(("system", "greys"), DEPTHS)
def test_a_terminal_shows_as_many_greys_as_are_meant(
    system: ColorSystem, greys: tuple[str, ...]
) -> None:
    """None of them is lost on the way: each is a colour that the terminal has."""
    assert [tuple(bytes.fromhex(grey[1:])) for grey in greys] == [shown(g, system) for g in greys]


@given(
    n=st.integers(1, 70), h=st.integers(1, 30), w=st.integers(1, 30),
    width=st.integers(1, 120), height=st.integers(1, 40), columns=st.integers(0, 12),
    labelled=st.booleans(), ascii_only=st.booleans(),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_images_stand_apart_and_inside(
    n: int, h: int, w: int, width: int, height: int, columns: int, labelled: bool, ascii_only: bool
) -> None:
    """Wherever there is room for any: in the columns that the sheet asks for, none on another."""
    images = pixels(np.zeros((n, h, w)), ["a"] * n if labelled else [], columns)
    layout = layout_of(images, width, height, ascii_only=ascii_only)
    if layout is None:
        return
    taken = np.zeros((2 * height + 2, width + 1), int)
    for at in range(min(n, layout.shown)):
        x, y = layout.corner(at)
        assert x + layout.width <= width and y + layout.height + 2 * labelled <= 2 * height
        taken[y : y + layout.height + 1, x : x + layout.width + 1] += 1

    assert columns in (0, layout.columns)
    assert taken.max() == 1
    assert layout.height % 2 == 0 or not (labelled or ascii_only)


@given(n=st.integers(1, 70), width=st.integers(14, 120), height=st.integers(4, 40))
@settings(max_examples=100, deadline=None)
def test_every_image_is_shown_or_counted(n: int, width: int, height: int) -> None:
    """Those that are drawn and those that are said to be hidden are all."""
    images = pixels(np.full((n, 8, 8), 255))
    rows = sheet(images, width, height)
    last = text_of(rows).split("\n")[-1]
    hidden = int(last.split()[1]) if "more" in last else 0
    layout = layout_of(images, width, height - (hidden > 0))

    assert layout is not None
    assert n == hidden + min(n, layout.shown)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_same_images_send_nothing(data: Any) -> None:
    """Any images, drawn twice: no cell differs."""
    array = data.draw(st.lists(st.binary(min_size=16, max_size=16), min_size=1, max_size=9))
    images = pixels(np.frombuffer(b"".join(array), np.uint8).reshape(-1, 4, 4))
    once, again = sheet(images, 24, 9), sheet(images, 24, 9)

    assert all([] == changed_stretches(old, new) for old, new in zip(once, again, strict=True))


def test_a_sheet_of_so_many_columns_keeps_them_where_they_are_narrow() -> None:
    """A plane of eight by eight in a small panel: smaller images, and not another order."""
    layout = layout_of(pixels(np.zeros((64, 28, 28)), columns=8), 34, 12)

    assert layout is not None
    assert (8, 3) == (layout.columns, layout.width)


@pytest.mark.parametrize(
    ("size", "shape"), [((78, 16), (7, 3)), ((36, 16), (4, 3)), ((98, 11), (7, 2))]
)
def test_of_a_plane_that_has_no_room_every_second_image_is_shown(
    size: tuple[int, int], shape: tuple[int, int]
) -> None:
    """From its first to its last place, and not the upper rows only with "and 14 more"."""
    plane = pixels(np.arange(21)[:, None, None] * np.ones((8, 8)), columns=7)
    part = thinned(plane, *size)
    shown = [part.image(at)[0] for at in range(part.count)]

    assert shape == (part.columns, part.count // part.columns)
    assert (0, 20) == (shown[0], shown[-1])
    assert shown == sorted(shown) and len(set(np.diff(shown[: shape[0]]))) == 1


def test_words_stand_beside_the_images_or_below_or_nowhere() -> None:
    """Wherever all of them have room."""
    images = pixels(np.zeros((4, 8, 8)), columns=4)
    beside, below, none = (
        text_of(sheet(images, *size, words="right: the first number"))
        for size in ((80, 5), (36, 6), (36, 4))
    )

    assert "right: the first" in beside.split("\n")[0]
    assert "right: the first number" in below.split("\n")[-2] + below.split("\n")[-1]
    assert "right" not in none


def test_where_there_is_no_room_it_is_said() -> None:
    """And what to do about it."""
    panel, value = Images("Plane", key="plane", columns=40), packed((40, 2, 2), bytes(160), [], 0)

    assert "f shows them" in " ".join(
        text_of(ImagesKind().cells(panel, value, Room(30, 8))).split()
    )
