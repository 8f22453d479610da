"""The claims, with verdicts, and what the learner predicted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message

from lessons.kit import Judged, Prediction
from lessons.kit.errors import visible
from tui_lab.charts.palette import VERDICTS
from tui_lab.session.session import Session
from tui_lab.session.standing import Standing
from tui_lab.session.view import covers
from tui_lab.system.verdict import compared
from tui_lab.widgets.reading import Reading, Written

Part = str | tuple[str, str]
"""Words, or words and their style."""


class Claims(Reading):
    """What the lesson claims, and what this run says to it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Next claim", show=False, tooltip="The next claim"),
        Binding("k,up", "move(-1)", "Previous claim", show=False, tooltip="The previous claim"),
        Binding(
            "enter", "why", "Why", tooltip="Show why this claim holds or fails, with the numbers"
        ),
    ]

    class Asked(Message):
        """The learner wants to know why."""

        def __init__(self, judged: Judged) -> None:
            super().__init__()
            self.judged = judged

    def __init__(self, session: Session) -> None:
        super().__init__(id="Claims")
        self.session = session
        self.body = Written()
        self.claims: list[Judged] = []
        self.place = 0
        """The claim that the cursor is on."""
        self.withheld: Mapping[str, str] = {}
        """Claims that would give an answer away, and the question in place of each."""
        self._standings: dict[str, Standing] = {}
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield self.body

    def withhold(self, questions: Mapping[str, str]) -> None:
        """Show these questions in place of the claims, from now on."""
        if questions != self.withheld:
            self.withheld = questions
            self.show(self.claims, self._standings)

    def show(self, claims: Sequence[Judged], standings: dict[str, Standing]) -> None:
        """Show these verdicts, and what the learner predicted."""
        self.claims, self._standings = list(claims), standings
        shown = (self.claims, standings, self.place, self._is_open, self.withheld)
        if self.display and shown != self._shown:
            self._shown = shown
            parts = [self._told(n) for n in range(len(self.claims))]
            parts += [
                _prediction(
                    prediction, standings.get(prediction.question, Standing()), self._is_open
                )
                for prediction in self.session.lesson.predictions
                if covers(self.session, prediction)
            ]
            self.body.write(Content("\n\n").join(parts))

    def _told(self, place: int) -> Content:
        """A claim, or the question that it would answer."""
        claim, is_chosen = self.claims[place], place == self.place
        question = self.withheld.get(claim.name)
        if question is None:
            return _claim(claim, is_chosen)
        return _question(question, f"claim {place + 1} of {len(self.claims)}", is_chosen)

    @property
    def _is_open(self) -> bool:
        """Whether the run has not trained yet."""
        return self.session.store.step == 0

    def action_move(self, by: int) -> None:
        """Another claim; past the last one the rest is scrolled to."""
        there = self.place + by
        if not 0 <= there < len(self.claims):
            self.action_scroll_down() if by > 0 else self.action_scroll_up()
            return
        self.place = there
        self.show(self.claims, self._standings)
        above = sum(len(self._told(n).wrap(self.body.size.width)) + 1 for n in range(there))
        self.scroll_to(y=max(above - self.size.height // 3, 0), animate=False)

    def on_click(self, event: Click) -> None:
        """The claim under the mouse; clicked again, why."""
        if event.widget is not self.body:
            return
        width, end = self.body.size.width, 0
        for place in range(len(self.claims)):
            end += len(self._told(place).wrap(width)) + 1
            if event.y < end:
                self._point_at(place)
                return

    def _point_at(self, place: int) -> None:
        if place == self.place:
            self.action_why()
        self.place = place
        self.show(self.claims, self._standings)

    def action_why(self) -> None:
        """Ask why."""
        if not self.claims:
            return
        judged = self.claims[min(self.place, len(self.claims) - 1)]
        if judged.name in self.withheld:
            self.notify("this claim is the answer to a question: p predicts, :skip shows it")
        else:
            self.post_message(self.Asked(judged))


def tally(claims: Sequence[Judged]) -> str:
    """How many hold, of how many; marked if one fails."""
    held = sum(claim.verdict == "holds" for claim in claims)
    failed = any(claim.verdict == "fails" for claim in claims)
    return f"{held}/{len(claims)}{'✗' if failed else ''}" if claims else ""


def _claim(claim: Judged, is_chosen: bool) -> Content:
    sign = VERDICTS[claim.verdict]
    verdict = (f"{sign.glyph} {sign.word}  ", f"bold ${sign.colour}")
    name = (claim.name, "bold reverse" if is_chosen else "bold")
    parts: list[Part] = [verdict, name, "\n", claim.says]
    if numbers := compared(claim):
        parts += ["\n", (numbers, f"bold ${sign.colour}")]
    if claim.why:
        parts += ["\n", (visible(claim.why), "italic $muted")]
    return Content.assemble(*parts)


def _question(question: str, name: str, is_chosen: bool) -> Content:
    head = ("?  ", "bold $accent"), (name, "bold reverse" if is_chosen else "bold")
    tail = ("shown after you predict (p) or :skip", "$muted")
    return Content.assemble(*head, "\n", question, "\n", tail)


def _prediction(prediction: Prediction, told: Standing, is_open: bool) -> Content:
    head = Content.assemble(("◆ your prediction:  ", "bold $accent"), (prediction.question, "bold"))
    if not told.choice:
        nothing = (
            "no prediction yet (press p)" if is_open else "no prediction before this run began"
        )
        return head + Content.assemble("\n", (told.elsewhere or nothing, "$muted"))
    words, colour = {
        None: ("…", "muted"), True: ("✓ right", "success"), False: ("✗ wrong", "warning"),
    }[told.right]  # fmt: skip
    parts: list[Part] = ["\n", told.choice, "  ", (words, f"bold ${colour}")]
    if told.truth is not None:
        truth = "" if told.right else f"{told.truth}. "
        parts += ["\n", (truth + prediction.why, "italic $muted")]
    return head + Content.assemble(*parts)
