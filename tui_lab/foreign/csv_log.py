"""CSV, whatever its separator: Lightning's metrics.csv, Keras's CSVLogger, YOLO's results.csv."""

from __future__ import annotations

import csv
from pathlib import Path

from tui_lab.foreign.axes import guessed
from tui_lab.foreign.long_form import long_form
from tui_lab.foreign.points import number_of
from tui_lab.foreign.rows import MOST_SCALARS, Cells, RowLog, named
from tui_lab.foreign.tail import MOST_LINE

SEPARATORS = ",;\t|"
csv.field_size_limit(2 * MOST_LINE)
SAMPLE = 200
"""Rows by which the columns of step and time are guessed."""


class CsvLog(RowLog):
    """A heading, and a row for each step."""

    kind = "CSV"

    def _begin(self) -> None:
        super()._begin()
        self.heads: list[str] | None = None
        self.separator = ","

    def columns(self, lines: list[str]) -> Cells:
        """The cells by their headings."""
        if self.heads is None and not self._begun_with(lines):
            return {}
        assert self.heads is not None
        width, rows = len(self.heads), list(self._split(lines))
        short = [n for n, row in enumerate(rows) if len(row) != width]
        for n in short:
            rows[n] = (rows[n] + [""] * width)[:width]
        self.skip("rows have other columns than the heading", len(short))
        found = dict(zip(self.heads, map(list, zip(*rows, strict=True)), strict=False))
        if self.axes is None and rows:
            sample = {name: cells[:SAMPLE] for name, cells in found.items()}
            self.axes, self.form = guessed(sample, comma=self.comma), long_form(sample)
        return found

    def _begun_with(self, lines: list[str]) -> bool:
        """Take the heading off; whether there is one by now."""
        while lines and lines[0].lstrip().startswith("#"):
            del lines[0]
        if not lines:
            return False
        self.separator = max(SEPARATORS, key=lines[0].count)
        self.comma = self.separator != ","
        cells, *rows = self._split(lines[:2])
        is_heading = self._is_heading(cells, rows[0] if rows else [])
        heads: list[str] = []
        for place, cell in enumerate(cells[:MOST_SCALARS], 1):
            heads.append(named(cell if is_heading else "", place, heads))
        self.heads = heads
        if is_heading:
            del lines[0]
        return True

    def _is_heading(self, first: list[str], second: list[str]) -> bool:
        """Whether the first row has names. A row of numbers and a word is one of data, if that
        word's column has words below, too."""
        words = [[self._is_word(cell) for cell in row] for row in (first, second)]
        if not any(words[0]):
            return False
        has_numbers = any(cell and not word for cell, word in zip(first, words[0], strict=True))
        return not (has_numbers and words[0] == words[1])

    def _is_word(self, cell: str) -> bool:
        return bool(cell) and number_of(cell, comma=self.comma) is None

    def _split(self, lines: list[str]) -> list[list[str]]:
        """The cells of each line. A quote without an end must not swallow the lines behind it."""
        return [
            next(csv.reader([line], delimiter=self.separator), []) if '"' in line
            else line.split(self.separator)
            for line in lines
        ]  # fmt: skip


def is_like_a_log(path: Path) -> bool:
    """Whether a table among other files counts steps: not every CSV file of a project is a log."""
    log = CsvLog(path)
    log.read(final=True)
    return log.axes is not None and log.axes.step is not None
