"""`enter` on a claim: what was measured here, how, and what it was when the bar was set."""

from __future__ import annotations

import inspect
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from lessons.kit import Claim, History, Judged, judge
from lessons.kit.errors import visible
from tui_lab.charts.palette import VERDICTS
from tui_lab.screens.sheet import Sheet
from tui_lab.system.verdict import compared
from tui_lab.system.words import number
from tui_lab.widgets.reading import Reading


class WhyScreen(Sheet):
    """One claim, with the numbers of this run."""

    DEFAULT_CSS = """
    WhyScreen > Reading { width: 84; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Close", tooltip="Back to the lesson"),
    ]

    def __init__(self, claim: Claim, judged: Judged, history: History) -> None:
        super().__init__()
        self.claim, self.judged, self.history = claim, judged, history

    def compose(self) -> ComposeResult:
        """One text."""
        text = Static(Content("\n").join(self.paragraphs()), markup=False)
        box = Reading(text)
        box.border_title = Content(self.claim.name)
        box.border_subtitle = Content("j k scroll · esc closes")
        yield box

    def paragraphs(self) -> list[Content]:
        """Statement, verdict, numbers, seeds, method."""
        sign = VERDICTS[self.judged.verdict]
        verdict = (f"{sign.glyph} {sign.word}", f"bold ${sign.colour}")
        return [
            Content.styled(self.judged.says, "bold"), Content(),
            Content.assemble(verdict, f": {visible(self.judged.why) or 'nothing is known yet'}."),
            *self._numbers(), *self._seeds(), Content(),
            Content.styled("How it is measured, and how the bar was set", "$muted"),
            Content(inspect.getdoc(self.claim.judge) or "The author of the lesson does not say."),
        ]  # fmt: skip

    def _numbers(self) -> list[Content]:
        """Measured and bar, and how far apart they are."""
        measured, bar = self.judged.measured, self.judged.bar
        if measured is None or bar is None:
            return []
        apart = number(abs(measured - bar))
        return [Content(f"Measured in this run: {compared(self.judged)} (the bar; {apart} apart).")]

    def _seeds(self) -> list[Content]:
        """The same claim for each seed alone: one seed is one throw of the dice."""
        if len(self.history.seeds) < 2:
            return [
                Content.styled("One seed is a single random try; :seeds 5 trains five.", "$muted")
            ]
        told = [f"seed {seed} {self._alone(seed)}" for seed in self.history.seeds]
        return [Content("Each seed separately: " + " · ".join(told))]

    def _alone(self, seed: int) -> str:
        judged = judge([self.claim], self.history.only(seed), over=True)
        if not judged or judged[0].measured is None:
            return "–"
        return f"{VERDICTS[judged[0].verdict].glyph} {number(judged[0].measured)}"
