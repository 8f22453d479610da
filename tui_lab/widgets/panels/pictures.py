"""The panels that draw what a lesson showed: heatmap, image, scatter, table, text; and bars."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.cells import cell_len

from lessons.kit import Bars, Heatmap, Image, Lines, Scatter, Series, Table, Text
from lessons.kit import Panel as Page
from tui_lab.charts import line_chart
from tui_lab.charts.bars import Bar
from tui_lab.charts.heatmap import Axes, Path, heatmap
from tui_lab.charts.line_chart import number
from tui_lab.charts.palette import VariantStyle, variant_style
from tui_lab.charts.rows import Grid, Row, Rows, Style, fit, to_ascii
from tui_lab.charts.shades import GREY, Palette
from tui_lab.session.view import View
from tui_lab.state.bins import Binned
from tui_lab.widgets.panels.lines import LinesPanel
from tui_lab.widgets.panels.panel import Panel
from tui_lab.widgets.panels.scatter import ScatterPanel
from tui_lab.widgets.panels.series import SeriesChart
from tui_lab.widgets.sixteen_colours import runs_on_dark


class HeatmapPanel(Panel):
    """A matrix as colours, and paths on it."""

    def picture(self, width: int, height: int) -> Rows:
        """The map; the rows of a lesson's `Grid` go upwards, those of a matrix downwards."""
        value, page = self.shown_value(), self.page
        if value is None:
            return self.nothing_yet(width, height)
        assert isinstance(page, Heatmap)
        grid = value if isinstance(value, dict) else {"cells": value}
        cells = grid["cells"][::-1] if grid.get("y") else grid["cells"]
        axes = Axes(page.x, page.y, _pair(grid.get("x")), _pair(grid.get("y")))
        colours = Palette(log=page.log, frame=self.frame_colour, ascii_only=self.is_ascii)
        return heatmap(cells, width, height, axes=axes, palette=colours, paths=self.paths(grid))

    def caption(self, width: int) -> Row:
        """Whose it is; for paths, which is which."""
        value = self.shown_value()
        paths = self.paths(value) if isinstance(value, dict) else {}
        if not paths:
            return super().caption(width)
        row: list[tuple[str, Style]] = []
        for name, (colour, marker) in self.path_styles(paths, self.app.theme_variables).items():
            marker = to_ascii(marker) if self.is_ascii else marker
            row.append((f"{marker} {name}  ", Style(colour, bold=True)))
        return tuple(row)

    def path_styles(
        self, names: Iterable[str], variables: Mapping[str, str]
    ) -> dict[str, VariantStyle]:
        """The styles of the variants that paths are named after, or others."""
        styles = self.view.variant_styles(variables)
        spare = (variant_style(n, variables) for n in range(len(styles), 99))
        return {name: styles.get(name) or next(spare) for name in names}

    def paths(self, grid: dict[str, Any]) -> dict[str, Path]:
        """The paths; on the dark ground that they get in every theme, in light colours."""
        found = grid.get("paths") or {}
        styles = self.path_styles(found, runs_on_dark(self.app.console.color_system))
        return {
            name: (*styles[name], [(x, y) for x, y in points]) for name, points in found.items()
        }


def _pair(value: Any) -> tuple[float, float] | None:
    return (float(value[0]), float(value[1])) if value else None


class ImagePanel(Panel):
    """A grey picture, dark to light in 0…1."""

    def picture(self, width: int, height: int) -> Rows:
        """The picture as large as its shape allows: a half cell is about square."""
        value = self.shown_value()
        if not value or not value[0]:
            return self.nothing_yet(width, height)
        scale = min((width - 6) / len(value[0]), (height - 2) * 2 / len(value))
        wide = max(int(len(value[0]) * scale) + 6, 1)
        tall = max(int(len(value) * scale / 2) + 2, 1)
        grey = Palette(GREY, value_range=(0, 1), frame=self.frame_colour, ascii_only=self.is_ascii)
        rows = heatmap(value, min(wide, width), min(tall, height), palette=grey)
        return [*rows, *[()] * (height - len(rows))]


class BarsPanel(Panel):
    """The latest value of a scalar, a bar for each variant."""

    def caption(self, width: int) -> Row:
        """What the bars measure."""
        assert isinstance(self.page, Bars)
        seeds = len(self.view.seeds)
        at = self.view.at
        when = "latest" if at is None else f"step {at}"
        words = f"{self.page.of}, {when}" + (f", mean of {seeds} seeds" if seeds > 1 else "")
        return ((fit(words, width), Style(self.frame_colour)),)

    def picture(self, width: int, height: int) -> Rows:
        """A bar for each variant, with room between them where there is any."""
        styles, variants = self.variant_styles, self.view.visible
        if not any(curve.bins for variant in variants for curve in self._curves(variant)):
            return self.nothing_yet(width, height)
        items = [Bar(v, self._latest(v), *styles[v], self._note(v)) for v in variants]
        rows = line_chart.bars(
            items, width, min(height, len(items)),
            ascii_only=self.is_ascii, frame_colour=self.frame_colour,
        )  # fmt: skip
        gap: Row = ((" " * width, Style()),)
        if 2 * len(rows) < height:
            rows = [line for row in rows for line in (gap, row)]
        return [*rows, *[gap] * (height - len(rows))]

    def _note(self, variant: str) -> str:
        """For a network that broke, since when."""
        steps = [curve.broke_at for curve in self._curves(variant) if curve.broke_at]
        return f"✗ step {min(steps)}" if steps else ""

    def _curves(self, variant: str) -> list[Binned]:
        """What was recorded of the scalar, for each seed."""
        assert isinstance(self.page, Bars)
        store = self.view.session.store
        return [store.curve(variant, seed, self.page.of) for seed in self.view.seeds]

    def _latest(self, variant: str) -> float:
        values = [curve.value_at(self.view.at) for curve in self._curves(variant)]
        return math.fsum(values) / len(values) if values else math.nan


SHRUNK = 14  # columns; a text cut to less is no longer told apart


class TablePanel(Panel):
    """Rows under headings."""

    def picture(self, width: int, height: int) -> Rows:
        """As many rows as there is room for, numbers to the right."""
        value, page = self.shown_value(), self.page
        if value is None:
            return self.nothing_yet(width, height)
        assert isinstance(page, Table)
        headings = [list(page.columns)] if page.columns else []
        lines = headings + [[_cell(item) for item in row] for row in value]
        count = max(map(len, lines), default=0)
        widths = _widths([line + [""] * (count - len(line)) for line in lines], width)
        grid = Grid(width, height)
        for y, line in enumerate(lines[:height]):
            style = Style(self.frame_colour, bold=True) if y == 0 else Style()
            x = 0
            for text, wide in zip(line, widths, strict=False):
                grid.write(x, y, fit(text, wide), style)
                x += wide + 2
        return grid.rows()


def _cell(item: Any) -> str:
    return number(item) if isinstance(item, float) else "" if item is None else str(item)


def _widths(lines: Sequence[Sequence[str]], width: int) -> list[int]:
    """The widths of as many columns as there is room for.

    A long one may shrink to `SHRUNK` for the sake of the others; then the last ones are left
    out, which a maximised panel shows: five columns of three letters each say nothing.
    """
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    while len(widths) > 2 and _taken([min(wide, SHRUNK) for wide in widths]) > width:
        widths.pop()
    while _taken(widths) > width and max(widths, default=0) > 4:
        widths[widths.index(max(widths))] -= 1
    return widths


def _taken(widths: Sequence[int]) -> int:
    return sum(widths) + 2 * (len(widths) - 1)


class TextPanel(Panel):
    """Words, such as a sample from a model."""

    def picture(self, width: int, height: int) -> Rows:
        """The text, wrapped. Control characters are shown, not obeyed: `Grid` sees to it."""
        value = self.shown_value()
        if value is None:
            return self.nothing_yet(width, height)
        grid = Grid(width, height)
        lines = [
            piece
            for line in str(value).split("\n")
            for piece in textwrap.wrap(line, max(width, 1), drop_whitespace=False) or [""]
        ]
        for y, line in enumerate(lines[:height]):
            grid.write(0, y, line)
        if len(lines) > height > 0:
            grid.write(width - 1, height - 1, "…", Style(self.frame_colour))
        return grid.rows()


WIDGETS: dict[type[Page], type[Panel]] = {
    Heatmap: HeatmapPanel,
    Image: ImagePanel,
    Bars: BarsPanel,
    Table: TablePanel,
    Text: TextPanel,
    Scatter: ScatterPanel,
}


def widget_for(page: Page, view: View) -> Panel:
    """The widget that draws this panel of a lesson's page."""
    if isinstance(page, Series):
        return SeriesChart(page, view)
    if isinstance(page, Lines):
        return LinesPanel(page, view)
    return WIDGETS[type(page)](page, view)
