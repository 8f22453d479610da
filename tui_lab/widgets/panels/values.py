"""What a panel shows, as tab-separated text for a clipboard."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from lessons.kit.errors import visible
from tui_lab.charts.lines.line_chart import Line, nearest
from tui_lab.panels.kind import Cells
from tui_lab.widgets.panels.lines import LinesPanel
from tui_lab.widgets.panels.series import SeriesChart
from tui_lab.widgets.panels.shown import ShownPanel


def rows_of(widget: Widget | None) -> list[Cells]:
    """What was shown, as a table; of a chart against steps the values that its caption has."""
    match widget:
        case ShownPanel():
            shown = widget.shown()
            if shown is None or widget.wrong(shown):
                return []
            if widget.reader and widget.reader.is_open:
                return widget.reader.table()
            return widget.kind.rows(widget.page, shown.value)
        case SeriesChart():
            return _values(widget.lines(), ("run", "step", widget.page.title), widget.looked_at)
        case LinesPanel():
            heading = ("run", widget.lines_page.x or "x", widget.page.title)
            return _values(widget.lines(), heading, None)
    return []


def _values(lines: Iterable[Line], heading: Cells, step: float | None) -> list[Cells]:
    """Each line's value at the step looked at, or its latest, and where that is."""
    rows: list[Cells] = []
    for line in lines:
        if line.ys:
            place = None if step is None else nearest(line, step)
            at = -1 if place is None else place
            rows.append((line.label, line.xs[at], line.ys[at]))
    return [heading, *rows] if rows else []


def as_tsv(rows: Iterable[Cells]) -> str:
    """A line for each row. Nothing in a cell can end it, or act on a terminal it is pasted into."""
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.9g}"
    return visible("" if value is None else str(value)).replace("\t", " ").replace("\n", " ")
