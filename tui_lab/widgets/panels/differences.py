"""A table of this run beside those that are laid behind it: what differs, and what came out."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.widgets import Static

from lessons.kit import Lesson, Series
from lessons.kit.errors import visible
from tui_lab.runs.compare import Compared, headings, rows
from tui_lab.session.view import View

WIDEST = 40  # columns of a cell
NOTHING = "Choose earlier runs to compare their settings and results."


class Differences(Static):
    """Settings first, then figures; a column for each run."""

    DEFAULT_CSS = """
    Differences { height: auto; width: 1fr; }
    """

    def __init__(self, view: View) -> None:
        super().__init__(markup=False)
        self.view = view

    def show_differences(self) -> None:
        """Show how it is now."""
        runs = self.compared()
        self.update(self.side_by_side(runs) if len(runs) > 1 else Content.styled(NOTHING, "$muted"))

    def compared(self) -> list[Compared]:
        """This run and its ghosts, as far as they have begun."""
        stores = [("this run", self.view.session.store)]
        stores += [(ghost.name, ghost.store) for ghost in self.view.ghosts]
        return [Compared(name, s.start, s.history) for name, s in stores if s.start]

    def side_by_side(self, runs: list[Compared]) -> Table:
        """The table; of the scalars only those that the lesson draws."""
        lesson = self.view.session.lesson
        drawn = [name for page in lesson.panels if isinstance(page, Series) for name in page.of]
        drawn = [*lesson.watched, *drawn]
        table = Table(box=None, padding=(0, 2, 0, 0))
        for name in headings(runs):
            table.add_column(Text(visible(name)), no_wrap=True)
        for row in rows(runs, drawn, _averaged(lesson)):
            table.add_row(*(Text(visible(cell)[:WIDEST]) for cell in row))
        return table


def _averaged(lesson: Lesson) -> set[str]:
    """The scalars that the lesson draws as their mean so far."""
    pages = [page for page in lesson.panels if isinstance(page, Series) and page.average]
    return {name for page in pages for name in page.of}
