"""What an axis or a column is called is whole in every lesson's panels, on both sizes of screen."""

from collections.abc import Iterator
from typing import Any

import pytest

import lessons
from lessons.kit import Heatmap, Lines, Panel, Table
from lessons.kit.loop import Grid
from lessons.kit.page.drawn import plain
from tui_lab.charts.lines.line_chart import Line, series
from tui_lab.charts.rows import Rows, text_of
from tui_lab.panels.kind import Room, Shown
from tui_lab.panels.registry import kind_of

SIZES = [(38, 11), (38, 6)]
"""Of a panel inside its border: at 120x40 and at 80x24."""
WORDS = ["the", "old", "fox", "finds", "a", "hat"]
VALUES = [[row * column / 25 for column in range(6)] for row in range(6)]


def drawn(panel: Panel, size: tuple[int, int]) -> Iterator[Rows]:
    """A panel with made-up values: numbers on its axes, and names."""
    if isinstance(panel, Lines):
        line = Line("a", "#808080", "●", range(13), [x / 12 for x in range(13)])
        yield series([line], size[0], max(size[1], 8), x_range=(0, 12), x_label=panel.x)
        return
    kind, values = kind_of(panel), list[Any]()
    assert isinstance(kind, Shown)
    if isinstance(panel, Heatmap):
        values = [VALUES, Grid(VALUES, rows=WORDS, columns=WORDS)]
    elif isinstance(panel, Table):
        values = [[[name, *["0.123"] * (len(panel.columns) - 1)] for name in WORDS[:3]]]
    for value in values:
        yield kind.cells(panel, plain(value), Room(*size))


def is_cut(panel: Panel, rows: Rows) -> bool:
    """Whether a name of an axis is not whole; of a table, whether a column that is there has one.

    A table leaves its last columns out where there is no room for them: that is no cut.
    """
    said = text_of(rows)
    if isinstance(panel, Table):
        return "…" in said.split("\n")[0]
    return any(name not in said for name in (getattr(panel, "x", ""), getattr(panel, "y", "")))


@pytest.mark.parametrize("lesson", lessons.names())
@pytest.mark.parametrize("size", SIZES)
def test_no_name_of_an_axis_is_cut(lesson: str, size: tuple[int, int]) -> None:
    """Numbers and values make room for it."""
    cut = [
        panel.title
        for panel in lessons.load(lesson).panels
        if isinstance(panel, Heatmap | Lines | Table)
        if any(is_cut(panel, rows) for rows in drawn(panel, size))
    ]

    assert [] == cut
