"""Strips: a row for each name, with its values as points on one scale, and their median."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from rich.cells import cell_len

from tui_lab.charts.axes import Scale, nice_range
from tui_lab.charts.lines.frame import ChartStyle
from tui_lab.charts.lines.tick_labels import Foot, words_below
from tui_lab.charts.rows import Grid, Rows, Style, fit, to_ascii


def strips(
    values: Mapping[str, Sequence[tuple[float, str]]], width: int, height: int, *,
    style: ChartStyle, x_label: str = "", log: bool = False,
) -> Rows:  # fmt: skip
    """Values with the colour of each, on a row for each name; │ is the median of a row."""
    grid = Grid(width, height)
    left = min(max(map(cell_len, values), default=0), width // 3) + 2
    every = [value for row in values.values() for value, _ in row if value > 0 or not log]
    if not every or height < 3 or width - left < 8:
        return grid.rows()
    scale = Scale(*nice_range(min(every), max(every), log), log)
    room = height - 2
    apart = max(room // max(len(values), 1), 1)
    for place, (name, row) in enumerate(values.items()):
        if (place + 1) * apart > room:
            break
        _draw_strip(grid, place * apart + (apart - 1) // 2, (name, row), (left, scale), style)
    _draw_scale(grid, left, scale, x_label, style)
    rows = grid.rows()
    return [tuple((to_ascii(t), s) for t, s in row) for row in rows] if style.ascii_only else rows


def _column(scale: Scale, left: int, grid: Grid, value: float) -> int | None:
    share = scale.share(value)
    if share is None or not -1e-9 <= share <= 1 + 1e-9:
        return None
    return left + round(share * (grid.width - left - 1))


def _draw_strip(
    grid: Grid, row: int, named: tuple[str, Sequence[tuple[float, str]]],
    where: tuple[int, Scale], style: ChartStyle,
) -> None:  # fmt: skip
    (name, values), (left, scale) = named, where
    grid.write(0, row, style.text(fit(name, left - 2)), Style())
    grid.put(left - 1, row, "│", Style(style.frame))
    for value, colour in values:
        column = _column(scale, left, grid, value)
        if column is not None:
            grid.put(column, row, "●", Style(colour, bold=True))
    if len(values) > 1:
        column = _column(scale, left, grid, median(value for value, _ in values))
        if column is not None:
            grid.put(column, row, "┃" if not style.ascii_only else "|", Style(bold=True))


def _draw_scale(grid: Grid, left: int, scale: Scale, name: str, style: ChartStyle) -> None:
    frame = Style(style.frame)
    grid.write(left - 1, grid.height - 2, "└" + "─" * (grid.width - left), frame)
    foot = Foot(left, grid.width, first=left - 1, name=style.text(fit(name, grid.width // 3)))
    for word in words_below(scale, foot, lambda value: _column(scale, left, grid, value)):
        grid.write(word.start, grid.height - 1, word.text, frame)
