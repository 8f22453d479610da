"""What an author hears who sends a panel something that it does not take."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lessons.kit import (
    Counts,
    Grid,
    Heatmap,
    Histogram,
    Images,
    Lines,
    Panel,
    Scatter,
    Sheet,
    Table,
)
from lessons.kit.page.drawn import MOST_BYTES, plain
from lessons.kit.stream.sheets import unpacked
from tests.toys.lesson90_line import lesson
from tui_lab.charts.rows import text_of
from tui_lab.contract.running import shows_what_the_page_declares
from tui_lab.panels.kind import Paper, Room, Shown
from tui_lab.panels.registry import kind_of
from tui_lab.svg.ink import ink

PAPER = Paper("a panel", ink(0), {})


@pytest.mark.parametrize(
    ("panel", "says"),
    [
        (Images("Points", key="points"), "images are shown with a Sheet, or an (n, h, w) array"),
        (Lines("Points", key="points"), "curves must be a dict, and it is a list"),
        (Heatmap("Points", key="points", rows=("a",)), "rows has 1 names for 3"),
        (Histogram("Points", key="points"), "a histogram holds a list where a number must be"),
        (Table("Words", key="words"), "a table takes a list of rows, and this is a str"),
    ],
)
def test_the_contract_says_what_is_wrong(panel: Panel, says: str) -> None:
    """In a sentence, with the panel's key."""
    others = [other for other in lesson.panels if other.key != panel.key]
    changed = replace(lesson, panels=[*others, panel], presets=[])

    found = [str(each) for each in shows_what_the_page_declares(changed)]

    assert [f"the panel {panel.key} cannot be drawn: {says}"] == [
        each.split(": ", 1)[1].partition(";")[0] for each in found
    ]


@pytest.mark.parametrize(
    ("panel", "value", "says"),
    [
        (Heatmap("t"), [[1, 2], [3]], "the rows of the matrix have 1 to 2 cells: make them equal"),
        (Heatmap("t"), 3, "a heatmap takes a matrix, and this is a int"),
        (Heatmap("t"), [["a"]], "a row of the matrix holds a str where a number must be"),
        (
            Heatmap("t"),
            {"a": [[1], [2, 3]]},
            "in the map a, the rows of the matrix have",
        ),
        (Heatmap("t"), {"cells": [[1]], "x": [1]}, "x must be its two ends, such as (-1.0, 1.0)"),
        (Scatter("t"), [[1]], "points must hold (x, y), (x, y, label) or (x, y, label, group)"),
        (Lines("t"), {"a": [[1, 2, 3]]}, "the curve a must hold (x, y), and one has 3 parts"),
        (Histogram("t"), {"counts": [1], "low": 2, "high": 2}, "low and high of counts must be"),
    ],
)
def test_a_mistake_names_the_place(panel: Panel, value: Any, says: str) -> None:
    """What was expected, and what there is."""
    kind = kind_of(panel)
    assert isinstance(kind, Shown)

    assert kind.mistake(panel, value).startswith(says)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Sheet(torch.zeros(3, 4)), "a Sheet takes images (n, h, w) or (n, h, w, 3)"),
        (
            Sheet(torch.zeros(2, 3, 8, 8)),
            "a Sheet takes images (n, h, w) or (n, h, w, 3), and these are"
            " (2, 3, 8, 8): permute(0, 2, 3, 1) puts the channels last",
        ),
        (Sheet(torch.zeros(2, 3, 3), ["one"]), "a Sheet of 2 images has 1 labels"),
        (Sheet([[[1]], [[1, 2]]]), "a picture cannot hold this list"),
        (object(), "a picture cannot hold a object"),
    ],
)
def test_what_cannot_travel_is_refused_in_the_loop(value: Any, says: str) -> None:
    """At the line that sent it."""
    with pytest.raises(TypeError) as refused:
        plain(value)

    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    "images",
    [
        torch.full((2, 3, 4), 0.5), np.full((2, 3, 4), 128, np.uint8), [[[0.5] * 4] * 3] * 2,
        torch.full((2, 3, 4, 1), 0.5), np.full((2, 3, 4), 128, np.int64),
        torch.full((2, 3, 4), 0.5, requires_grad=True), torch.full((2, 3, 4), 0.5).double(),
    ],
)  # fmt: skip
def test_images_of_every_form_are_the_same_bytes(images: Any) -> None:
    """Tensors, arrays and lists; fractions and whole numbers; with and without a channel."""
    found = unpacked(plain(Sheet(images)))

    assert found is not None
    assert (2, 3, 4, 1, b"\x80" * 24) == (*found.__dict__.values(),)[:5]


@pytest.mark.parametrize("count", [1, 40, 200])
def test_of_a_sheet_that_is_too_large_some_images_are_sent(count: int) -> None:
    """As many as an event holds, and how many there are besides; noise is what packs worst."""
    noise = torch.randint(0, 256, (count, 28, 28), dtype=torch.uint8)
    value = plain(Sheet(noise, [f"no. {n}" for n in range(count)]))
    found = unpacked(value)

    assert found is not None
    assert len(value["zlib"]) <= MOST_BYTES
    assert count == found.count + found.more
    assert found.count == len(found.labels)
    assert bytes(found.image(0)) == bytes(noise[0].numpy().tobytes())


def test_pixels_that_were_cut_off_are_counted() -> None:
    """Images from -1 to 1 are half black otherwise, and nobody knows why."""
    kind = kind_of(Images("t"))
    assert isinstance(kind, Shown)
    images = torch.linspace(-1, 1, 32).reshape(2, 4, 4)
    said = kind.captions(Images("t"), plain(Sheet(images)), Room(60, 1))

    assert "50.0% of the pixels are beyond 0 to 1" == text_of(said)
    assert [] == kind.captions(Images("t"), plain(Sheet(images.clip(0, 1))), Room(60, 1))
    assert [] == kind.captions(Images("t"), plain(Sheet(images.mul(100).byte())), Room(60, 1))


def test_a_sheet_of_no_image_is_no_mistake() -> None:
    """Such as the errors of a network that makes none any more."""
    kind, panel, value = kind_of(Images("t")), Images("t"), plain(Sheet(torch.zeros(0, 8, 8)))
    assert isinstance(kind, Shown)

    assert "" == kind.mistake(panel, value)
    assert "no images" == text_of(kind.cells(panel, value, Room(20, 3))).strip()
    assert [] == kind.rows(panel, value)
    assert "no images" in kind.drawn(panel, value, PAPER)
    assert [] == kind.captions(panel, value, Room(20, 1))


def test_counts_hold_every_finite_value() -> None:
    """Beyond the ends in the outermost bins; nan and infinity in none; of nothing, no bin."""
    values = [float("nan"), float("inf"), -5.0, 0.1, 0.2, 0.9, 7.0]

    assert {"low": 0.0, "high": 1.0, "counts": [3, 2]} == plain(Counts(values, 2, 0.0, 1.0))
    assert 0 == sum(plain(Counts([]))["counts"])
    assert 3 == sum(plain(Counts(torch.ones(3)))["counts"])


def test_a_grid_without_names_travels_as_it_always_did() -> None:
    """So that a recording of today is one that the dl-lab of before can draw."""
    assert {"cells": [[1]], "x": None, "y": None, "paths": {}} == plain(Grid([[1]]))


TIES = st.builds(
    lambda digits, power: (digits + 0.5) * 10.0**power,
    st.integers(-999_999, 999_999),
    st.integers(-30, 30),
)


@given(arrays(np.float64, st.integers(1, 9), elements=st.one_of(st.floats(), TIES)))
@settings(max_examples=300)
def test_an_array_travels_as_its_numbers_do_one_by_one(values: Any) -> None:
    """To six digits, to the last bit: at a tie, at nan and infinity, and at any size."""
    assert repr(plain(values.tolist())) == repr(plain(values))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16, torch.int64])
def test_a_tensor_travels_as_its_list_does(dtype: torch.dtype) -> None:
    """Whatever its numbers are stored in, in any number of dimensions."""
    for value in (torch.randn(3, 4, 5).to(dtype), torch.tensor(2).to(dtype)):
        assert plain(value.tolist()) == plain(value)
