"""Tables: rows under headings that a loop shows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from lessons.kit import Table
from tui_lab.charts.rows import Rows
from tui_lab.panels.checks import called, first
from tui_lab.panels.kind import Cells, Paper, Room, Shown
from tui_lab.panels.tables.lines import drawn, lines_of, said
from tui_lab.svg.ink import text

MOST_ROWS = 200
BROAD = 4  # columns; a table of more needs half a page


class TableKind(Shown[Table]):
    """Rows under headings."""

    of = Table

    def mistake(self, panel: Table, value: Any) -> str:
        """A list of rows."""
        if not isinstance(value, list):
            return f"a table takes a list of rows, and this is {called(value)}"
        strange = (row for row in value if not isinstance(row, list))
        return first(f"a table takes a list of rows, and one is {called(row)}" for row in strange)

    def cells(self, panel: Table, value: Any, room: Room) -> Rows:
        """As much as there is room for; and how much that is, where it is not all."""
        return drawn(lines_of(panel, value, room), room)

    def rows(self, panel: Table, value: Any) -> list[Cells]:
        """As it is."""
        return [panel.columns, *value] if panel.columns and value else list(value)

    def is_broad(self, value: Any) -> bool:
        """Whether it has many columns."""
        return any(len(row) > BROAD for row in value if isinstance(row, list))

    def drawn(self, panel: Table, value: Any, paper: Paper) -> str:
        """The first rows, numbers to the right."""
        rows = [list(row) for row in value]
        heads = list(panel.columns) or (rows.pop(0) if rows else [])
        kinds = [_kind(item) for item in rows[0]] if rows else []
        named = zip_longest(heads, kinds, fillvalue="")
        top = "".join(f"<th{kind}>{text(said(head))}</th>" for head, kind in named)
        body = "".join(_line(row) for row in rows[:MOST_ROWS])
        more = len(rows) - MOST_ROWS
        rest = f'<p class="quiet">and {more} more rows</p>' if more > 0 else ""
        whole = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div class="scroll">{whole}</div>{rest}'


def _line(row: Sequence[Any]) -> str:
    cells = (f"<td{_kind(item)}>{text(said(item))}</td>" for item in row)
    return f"<tr>{''.join(cells)}</tr>"


def _kind(item: Any) -> str:
    return ' class="number"' if isinstance(item, int | float) else ""
