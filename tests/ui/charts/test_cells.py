"""Heatmaps: colours follow the values, blanks are seen, paths lie where their points are."""

import math
import re
from itertools import pairwise

import pytest
from rich.cells import cell_len

from tui_lab.charts.heatmap import Axes, heatmap
from tui_lab.charts.rows import Rows, text_of
from tui_lab.charts.shades import GREY, VIRIDIAN, Palette, resample, shades


def cell(rows: Rows, column: int, row: int):
    for text, style in rows[row]:
        if column < len(text):
            return text[column], style
        column -= len(text)
    raise IndexError


BRAILLE = re.compile("[\u2801-\u28ff]")


def lightness(colour: str) -> float:
    """CIE L*, which is what the eye takes for evenly spaced."""
    linear = [(int(colour[n : n + 2], 16) / 255) ** 2.2 for n in (1, 3, 5)]
    return 116 * (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]) ** (1 / 3) - 16


@pytest.mark.parametrize("anchors", [VIRIDIAN, GREY])
def test_colour_maps_grow_evenly_lighter(anchors) -> None:
    """So that they read the same in grey, and to whoever does not see colours."""
    steps = [lightness(colour) for colour in shades(anchors, 25)]
    growth = [b - a for a, b in pairwise(steps)]
    assert min(growth) > 0
    assert max(growth) < 2.5 * sum(growth) / len(growth)


def test_two_data_rows_share_a_character_row() -> None:
    rows = heatmap([[0, 0], [1, 1]], 2, 1)
    darkest, lightest = shades(VIRIDIAN)[0], shades(VIRIDIAN)[-1]
    assert ("▀", darkest, lightest) == (rows[0][0][0][0], rows[0][0][1].fg, rows[0][0][1].bg)


def test_shrinking_takes_the_mean_and_growing_repeats() -> None:
    assert [[1.5, 3.5]] == resample([[1, 2, 3, 4]], 2, 1)
    assert [[1, 1, 2, 2], [1, 1, 2, 2]] == resample([[1, 2]], 4, 2)
    assert [[2.0, None]] == resample([[None, 2, None, math.nan]], 2, 1)


def test_blank_data_are_hatched() -> None:
    assert "╱╱" == text_of(heatmap([[None], [math.nan]], 2, 1))


def test_axes_and_colour_scale_are_labelled() -> None:
    rows = heatmap(
        [[1, 10], [100, 1000]],
        50,
        12,
        axes=Axes("w1", "w2", (-2, 2), (0, 3)),
        palette=Palette(log=True, label="loss"),
    )
    text = text_of(rows).split("\n")
    assert "w2" in text[-2] and "w1" in text[-2]
    assert text[-1].split()[0] == "1" and "1k  loss (log)" in text[-1]
    assert any(row.strip().startswith("2┤") or row.strip().startswith("2.0┤") for row in text)


def test_without_ranges_rows_are_counted_from_the_top() -> None:
    text = text_of(heatmap([[n] for n in range(4)], 30, 18)).split("\n")
    ticks = [int(row.split("┤")[0]) for row in text if "┤" in row]
    assert sorted(ticks) == ticks and ticks[0] == 0


def test_a_path_ends_in_its_marker() -> None:
    path = ("#ff0000", "●", [(0.1, 0.1), (0.5, 0.5), (0.95, 0.95)])
    axes = Axes(x_range=(0, 1), y_range=(0, 1))
    rows = heatmap([[0.0]], 40, 12, axes=axes, paths={"sgd": path})
    text = text_of(rows).split("\n")
    assert "●" in text[0] and "+" in text[9] and all(BRAILLE.search(row) for row in text[2:7])


def test_a_cell_gets_no_darker_by_a_second_path() -> None:
    """Three paths through one cell once made it black, on a map that is yellow there."""
    path = ("#ff0000", "●", [(0.1, 0.1), (0.9, 0.9)])
    axes, marks = Axes(x_range=(0, 1), y_range=(0, 1)), []
    for count in (1, 3):
        paths = {str(n): path for n in range(count)}
        rows = heatmap([[0.0, 1.0]], 40, 12, axes=axes, paths=paths)
        marks.append({style.bg for row in rows for text, style in row if BRAILLE.search(text)})

    assert marks[0] == marks[1]


def test_points_outside_are_held_at_the_edge() -> None:
    axes = Axes(x_range=(0, 1), y_range=(0, 1))
    path = ("#ff0000", "●", [(0.5, 0.5), (0.5, 1e30)])
    assert "↑" in text_of(heatmap([[0.0]], 40, 12, axes=axes, paths={"a": path})).split("\n")[0]


def test_ascii_only_is_ascii_and_has_no_ground_colours() -> None:
    path = ("#ff0000", "◆", [(0, 0), (1, 1)])
    rows = heatmap([[1, None], [3, 4]], 40, 12, palette=Palette(ascii_only=True), paths={"a": path})
    assert text_of(rows).isascii()
    assert not any(style.bg for row in rows for _, style in row)


@pytest.mark.parametrize("width", [0, 1, 4, 15, 16, 60, 200])
@pytest.mark.parametrize("height", [0, 1, 4, 5, 6, 30])
@pytest.mark.parametrize("values", [[], [[]], [[], [1]], [[1, 2, 3]] * 200, [[math.inf]]])
def test_sizes_are_exact(width, height, values) -> None:
    rows = heatmap(values, width, height, axes=Axes("日本", "日本"), palette=Palette(label="日"))
    assert [width] * height == [sum(cell_len(text) for text, _ in row) for row in rows]
