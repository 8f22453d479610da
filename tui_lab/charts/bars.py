"""Horizontal bars on a scale, and small pictures for where there is no room: pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len

from tui_lab.charts.axes import Scale
from tui_lab.charts.lines.frame import Guide
from tui_lab.charts.lines.tick_labels import Foot, words_below
from tui_lab.charts.rows import Grid, Rows, Style, fit, single, to_ascii
from tui_lab.charts.shades import is_light
from tui_lab.system.words import number

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_ASCII_LEVELS = "_.-=+*%#"
_CROSSED = frozenset(" #" + _EIGHTHS)
"""What a reference may stand on: no name, and no number."""


@dataclass(frozen=True)
class Bar:
    """One bar. `value` may be anything, nan and infinity too; `marker` may be empty."""

    label: str
    value: float
    colour: str = "#808080"
    marker: str = ""
    note: str = ""
    """Written instead of the number, such as "91 %"."""


@dataclass(frozen=True)
class _Chart:
    """Where the bars are: the room of the longest, and what measures them."""

    left: int
    length: int
    scale: Scale
    ascii_only: bool
    frame: Style

    def column(self, value: float) -> int | None:
        """The column of a value; None for one beyond the scale."""
        share = self.scale.share(value)
        if share is None or not -1e-9 <= share <= 1 + 1e-9:
            return None
        return self.left + min(int(share * self.length + 1e-9), self.length - 1)

    def text(self, words: str) -> str:
        """Words in the characters that may be used."""
        return to_ascii(words) if self.ascii_only else words


def bars(
    items: Sequence[Bar],
    width: int,
    height: int,
    *,
    low: float = 0.0,
    high: float | None = None,
    references: Sequence[Guide] = (),
    axis: bool = False,
    ascii_only: bool = False,
    frame_colour: str = "#808080",
) -> Rows:
    """Labelled bars from `low` to their values, one row each, the first `height` of them.

    `high` defaults to the largest finite value. Bars never reach left of `low`; a value beyond
    `high` ends in an arrow, one that is not finite has no bar but is named. Where there is room,
    references stand across the bars, each with its name above, and the scale below. Exact size.
    """
    grid = Grid(width, height)
    finite = [item.value for item in items if math.isfinite(item.value)]
    scale = Scale(low, max(finite, default=1.0) if high is None else high)
    names = min(max(map(_label_width, items), default=0), max(width // 3, 1))
    notes = max((cell_len(_note(item)) for item in items), default=0)
    size = (names + 1, width - names - notes - 2)
    chart = _Chart(*size, scale, ascii_only, Style(frame_colour))
    free = grid.height - len(items) if chart.length >= 2 else 0
    heads = _heads(chart, references, width)
    heads = heads if len(heads) <= free else []
    below = max(min(free - len(heads), 2), 0) if axis else 0
    apart = 2 if 2 * len(items) <= grid.height - len(heads) - below else 1
    rows = range(len(heads) + apart - 1, grid.height, apart)[: len(items)]
    for row, item in zip(rows, items, strict=False):
        _draw_row(grid, row, item, chart, (names, notes))
    if chart.length >= 2 and rows:
        _draw_references(grid, chart, references, heads, rows[-1])
        _draw_axis(grid, chart, rows[-1] + 1, below)
    if len(items) > grid.height > 0:
        _say_more(grid, len(items) - grid.height + 1, ascii_only, frame_colour)
    return grid.rows()


def _draw_row(grid: Grid, row: int, item: Bar, chart: _Chart, wide: tuple[int, int]) -> None:
    """Name, bar, and number."""
    label_width, note_width = wide
    _write_label(grid, row, item, label_width, chart.ascii_only)
    if chart.length >= 2:
        _draw_bar(grid, (chart.left, row), chart.length, item, chart.scale, chart.ascii_only)
    note = chart.text(fit(_note(item), min(note_width, max(0, grid.width - chart.left))))
    grid.write(grid.width - cell_len(note), row, note, chart.frame)


class _Head(NamedTuple):
    """The name of a reference, beside the line that stands in its column."""

    start: int
    said: str
    column: int


def _heads(chart: _Chart, references: Sequence[Guide], width: int) -> list[list[_Head]]:
    """The names of the references, in as many lines as they take."""
    lines: list[list[_Head]] = []
    placed = ((each, chart.column(each.y)) for each in references)
    for reference, column in placed:
        if column is None or chart.length < 2:
            continue
        said = chart.text(fit(f"{reference.label} {number(reference.y)}", width - 2))
        after = column + 2 + cell_len(said) <= width
        start = column + 2 if after else max(column - 1 - cell_len(said), 0)
        _place(lines, _Head(start, said, column))
    return lines


def _place(lines: list[list[_Head]], head: _Head) -> None:
    """On the last line, if nothing is in its way there; else on one of its own.

    The line in a column begins beside its name, so it crosses no name but those below.
    """
    end = head.start + cell_len(head.said) + 3
    if lines and all(
        end < each.start or each.start + cell_len(each.said) + 3 < head.start for each in lines[-1]
    ):
        lines[-1].append(head)
    else:
        lines.append([head])


def _draw_references(
    grid: Grid, chart: _Chart, references: Sequence[Guide],
    heads: Sequence[Sequence[_Head]], last: int,
) -> None:  # fmt: skip
    """A line across the bars for each, black or white where a bar is, from its name down."""
    began = {each.column: row for row, line in enumerate(heads) for each in line}
    columns = filter(None, (chart.column(reference.y) for reference in references))
    for column in columns:
        for row in range(began.get(column, len(heads)), last + 1):
            _cross(grid, chart, column, row)
    for row, line in enumerate(heads):
        for head in line:
            grid.write(head.start, row, head.said, chart.frame)


def _cross(grid: Grid, chart: _Chart, column: int, row: int) -> None:
    before = grid.character(column, row)
    if before not in _CROSSED:
        return
    sign, covered = "|" if chart.ascii_only else "┃", grid.colour(column, row)
    if before == "█" and covered:
        ink = "#000000" if is_light(covered) else "#ffffff"
        grid.put(column, row, sign, Style(ink, covered))
    else:
        grid.put(column, row, sign, chart.frame._replace(bold=True))


def _draw_axis(grid: Grid, chart: _Chart, row: int, lines: int) -> None:
    """The scale: a rule with a sign at each number where there is room for both, and numbers."""
    if not lines:
        return
    foot = Foot(chart.left, chart.left + chart.length, first=chart.left)
    words = words_below(chart.scale, foot, chart.column)
    if lines > 1:
        grid.write(chart.left, row, chart.text("└" + "─" * (chart.length - 1)), chart.frame)
        for column in (word.column for word in words if word.column is not None):
            tick = "└" if column == chart.left else "┴"
            grid.put(column, row, chart.text(tick), chart.frame)
    for word in words:
        grid.write(word.start, row + lines - 1, chart.text(word.text), chart.frame)


def _note(item: Bar) -> str:
    return item.note or number(item.value)


def _label_width(item: Bar) -> int:
    return cell_len(item.label) + 2 * bool(item.marker)


def _write_label(grid: Grid, row: int, item: Bar, width: int, ascii_only: bool) -> int:
    """Marker in the bar's colour, then the name; returns the column where the bar begins."""
    text = fit(f"{single(item.marker)} {item.label}" if item.marker else item.label, width)
    text = to_ascii(text) if ascii_only else text
    if item.marker:
        grid.write(0, row, text[:1], Style(item.colour, bold=True))
        grid.write(1, row, text[1:])
    else:
        grid.write(0, row, text)
    return width + 1


def _draw_bar(
    grid: Grid, start: tuple[int, int], length: int, item: Bar, scale: Scale, ascii_only: bool
) -> None:
    column, row = start
    share = scale.share(item.value)
    if share is None:
        return
    style = Style(item.colour)
    eighths = round(min(max(share, 0.0), 1.0) * length * 8)
    if ascii_only:
        grid.write(column, row, "#" * round(eighths / 8), style)
        return
    text = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
    grid.write(column, row, text, style)
    if share > 1.0 + 1e-9:
        grid.put(column + length - 1, row, "▶", style._replace(bold=True))


def _say_more(grid: Grid, count: int, ascii_only: bool, colour: str) -> None:
    """The last row owns up to what did not fit."""
    text = f"… {count} more"
    grid.write(0, grid.height - 1, " " * grid.width)
    shown = to_ascii(text) if ascii_only else text
    grid.write(0, grid.height - 1, fit(shown, grid.width), Style(colour))


def sparkline(values: Sequence[float], width: int, scale: Scale, ascii_only: bool = False) -> str:
    """`values` as `width` characters of eight heights; gaps are blank. No longer than `values`."""
    levels = _ASCII_LEVELS if ascii_only else _LEVELS
    count = min(width, len(values))
    text = ""
    for n in range(count):
        piece = values[n * len(values) // count : (n + 1) * len(values) // count]
        shares = [s for v in piece if (s := scale.share(v)) is not None]
        level = round(min(max(max(shares), 0.0), 1.0) * 7) if shares else None
        text += " " if level is None else levels[level]
    return text
