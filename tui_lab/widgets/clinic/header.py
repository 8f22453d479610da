"""The line above a case: which one, what is being done, and what it is worth."""

from __future__ import annotations

from time import monotonic

from textual.content import Content
from textual.widget import Widget

from tui_lab.session.clinic.consultation import Consultation
from tui_lab.widgets.ends import ends_of_line


class CaseHeader(Widget):
    """The case on the left, how it stands on the right."""

    DEFAULT_CSS = """
    CaseHeader { height: 1; width: 1fr; background: $panel; color: $foreground; dock: top; }
    """

    def __init__(self, case: Consultation) -> None:
        super().__init__(id="header")
        self.case = case
        self._said: tuple[str, ...] = ()
        self._began = 0.0

    def catch_up(self) -> None:
        """Repaint if there is something else to say."""
        if self.case.working is None:
            self._began = monotonic()
        said = self.doing, self.case.score, self.case.counts
        if said != self._said:
            self._said = said
            self.refresh()

    @property
    def doing(self) -> str:
        """What is being done, and how far it is; "" for nothing."""
        work, session = self.case.working, self.case.session
        if work is None:
            return ""
        which = {"run": "sick", "cure": "cured", "healthy": "healthy"}.get(work.name)
        store = session.tracks[which].store if which else None
        if store and store.planned and store.step:
            return f"{work.says}: {100 * store.step // store.planned} %"
        return f"{work.says}: {max(monotonic() - self._began, 0):.0f} s"

    def render(self) -> Content:
        """What is being done always; the rest as far as it fits."""
        case, width = self.case, self.size.width
        bench = case.bench
        right = f"{self.doing}  esc stops it " if self.doing else f"{case.score}  {case.counts} "
        which = bench.case.lesson_name
        left = f" {bench.case.short} · seed {bench.seed} · {which} {bench.lesson.title}"
        colour = "$accent" if self.doing else "$success" if case.visit.solved else "$foreground 80%"
        return ends_of_line(left, right, width, colour)
