"""Students as a list: status, proof, points, and a sign for each claim and exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets.option_list import Option

from tui_lab.charts.palette import VERDICTS, Sign
from tui_lab.charts.rows import fit
from tui_lab.classroom import row as words
from tui_lab.classroom.board import Board
from tui_lab.classroom.gradebooks.cells import points_text
from tui_lab.classroom.row import Row
from tui_lab.system.words import in_time
from tui_lab.widgets.lists.choices import Choices

NOBODY = "nobody fits the filter"
WIDEST = 16  # columns of an id or a name
MOST_MARKS = 24  # signs side by side
STATUS = {
    words.GRADED: Sign("●", words.GRADED, "success"),
    words.MISSING: Sign("○", words.MISSING, "muted"),
    words.UNFINISHED: Sign("◐", words.UNFINISHED, "warning"),
}
MARKS = {
    "holds": VERDICTS["holds"], "passed": VERDICTS["holds"], "fails": VERDICTS["fails"],
    "failed": VERDICTS["fails"], "inconclusive": VERDICTS["inconclusive"],
}  # fmt: skip
UNKNOWN = Sign("·", "not judged", "muted")
PROOFS = {words.CONFIRMED: "success", words.EDITED: "error", words.DIFFERS: "error"}


def sign_of(row: Row) -> Sign:
    """How a status is shown."""
    return STATUS.get(row.status) or Sign("✗", row.status, "error")


class ClassTable(Choices):
    """One line a student."""

    def __init__(self, board: Board) -> None:
        super().__init__(id="students", markup=False)
        self.board = board
        self.heading = ""
        """What stands above the columns."""

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        option = self.highlighted_option
        return self.board.row(option.id) if option and option.id else None

    def catch_up(self, width: int) -> None:
        """Write the rows as they are now; the cursor stays on its student."""
        rows = self.board.shown
        lines = list(self._written(rows, width))
        options = [Option(line, id=row.student) for line, row in zip(lines, rows, strict=True)]
        self.offer(options or [Option(NOBODY, disabled=True)])

    def _written(self, rows: Sequence[Row], width: int) -> Iterator[Content]:
        columns = [
            ("student", [fit(row.student, WIDEST) for row in rows]),
            ("name", [fit(row.name, WIDEST) for row in rows]),
            ("status", [row.status for row in rows]),
            ("points", [_points(row) for row in rows]),
            ("again", [row.proof for row in rows]),
            ("late", [_late(row) for row in rows]),
        ]
        if width < 76 or not any(row.name for row in rows):
            columns.pop(1)
        columns = [pair for pair in columns if pair[0] != "late" or any(pair[1])]
        widths = [max(map(cell_len, (head, *cells))) for head, cells in columns]
        heads = (head.ljust(room) for (head, _), room in zip(columns, widths, strict=True))
        marks = self.board.marks[:MOST_MARKS]
        self.heading = "  " + "  ".join(heads) + "  " + _numbers(len(marks))
        for at, row in enumerate(rows):
            cells = {head: cells[at] for head, cells in columns}
            yield self._line(row, cells, widths, marks)

    def _line(
        self, row: Row, cells: dict[str, str], widths: Sequence[int], marks: Sequence[str]
    ) -> Content:
        sign = sign_of(row)
        parts: list[str | tuple[str, str]] = [(f"{sign.glyph} ", f"bold ${sign.colour}")]
        for (head, cell), width in zip(cells.items(), widths, strict=True):
            text = cell + " " * (width - cell_len(cell)) + "  "
            style = {"status": sign.colour, "again": PROOFS.get(row.proof, "muted")}.get(head)
            parts.append((text, f"${style}") if style else text)
        for name in marks:
            mark = MARKS.get(row.marks[name].verdict, UNKNOWN) if name in row.marks else UNKNOWN
            parts.append((f"{mark.glyph} ", f"${mark.colour}"))
        parts += [("≡", "bold $warning")] if row.flags else []
        return Content.assemble(*parts)


def _numbers(count: int) -> str:
    """1 2 3 … above the signs; the last digit of each."""
    return " ".join(str(number % 10) for number in range(1, count + 1))


def _points(row: Row) -> str:
    if row.points is None:
        return "–"
    return points_text(row.points) + (" +?" if row.open else "")


def _late(row: Row) -> str:
    return in_time(row.late) if row.late and row.late > 0 else ""
