"""From a place under the mouse to what is there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.events import Click

from tui_lab.charts.axes import Scale
from tui_lab.charts.rows import Row
from tui_lab.charts.x_axis import KINDS, XAxis

if TYPE_CHECKING:
    from tui_lab.widgets.panels.series import SeriesChart

CORNERS = "└+"
"""Where the axes of a chart meet, also in plain characters."""


def point_at(chart: SeriesChart, event: Click) -> None:
    """Put the cursor of a chart that is alone on the step under the mouse."""
    offset = event.get_content_offset(chart)
    if offset is None or chart.screen.maximized is not chart:
        return
    view, share = chart.view, _share(chart.rows_drawn, offset.x, chart.size.width)
    axis = view.x_axis(KINDS[chart.series.log_x])
    if step := step_at(axis, share, view.session.store.step):
        chart.cursor = float(step)
        chart.catch_up()


def step_at(axis: XAxis, share: float | None, last: int) -> int | None:
    """The step at a share of the way along an axis; None before the first step."""
    if share is None or last < 1:
        return None
    place = Scale(*axis.range, axis.is_log).value(min(share, 1.0))
    return min(bisect_left(range(1, last + 1), place, key=axis.place) + 1, last)


def _share(rows: Sequence[Row], column: int, width: int) -> float | None:
    """How far along a drawn chart's x-axis a column is; None left of it."""
    left = _corner(rows)
    room = width - left - 1
    return (column - left - 0.5) / room if 0 <= left < column and room > 0 else None


def _corner(rows: Sequence[Row]) -> int:
    """The column of the y-axis; -1 where there is none."""
    for row in reversed(rows[-3:]):
        words = "".join(text for text, _ in row)
        places = [words.find(corner) for corner in CORNERS if corner in words]
        if places:
            return min(places)
    return -1
