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
Cells = tuple[str, str, str]
"""The lesson, what is told, and how far the case is."""
NOTHING = "no case has these words"
BESIDE = 13
"""Columns of the sign, the number and the frame."""
AIR = 2
SHORTEST = 8
"""Columns of what is told that still say something."""
FORMS = ((True, True), (False, True), (False, False))
"""Whether a line has the lesson's title, and what a solved case took: as much as there is room for
beside all that is told."""


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
        tables = [[_cells(row, *form) for row in self.rows] for form in FORMS]
        table = next((each for each in tables if _width(each) <= width), tables[-1])
        lesson, told, said = _widths(table)
        told = max(min(told, width - BESIDE - lesson - said), SHORTEST)
        lines = zip(self.rows, table, strict=True)
        options = [Option(_line(row, cells, (lesson, told)), id=row.case.name)
                   for row, cells in lines]  # fmt: skip
        self.offer(options or [Option(NOTHING, disabled=True)])


def _cells(row: Standing, has_title: bool, is_long: bool) -> Cells:
    title = f" {row.title.partition(':')[0]}" if has_title else ""
    return row.lesson + title, row.case.complaint, row.words if is_long else row.short


def _widths(table: Sequence[Cells]) -> tuple[int, int, int]:
    """The columns that the lesson, what is told and how far a case is take, with the air."""
    lesson, told, said = (max((cell_len(cells[n]) for cells in table), default=0) for n in range(3))
    return lesson + AIR, told + AIR, said


def _width(table: Sequence[Cells]) -> int:
    return BESIDE + sum(_widths(table))


def _line(row: Standing, cells: Cells, widths: tuple[int, int]) -> Content:
    """The lesson, what is told as far as there is room, and how far the case is."""
    sign, (lesson, told, said) = SIGNS[row.state], cells
    return Content.assemble(
        (f"{sign.glyph} ", f"bold ${sign.colour}"), f"{row.case.short}  ",
        (_padded(lesson, widths[0]), "$muted"), _padded(told, widths[1]),
        (said, f"${sign.colour}"),
    )  # fmt: skip


def _padded(text: str, width: int) -> str:
    """Cut or filled to this width, with two columns of air."""
    text = fit(text, max(width - AIR, 1))
    return text + " " * max(width - cell_len(text), 0)
