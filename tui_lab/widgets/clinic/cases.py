"""The cases as a list: lesson, and how far each is. No word about any fault."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from tui_lab.charts.palette import Sign
from tui_lab.charts.rows import fit
from tui_lab.session.clinic.board import CaseBoard, Standing
from tui_lab.widgets.lists.choices import Choices

SIGNS = {
    "new": Sign("○", "new", "muted"), "open": Sign("◐", "open", "warning"),
    "solved": Sign("●", "solved", "success"), "given up": Sign("×", "given up", "muted"),
}  # fmt: skip
NOTHING = "no case has these words"


class CaseList(Choices):
    """One line a case."""

    DEFAULT_CSS = "CaseList { height: 1fr; padding: 0 1; }"

    def __init__(self, board: CaseBoard) -> None:
        super().__init__(id="cases", markup=False)
        self.board = board
        self.rows: Sequence[Standing] = ()

    @property
    def chosen(self) -> Standing | None:
        """The case under the cursor."""
        option = self.highlighted_option
        name = option.id if option else None
        return next((row for row in self.rows if row.case.name == name), None)

    def catch_up(self, width: int) -> None:
        """Write the cases as they are now."""
        self.rows = self.board.shown
        options = [Option(_line(row, width - 3), id=row.case.name) for row in self.rows]
        self.offer(options or [Option(NOTHING, disabled=True)])


def _line(row: Standing, width: int) -> Content:
    sign = SIGNS[row.state]
    room = max(width - 50, 8)
    lesson = row.case.lesson.removeprefix("lesson")
    title = fit(f"{lesson:>2} {row.title}", room)
    return Content.assemble(
        (f"{sign.glyph} ", f"bold ${sign.colour}"), f"{row.case.name}  ", title,
        " " * (room - Content(title).cell_length + 2),
        (row.words, f"${sign.colour}"),
    )  # fmt: skip
