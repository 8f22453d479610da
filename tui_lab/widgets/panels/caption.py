"""The values above a picture, in one line or in as many as it takes. No Textual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tui_lab.charts.line_chart import number
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.rows import PLAIN, Grid, Row, Rows, Style, fit, to_ascii

GAP = 2  # columns behind each value, the last one too

Entry = tuple[VariantStyle, str, float]
"""A run's look, its name, and the value to show of it."""


@dataclass(frozen=True)
class Caption:
    """How the values of a panel are written in this theme, on this terminal."""

    frame_colour: str
    """The colour of what stands before the values."""
    is_ascii: bool

    def row(self, entries: list[Entry], width: int, leads: Sequence[str] = ("",)) -> Row:
        """Each run's marker, its name if all of them fit, and its value.

        Of the leads, which stand before it, the first that leaves room for all values. Of values
        that have no room even so the last are left out: half a number would be another one.
        """
        row = self._written(entries, leads[0], names=True)
        shorter = iter(leads)
        while _length(row) > width + GAP and (lead := next(shorter, None)) is not None:
            row = self._written(entries, lead, names=False)
        while len(entries) > 1 and _length(row) > width + GAP:
            entries = entries[:-1]
            row = (*self._written(entries, leads[-1], names=False), ("…" + " " * GAP, PLAIN))
        return row

    def rows(self, entries: list[Entry], width: int, lead: str = "") -> list[Row]:
        """The same in as many rows as it takes to name every run."""
        rows: list[Row] = []
        waiting = list(entries)
        while waiting or not rows:
            count = len(waiting)
            while count > 1 and _length(self._written(waiting[:count], lead, names=True)) > width:
                count -= 1
            rows.append(self._written(waiting[:count], lead, names=True))
            waiting, lead = waiting[count:], " " * len(lead)
        return rows

    def whose(self, style: VariantStyle, variant: str, step: int, width: int) -> Row:
        """Whose a picture is, and from when."""
        name = fit(variant, max(width - 16, 4))
        marker = to_ascii(style.marker) if self.is_ascii else style.marker
        return (
            (f"{marker} {name}", Style(style.colour, bold=True)),
            (self.cut(f" · step {step}", width), Style(self.frame_colour)),
        )

    def cut(self, words: str, width: int) -> str:
        """Words in the characters that may be used, in at most this many columns."""
        words = fit(to_ascii(words) if self.is_ascii else words, width)
        return to_ascii(words) if self.is_ascii else words

    def nothing_yet(self, width: int, height: int) -> Rows:
        """An empty picture that says so."""
        grid, text = Grid(width, height), fit("nothing yet", width)
        grid.write((width - len(text)) // 2, height // 2, text, Style(self.frame_colour, dim=True))
        return grid.rows()

    def _written(self, entries: list[Entry], lead: str, names: bool) -> Row:
        row = [(lead, Style(self.frame_colour))] if lead else []
        for style, name, value in entries:
            marker = to_ascii(style.marker) if self.is_ascii else style.marker
            label = f"{marker} {name} " if names else f"{marker} "
            row += [(label, Style(style.colour, bold=True)), (f"{number(value)}  ", PLAIN)]
        return tuple(row)


def _length(row: Row) -> int:
    return sum(cell_len(text) for text, _ in row)
