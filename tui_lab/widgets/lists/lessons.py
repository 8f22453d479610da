"""The lessons of the menu: ours, then those from outside, each with title, progress and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widgets.option_list import Option

import lessons
from lessons.kit import Lesson
from tui_lab.charts.palette import OUTSIDE, state_sign
from tui_lab.charts.rows import fit
from tui_lab.session.progress import in_words
from tui_lab.widgets.lists.choices import Choices

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp
    from tui_lab.trust.outside_lessons import OutsideLesson

SHORTEST = 8  # columns of progress that still say something


class LessonList(Choices):
    """Two lines a lesson."""

    app: LabApp

    def __init__(self) -> None:
        super().__init__(id="lessons", markup=False)
        self.pages: list[Lesson] = [lessons.load(name) for name in lessons.names()]
        self.outside: list[OutsideLesson] = []
        self._room = 20

    def fill(self, room: int) -> None:
        """Our lessons, as wide as this. Those from outside are looked for after the first paint."""
        self._room = room
        self.add_options(Option(self._ours(page), id=page.id) for page in self.pages)
        self.highlighted = 0 if self.pages else None

    def write_all(self, room: int) -> None:
        """Say of each again how far the learner is."""
        self._room = room
        for page in self.pages:
            self.write(page.id, self._ours(page))
        for lesson in self.outside:
            self.write(lesson.address, self._outside_row(lesson))

    def look_outside(self) -> None:
        """Find the lessons that are not ours; what is trusted by now is read."""
        from tui_lab.trust.outside_lessons import (
            outside_lessons,  # 50 ms that the first paint need not wait for
        )

        found = outside_lessons()
        if found != self.outside:
            self.outside = found
            ours = [Option(self._ours(page), id=page.id) for page in self.pages]
            self.offer([*ours, *(Option(self._outside_row(o), id=o.address) for o in found)])

    def at(self, index: int) -> Lesson | OutsideLesson:
        """The page in this place; what is offered there, where nobody has read its page."""
        return [*self.pages, *(lesson.page or lesson for lesson in self.outside)][index]

    def _ours(self, page: Lesson) -> Content:
        return self._row(str(page.number), page.title, page.says, page)

    def _outside_row(self, lesson: OutsideLesson) -> Content:
        return self._row(OUTSIDE, lesson.title, lesson.says, lesson.page, lesson.state)

    def _row(
        self, number: str, title: str, says: str, page: Lesson | None, state: str = ""
    ) -> Content:
        width = self._room
        title = fit(title, width - 6)
        left = width - cell_len(title) - 6
        right, colour = self._standing(page, left) if page else (state, "warning")
        right = fit(right, left) if left >= SHORTEST else ""
        gap = " " * max(width - cell_len(title) - cell_len(right) - 5, 1)
        return Content.assemble(
            (f" {number:>2} ", "bold $accent"), (title, "bold"), gap, (right, f"${colour}"),
            "\n    ", (fit(says, width - 5), "$muted"),
        )  # fmt: skip

    def _standing(self, page: Lesson, room: int) -> tuple[str, str]:
        """How far the learner is, or that it is being trained; and the colour of that."""
        live = [s for s in self.app.sessions if s.lesson.id == page.id and s.has_worker]
        if not live:
            return in_words(self.app.progress.of(page.id), page, room), "muted"
        sign = state_sign(live[0].state)
        return f"{sign.glyph} {sign.word}", sign.colour
