"""What is known of the student under the cursor."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tui_lab.charts.rows import fit
from tui_lab.classroom.board import Board, details
from tui_lab.classroom.row import Row
from tui_lab.widgets.classroom.table import MARKS, UNKNOWN

ROOM = 24  # columns of a heading


class Details(Static):
    """Headings on the left, words on the right; claims with the numbers of their columns."""

    DEFAULT_CSS = "Details { width: 1fr; height: auto; padding: 0 1; }"

    def __init__(self, board: Board) -> None:
        super().__init__("", markup=False)
        self.board = board

    def show(self, row: Row | None) -> None:
        """This student."""
        if row is None:
            self.update("")
            return
        lines = [Content.assemble((f"{row.student}  {row.name}".rstrip(), "bold"))]
        for head, text in details(row):
            mark = row.marks.get(head)
            sign = MARKS.get(mark.verdict, UNKNOWN) if mark else None
            number = f"{self.board.marks.index(head) + 1} " if head in self.board.marks else ""
            label = fit(f"{number}{head}", ROOM).ljust(ROOM + 1)
            glyph = (f"{sign.glyph} ", f"${sign.colour}") if sign else "  "
            lines.append(Content.assemble((label, "$muted"), glyph, fit(text, 400)))
        self.update(Content("\n").join(lines))
