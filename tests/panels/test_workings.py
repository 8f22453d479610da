"""How a map was computed: as it travels, and what is said where its parts do not fit."""

import json
import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lessons.kit import Grid, Heatmap, Workings
from lessons.kit.page.drawn import plain
from lessons.kit.stream.events import PictureEvent, to_json
from lessons.kit.stream.matrices import unpacked
from tui_lab.panels.maps.heatmaps import HeatmapKind

PANEL = Heatmap("Heads", key="heads")


def sent(grid: Grid) -> Any:
    """What a viewer gets of it."""
    return json.loads(json.dumps(plain(grid)))


def wrong(workings: Workings, rows: int = 2, columns: int = 3) -> str:
    """What a viewer says of them beside a map of this shape."""
    return HeatmapKind().mistake(PANEL, sent(Grid(np.zeros((rows, columns)), workings=workings)))


@given(arrays(np.float64, st.tuples(st.integers(0, 5), st.integers(0, 5)), elements=st.floats()))
@settings(max_examples=200)
def test_a_step_arrives_with_four_digits_and_with_what_is_not_finite(step: Any) -> None:
    """Of any shape and any numbers: masked scores are -inf, and stay that."""
    value = sent(Grid(np.zeros(step.shape), workings=Workings({"q · k": step})))
    found = unpacked(value["workings"]["steps"]["q · k"])
    held = step.clip(-3.4e38, 3.4e38) if step.size else step
    expected = np.where(np.isfinite(step), held, step)

    assert found is not None
    assert step.shape == np.array(found).reshape(step.shape).shape
    np.testing.assert_allclose(np.array(found).reshape(step.shape), expected, 2e-4, 1e-37)
    assert "" == HeatmapKind().mistake(PANEL, value)


def test_all_parts_are_optional_and_steps_keep_their_order() -> None:
    """A map of correlations has a step before it, and mixes nothing."""
    step = torch.zeros(2, 3)

    assert "" == wrong(Workings())
    assert "" == wrong(Workings({"b": step, "a": step}, cells="divided"))
    assert "" == wrong(Workings(values=torch.zeros(3, 4), mixed=torch.zeros(2, 4)))
    value = sent(Grid([[1]], workings=Workings({"b": [[1]], "a": [[2]]}, cells="divided")))
    assert (["b", "a"], "divided") == (
        list(value["workings"]["steps"]), value["workings"]["cells"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("workings", "says"),
    [
        (
            Workings({"q · k": np.zeros((3, 2))}),
            "the step q · k of the workings is 3 × 2, and the map is 2 × 3",
        ),
        (
            Workings(values=np.zeros((2, 4))),
            "values of the workings has 2 rows for 3 columns of the map",
        ),
        (
            Workings(mixed=np.zeros((3, 4))),
            "mixed of the workings has 3 rows for 2 rows of the map",
        ),
        (
            Workings(values=np.zeros((3, 4)), mixed=np.zeros((2, 3))),
            "values and mixed of the workings must have as many numbers each",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_a_sentence(workings: Workings, says: str) -> None:
    """With the name of the part, and both shapes."""
    assert says == wrong(workings)


def test_workings_that_are_no_matrices_are_refused_in_the_loop() -> None:
    """At the line that sent them: a head too many, or a row alone."""
    with pytest.raises(TypeError, match=r"the step q · k of Workings must be .* is \(1, 2, 3\)"):
        plain(Grid([[1]], workings=Workings({"q · k": torch.zeros(1, 2, 3)})))
    with pytest.raises(TypeError, match=r"values of Workings must be numbers .* is \(3\)"):
        plain(Grid([[1]], workings=Workings(values=[1, 2, 3])))


@pytest.mark.parametrize(
    "damaged",
    [
        3, {"steps": 3}, {"steps": {"a": [[1]]}}, {"steps": {"a": {"shape": [1, 1], "zlib": "?"}}},
        {"cells": 3}, {"values": {"shape": [10**9, 10**9], "zlib": ""}}, {"mixed": {}},
    ],
)  # fmt: skip
def test_damaged_workings_are_refused_in_a_sentence(damaged: Any) -> None:
    """A line of a recording that somebody cut never breaks the screen."""
    assert "workings" in HeatmapKind().mistake(PANEL, {"cells": [[1]], "workings": damaged})


@pytest.mark.parametrize(("tokens", "maps"), [(12, 8), (32, 4)])
def test_all_heads_of_a_sentence_fit_into_one_picture(tokens: int, maps: int) -> None:
    """Random scores, which pack worst: under 64 KiB with both steps and three values each."""
    heads = {f"layer {n // 4 + 1} head {n % 4 + 1}": _head(tokens) for n in range(maps)}
    line = to_json(PictureEvent(variant="a", seed=0, step=1, panel="p", value=plain(heads)))

    assert len(line) < 65_536


def _head(tokens: int) -> Grid:
    scores = torch.randn(tokens, tokens, generator=torch.Generator().manual_seed(0)) * 3
    weights, values = (scores / math.sqrt(8)).softmax(1), torch.randn(tokens, 3)
    names = [f"word{n}" for n in range(tokens)]
    return Grid(weights, rows=names, columns=names, workings=Workings(
        {"q · k": scores, "÷ √8": scores / math.sqrt(8)}, values=values, mixed=weights @ values,
    ))  # fmt: skip


def test_a_map_with_workings_keeps_four_digits_of_its_cells() -> None:
    """Without them it travels as it always did."""
    cells = [[0.123456, math.nan], [7.0, 1e-9]]

    assert [[0.1235, None], [7.0, 1e-9]] == sent(Grid(cells, workings=Workings()))["cells"]
    assert [[0.123456, None], [7.0, 1e-9]] == sent(Grid(cells))["cells"]
