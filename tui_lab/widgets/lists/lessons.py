"""The lessons of the menu under their chapters, one line each: number, title, progress."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets.option_list import Option

from tui_lab.charts.palette import state_sign
from tui_lab.charts.rows import fit, fit_title
from tui_lab.session import catalogue
from tui_lab.session.catalogue import Listed
from tui_lab.session.progress import in_words
from tui_lab.widgets.lists.choices import Choices

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp
    from tui_lab.trust.outside_lessons import OutsideLesson

SHORTEST = 8  # columns of progress that still say something
NOTHING = "no lesson has these words: esc shows all again"


class LessonList(Choices):
    """Headings that the cursor passes over, and lessons."""

    app: LabApp

    def __init__(self) -> None:
        super().__init__(id="lessons", markup=False)
        self.ours = catalogue.ours()
        self.outside: list[Listed] = []
        self.query_words = ""
        self._room, self._is_airy = 20, False

    @property
    def everyone(self) -> list[Listed]:
        """Ours, then those from outside."""
        return [*self.ours, *self.outside]

    @property
    def numbers(self) -> list[int]:
        """The numbers that there are."""
        return [one.number for one in self.ours if one.number is not None]

    def fill(self, room: int, rows: int) -> None:
        """Our lessons, as wide as this, with air between chapters where all fit into the rows.

        Those from outside are looked for after the first paint.
        """
        self._room, self._is_airy = room, self._length(self.everyone) <= rows
        self.offer(list(self._rows()))

    def write_all(self) -> None:
        """Say of each again how far the learner is."""
        for one in catalogue.search(self.everyone, self.query_words):
            self.write(one.id, self._row(one))

    def take_outside(self, known: list[OutsideLesson]) -> None:
        """These are the lessons that are not ours."""
        found = catalogue.from_outside(known)
        if found != self.outside:
            self.outside = found
            self.offer(list(self._rows()))

    def search(self, words: str) -> None:
        """Show only what has these words; the cursor goes to the one that was meant."""
        self.query_words = words
        self.offer(list(self._rows()))
        found = catalogue.search(self.everyone, words)
        if words.strip() and (meant := catalogue.best(found, words)):
            self.point_at(meant.id)

    def point_at(self, name: str) -> None:
        """Put the cursor on a lesson, if it is shown."""
        places = [place for place, option in enumerate(self.options) if option.id == name]
        self.highlighted = places[0] if places else self.highlighted

    def under_cursor(self) -> Listed | None:
        """The lesson that the cursor is on."""
        name = self.highlighted_option.id if self.highlighted_option else None
        return next((one for one in self.everyone if one.id == name), None)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """The first lesson is shown with the heading above it."""
        super().watch_highlighted(highlighted)
        if highlighted is not None and highlighted <= 1:
            self.scroll_home(animate=False)

    def _rows(self) -> Iterator[Option]:
        chapters = catalogue.by_chapter(catalogue.search(self.everyone, self.query_words))
        for place, (chapter, group) in enumerate(chapters.items()):
            air = "\n" if place and self._is_airy else ""
            heading = Content.assemble(air, (fit(chapter, self._room), "bold $secondary"))
            yield Option(heading, disabled=True)
            yield from (Option(self._row(one), id=one.id) for one in group)
        if not chapters:
            yield Option(Content(fit(NOTHING, self._room)), disabled=True)

    def _length(self, listed: list[Listed]) -> int:
        """Rows of these lessons with their headings and a blank line between chapters."""
        return len(listed) + 2 * len(catalogue.by_chapter(listed)) - 1

    def _row(self, one: Listed) -> Content:
        width = self._room
        kept = min(cell_len(self._standing(one, SHORTEST)[0]), SHORTEST)
        title = fit_title(one.title, max(width - 6 - kept, SHORTEST))
        left = width - cell_len(title) - 6
        right, colour = self._standing(one, left)
        right = fit(right, left) if left > 0 else ""
        gap = " " * max(width - cell_len(title) - cell_len(right) - 5, 1)
        return Content.assemble(
            (f" {one.mark:>2} ", "bold $accent"), title, gap, (right, f"${colour}")
        )

    def _standing(self, one: Listed, room: int) -> tuple[str, str]:
        """How far the learner is, or that it is being trained; and the colour of that."""
        live = [s for s in self.app.sessions if s.lesson.id == one.id and s.has_worker]
        if live:
            sign = state_sign(live[0].state)
            return f"{sign.glyph} {sign.word}", sign.colour
        if one.outside and not one.outside.page:
            return one.outside.state, "warning"
        page = one.outside.page if one.outside else None
        return in_words(self.app.progress.of(one.id), page, room), "muted"
