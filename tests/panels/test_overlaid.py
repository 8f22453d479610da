"""The maps of all networks in one panel: their paths on one, or side by side."""

from typing import Any

import msgspec
import pytest

from lessons.kit import Heatmap
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import text_of
from tui_lab.panels.kind import Room
from tui_lab.panels.maps.heatmaps import HeatmapKind

NAMES = {"rows": ["bad", "good"], "columns": ["bad", "good"]}
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


def test_maps_of_all_networks_stand_side_by_side_in_one_scale() -> None:
    """Each under its network's name; of one column each they are one map's columns."""
    panel = Heatmap("Confusion", key="c", numbers=True, all_networks=True)
    pictures = [
        PictureEvent(variant=name, seed=0, step=9, panel="c", value={"cells": cells, **NAMES})
        for name, cells in {"rnn": [[5, 1], [2, 4]], "lstm": [[6, 0], [0, 6]]}.items()
    ]
    (found,) = HeatmapKind().united(panel, pictures)
    narrow = [
        msgspec.structs.replace(each, value={"cells": [[row[0]] for row in each.value["cells"]],
                             "rows": NAMES["rows"], "columns": ["right"]})
        for each in pictures
    ]  # fmt: skip
    (joined,) = HeatmapKind().united(panel, narrow)
    drawn = text_of(HeatmapKind().cells(panel, found.value, Room(60, 12, runs=("rnn", "lstm"))))

    assert ["rnn", "lstm"] == list(found.value)
    assert "● rnn" in drawn and "▲ lstm" in drawn
    assert [[5, 6], [2, 0]] == joined.value["cells"]
    assert ["rnn", "lstm"] == joined.value["columns"]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (["bad", "good"], "true ↓ called →: bad, good"),
        (["not", "truly"], "true ↓: bad, good; called →: not, truly"),
    ],
)
def test_what_rows_and_columns_are_stands_above_small_maps(columns: list[str], says: str) -> None:
    """Once where both have the same names, else of each: a small map has no room for names."""
    panel = Heatmap("Maps", key="m", x="called", y="true", all_networks=True)
    one = {"cells": CELLS, "rows": ["bad", "good"], "columns": columns}
    (caption,) = HeatmapKind().captions(panel, {"rnn": one, "lstm": one}, Room(60, 12))

    assert says == "".join(words for words, _ in caption)


def test_where_names_have_no_room_the_first_and_the_last_stand_there() -> None:
    """Else the columns would not be named at all."""
    panel = Heatmap("Maps", key="m", x="word", y="digit", all_networks=True)
    digits = [str(digit) for digit in range(10)]
    one = {"cells": [[0.5] * 3] * 10, "rows": digits, "columns": ["zero", "one", "two"]}
    (caption,) = HeatmapKind().captions(panel, {"rnn": one, "lstm": one}, Room(38, 12))

    assert "digit ↓: 0 … 9; word →: zero … two" == "".join(words for words, _ in caption)
