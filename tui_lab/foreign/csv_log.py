"""CSV, whatever its separator: Lightning's metrics.csv, Keras's CSVLogger, YOLO's results.csv."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

from tui_lab.foreign.axes import guessed
from tui_lab.foreign.heading import Heading, has_names
from tui_lab.foreign.long_form import long_form
from tui_lab.foreign.rows import Cells, RowLog
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
        self.heading: Heading | None = None
        self.separator = ","

    def columns(self, lines: list[str]) -> Cells:
        """The cells by their headings."""
        if self.heading is None and not self._begun_with(lines):
            return {}
        rows = self._split(lines)
        found = self._below_headings(rows)
        if self.axes is None and rows:
            sample = {name: cells[:SAMPLE] for name, cells in found.items()}
            self.axes, self.form = guessed(sample, comma=self.comma), long_form(sample)
        return found

    def _below_headings(self, rows: list[list[str]]) -> dict[str, list[str]]:
        """The cells by their headings, also where a program that began again wrote one more."""
        assert self.heading
        cuts = [n for n, row in enumerate(rows) if self.heading.is_like(row, comma=self.comma)]
        found = self._table(rows[: cuts[0]] if cuts else rows)
        for cut, end in pairwise([*cuts, len(rows)]):
            self.heading = Heading.of(rows[cut])
            _append(found, self._table(rows[cut + 1 : end]))
        return found

    def _table(self, rows: list[list[str]]) -> dict[str, list[str]]:
        """The cells below the heading as it is now."""
        assert self.heading
        width = len(self.heading.names)
        short = [n for n, row in enumerate(rows) if len(row) != width]
        for n in short:
            rows[n] = (rows[n] + [""] * width)[:width]
        self.skip("rows have other columns than the heading", len(short))
        columns = map(list, zip(*rows, strict=True)) if rows else ([] for _ in range(width))
        return dict(zip(self.heading.names, columns, strict=False))

    def _begun_with(self, lines: list[str]) -> bool:
        """Take the heading off; whether there is one by now."""
        while lines and lines[0].lstrip().startswith("#"):
            del lines[0]
        if not lines:
            return False
        self.separator = max(SEPARATORS, key=lines[0].count)
        self.comma = self.separator != ","
        cells, *rows = self._split(lines[:2])
        is_heading = has_names(cells, rows[0] if rows else [], comma=self.comma)
        self.heading = Heading.of(cells if is_heading else [""] * len(cells))
        if is_heading:
            del lines[0]
        return True

    def _split(self, lines: list[str]) -> list[list[str]]:
        """The cells of each line. A quote without an end must not swallow the lines behind it."""
        return [
            next(csv.reader([line.replace("\r", "")], delimiter=self.separator), []) if '"' in line
            else line.split(self.separator)
            for line in lines
        ]  # fmt: skip


def _append(found: dict[str, list[str]], more: dict[str, list[str]]) -> None:
    """Put a table below another one: where one of them has no such column, the cells are empty."""
    before, count = (max(map(len, each.values()), default=0) for each in (found, more))
    for name in {**found, **more}:
        found[name] = found.get(name, [""] * before) + more.get(name, [""] * count)


def is_like_a_log(path: Path) -> bool:
    """Whether a table among other files counts steps: not every CSV file of a project is a log."""
    log = CsvLog(path)
    log.read(final=True)
    return log.axes is not None and log.axes.step is not None
