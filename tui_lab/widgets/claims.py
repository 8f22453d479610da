"""The claims, with verdicts, and what the learner foretold."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from lessons.kit import Judged, Prediction
from lessons.kit.errors import visible
from tui_lab.palette import VERDICTS
from tui_lab.progress import Foretold
from tui_lab.session import Session
from tui_lab.widgets.reading import Reading, Written
from tui_lab.widgets.view import covers

Part = str | tuple[str, str]
"""Words, or words and their style."""


class Claims(Reading):
    """What the lesson claims, and what this run says to it."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="Claims")
        self.session = session
        self.body = Written()
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield self.body

    def show(self, claims: Sequence[Judged], foretold: dict[str, Foretold]) -> None:
        """Show these verdicts, and what the learner foretold."""
        shown = (list(claims), {question: (f.choice, f.truth) for question, f in foretold.items()})
        if self.display and shown != self._shown:
            self._shown = shown
            parts = [_claim(claim) for claim in claims]
            parts += [
                _prediction(prediction, foretold.get(prediction.question))
                for prediction in self.session.lesson.predictions
                if covers(self.session, prediction)
            ]
            self.body.write(Content("\n\n").join(parts))


def pending(session: Session) -> list[Judged]:
    """The claims that the planned run will be asked, before there is a run."""
    plan = session.plan
    return [
        Judged(claim.name, claim.says, "pending", None, None, "")
        for claim in session.lesson.claims
        if claim.covers(plan.variants, plan.config, plan.own_data)
    ]


def tally(claims: Sequence[Judged]) -> str:
    """How many hold, of how many; marked if one fails."""
    held = sum(claim.verdict == "holds" for claim in claims)
    failed = any(claim.verdict == "fails" for claim in claims)
    return f"{held}/{len(claims)}{' ✗' if failed else ''}" if claims else ""


def _claim(claim: Judged) -> Content:
    sign = VERDICTS[claim.verdict]
    verdict = (f"{sign.glyph} {sign.word}  ", f"bold ${sign.colour}")
    parts: list[Part] = [verdict, (claim.name, "bold"), "\n", claim.says]
    if claim.measured is not None or claim.bar is not None:
        measured = "–" if claim.measured is None else f"{claim.measured:.4g}"
        bar = "–" if claim.bar is None else f"{claim.bar:.4g}"
        parts += [("\nmeasured ", "$muted"), (measured, f"bold ${sign.colour}"),
                  (f"   bar {bar}", "$muted")]  # fmt: skip
    if claim.why:
        parts += ["\n", (visible(claim.why), "italic $muted")]
    return Content.assemble(*parts)


def _prediction(prediction: Prediction, said: Foretold | None) -> Content:
    head = Content.assemble(("◆ you said  ", "bold $accent"), (prediction.question, "bold"))
    if said is None:
        return head + Content.assemble("\n", ("nothing yet: p to foretell", "$muted"))
    words, colour = {
        None: ("…", "muted"), True: ("✓ right", "success"), False: ("✗ not so", "warning"),
    }[said.right]  # fmt: skip
    parts: list[Part] = ["\n", said.choice, "  ", (words, f"bold ${colour}")]
    if said.truth is not None:
        truth = "" if said.right else f"{said.truth}. "
        parts += ["\n", (truth + prediction.why, "italic $muted")]
    return head + Content.assemble(*parts)
