"""One map with the paths of all networks on it."""

from typing import Any

import pytest

from lessons.kit import Heatmap
from lessons.kit.stream.events import PictureEvent
from tui_lab.panels.maps.heatmaps import HeatmapKind

CELLS = [[0.0, 1.0], [1.0, 0.0]]


def picture(variant: str, value: Any) -> PictureEvent:
    return PictureEvent(variant=variant, seed=0, step=3, panel="valley", value=value)


def grid(**paths: list[list[float]]) -> dict[str, Any]:
    return {"cells": CELLS, "x": [0, 1], "y": [0, 1], "paths": paths}


def united(*values: Any, overlaid: bool = True) -> list[Any]:
    panel = Heatmap("Valley", key="valley", overlaid=overlaid)
    pictures = [picture(f"run{at}", value) for at, value in enumerate(values)]
    return [each.value for each in HeatmapKind().united(panel, pictures)]


def test_a_path_is_called_as_its_network() -> None:
    """So it has that network's colour and marker."""
    (found,) = united(grid(way=[[0, 0]]), grid(way=[[1, 1]]))

    assert {"run0": [[0, 0]], "run1": [[1, 1]]} == found["paths"]
    assert CELLS == found["cells"]


def test_several_paths_keep_their_names() -> None:
    """Behind the name of their network."""
    (found,) = united(grid(up=[[0, 0]], down=[[0, 1]]), grid(way=[[1, 1]]))

    assert ["run0 up", "run0 down", "run1"] == list(found["paths"])


def test_each_of_several_maps_has_its_own_paths() -> None:
    """A map that the shown network does not have is not drawn."""
    first = {"left": grid(way=[[0, 0]]), "right": grid(way=[[0, 1]])}
    second = {"left": grid(way=[[1, 0]]), "other": grid(way=[[1, 1]])}

    (found,) = united(first, second)

    assert {"run0": [[0, 0]], "run1": [[1, 0]]} == found["left"]["paths"]
    assert {"run0": [[0, 1]]} == found["right"]["paths"]
    assert "other" not in found


@pytest.mark.parametrize("broken", [3, {}, {"cells": "x"}, {"cells": CELLS, "paths": {"a": 1}}])
def test_a_picture_that_cannot_be_drawn_takes_no_part(broken: Any) -> None:
    """The others are drawn."""
    (found,) = united(broken, grid(way=[[1, 1]]))

    assert {"run1": [[1, 1]]} == found["paths"]


@pytest.mark.parametrize("value", [CELLS, [[[0.0]], [[1.0]]]])
def test_a_bare_matrix_stays_as_it_is(value: Any) -> None:
    """It has no paths."""
    assert [value] == united(value, grid(way=[[1, 1]]))


def test_without_the_option_each_network_has_its_own() -> None:
    """As every other heatmap."""
    assert 2 == len(united(grid(), grid(), overlaid=False))
