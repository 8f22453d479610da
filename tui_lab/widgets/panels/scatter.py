"""A Scatter panel: labelled points, in groups that differ by colour and by marker."""

from __future__ import annotations

from collections.abc import Sequence

from lessons.kit import Scatter
from tui_lab.charts.axes import Scale, nice_range
from tui_lab.charts.frame import ChartStyle, Plot, draw_frame
from tui_lab.charts.palette import VariantStyle, variant_style
from tui_lab.charts.rows import Grid, Rows, Style, to_ascii
from tui_lab.charts.scatter import Point, points_of
from tui_lab.widgets.panels.panel import Panel

LEAST_WIDTH, LEAST_HEIGHT = 20, 6


class ScatterPanel(Panel):
    """Labelled points."""

    def picture(self, width: int, height: int) -> Rows:
        """Each point, and its label on whichever side there is room for it."""
        points = points_of(self.shown_value())
        if not points or width < LEAST_WIDTH or height < LEAST_HEIGHT:
            return self.nothing_yet(width, height)
        assert isinstance(self.page, Scatter)
        plot = self._plot(points, Grid(width, height))
        draw_frame(plot, self.page.x)
        styles = self._group_styles(points)
        for point in points:
            if cell := plot.cell(point.x, point.y):
                mark = styles[point.group]
                plot.grid.put(*cell, mark.marker, Style(mark.colour, bold=True))
        for point in points:
            _write_label(plot, point, styles[point.group].colour)
        return plot.grid.rows()

    def _group_styles(self, points: Sequence[Point]) -> dict[str, VariantStyle]:
        """A look for each group; points of no group look like the run that shows them."""
        groups = sorted({point.group for point in points})
        own = self.variant_styles[self.view.shown]._replace(marker="•")
        variables = self.app.theme_variables
        styles = (
            {g: variant_style(place, variables) for place, g in enumerate(groups)}
            if groups[1:]
            else {}
        )
        found = styles or {groups[0]: own}
        if not self.is_ascii:
            return found
        return {group: mark._replace(marker=to_ascii(mark.marker)) for group, mark in found.items()}

    def _plot(self, points: Sequence[Point], grid: Grid) -> Plot:
        x = Scale(*nice_range(min(p.x for p in points), max(p.x for p in points)))
        y = Scale(*nice_range(min(p.y for p in points), max(p.y for p in points)))
        return Plot(grid, x, y, ChartStyle(self.frame_colour, self.ground, self.is_ascii))


def _write_label(plot: Plot, point: Point, colour: str) -> None:
    cell = plot.cell(point.x, point.y)
    if cell is None or not point.label:
        return
    column, row = cell
    length = Grid(plot.grid.width, 1).write(0, 0, point.label)
    before = column - length
    if column + length < plot.grid.width and plot.grid.is_free(column + 1, row, length):
        plot.grid.write(column + 1, row, point.label, Style(colour))
    elif before >= plot.left and plot.grid.is_free(before, row, length):
        plot.grid.write(before, row, point.label, Style(colour))
