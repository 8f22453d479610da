"""Horizontal bars and the small pictures for when there is no room: pure, no plotext."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tui_lab.charts.axes import Scale
from tui_lab.charts.rows import Grid, Rows, Style, fit, single, to_ascii
from tui_lab.system.words import number

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_ASCII_LEVELS = "_.-=+*%#"


@dataclass(frozen=True)
class Bar:
    """One bar. `value` may be anything, nan and infinity too; `marker` may be empty."""

    label: str
    value: float
    colour: str = "#808080"
    marker: str = ""
    note: str = ""
    """Written instead of the number, such as "91 %"."""


def bars(
    items: Sequence[Bar],
    width: int,
    height: int,
    *,
    low: float = 0.0,
    high: float | None = None,
    ascii_only: bool = False,
    frame_colour: str = "#808080",
) -> Rows:
    """Labelled bars from `low` to their values, one row each, the first `height` of them.

    `high` defaults to the largest finite value. Bars never reach left of `low`; a value beyond
    `high` ends in an arrow, one that is not finite has no bar but is named. Exact size.
    """
    grid = Grid(width, height)
    finite = [item.value for item in items if math.isfinite(item.value)]
    scale = Scale(low, max(finite, default=1.0) if high is None else high)
    label_width = min(max(map(_label_width, items), default=0), max(width // 3, 1))
    note_width = max((cell_len(_note(item)) for item in items), default=0)
    for row, item in enumerate(items[: grid.height]):
        column = _write_label(grid, row, item, label_width, ascii_only)
        length = width - column - note_width - 1
        if length >= 2:
            _draw_bar(grid, (column, row), length, item, scale, ascii_only)
        note = fit(_note(item), min(note_width, max(0, width - column)))
        note = to_ascii(note) if ascii_only else note
        grid.write(width - cell_len(note), row, note, Style(frame_colour))
    if len(items) > grid.height > 0:
        _say_more(grid, len(items) - grid.height + 1, ascii_only, frame_colour)
    return grid.rows()


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
