"""The cases as a list: lesson, and how far each is. No word about any fault."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
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
WIDE = 100
"""Columns from which on a lesson's title stands beside its number."""
LESSON = {False: 11, True: 30}


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

    def go_to(self, name: str) -> None:
        """Put the cursor on a case, if it is listed."""
        places = [place for place, option in enumerate(self.options) if option.id == name]
        self.highlighted = places[0] if places else self.highlighted

    def catch_up(self, width: int) -> None:
        """Write the cases as they are now."""
        self.rows = self.board.shown
        is_wide = width >= WIDE
        said = [row.words if is_wide else row.short for row in self.rows]
        room = width - 13 - LESSON[is_wide] - max(map(cell_len, said), default=0)
        pairs = zip(self.rows, said, strict=True)
        options = [Option(_line(row, words, room, is_wide), id=row.case.name)
                   for row, words in pairs]  # fmt: skip
        self.offer(options or [Option(NOTHING, disabled=True)])


def _line(row: Standing, words: str, room: int, is_wide: bool) -> Content:
    """The lesson, what is told as far as there is room, and how far the case is."""
    sign = SIGNS[row.state]
    title = f" {row.title.partition(':')[0]}" if is_wide else ""
    return Content.assemble(
        (f"{sign.glyph} ", f"bold ${sign.colour}"), f"{row.case.short}  ",
        (_padded(row.lesson + title, LESSON[is_wide]), "$muted"),
        _padded(row.case.complaint, max(room, 8)), (words, f"${sign.colour}"),
    )  # fmt: skip


def _padded(text: str, width: int) -> str:
    """Cut or filled to this width, with two columns of air."""
    text = fit(text, max(width - 2, 1))
    return text + " " * max(width - cell_len(text), 0)
