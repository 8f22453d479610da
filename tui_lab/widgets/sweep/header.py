"""The line above a sweep: its name, how it is, how far, and the best so far."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from tui_lab.charts.palette import state_sign
from tui_lab.charts.rows import fit
from tui_lab.session.sweep.order import Order
from tui_lab.session.sweep.standing import Standing
from tui_lab.system.words import number


class SweepHeader(Widget):
    """The sweep on the left, how it stands on the right."""

    DEFAULT_CSS = """
    SweepHeader { height: 1; width: 1fr; background: $panel; color: $foreground; dock: top; }
    """

    def __init__(self, standing: Standing) -> None:
        super().__init__(id="header")
        self.standing, self.asked, self.order = standing, "", Order()
        """What was asked and is not done yet."""
        self._said: tuple[object, ...] = ()

    def catch_up(self, asked: str, order: Order) -> None:
        """Repaint if there is something else to say."""
        self.asked, self.order = asked, order
        said = (self.standing.state, self.asked, *self.facts())
        if said != self._said:
            self._said = said
            self.refresh()

    def facts(self) -> list[str]:
        """What the right side says, the most important first."""
        standing, plan = self.standing, self.standing.plan
        ledger = standing.ledger
        best, fresh = ledger.best(plan), ledger.confirmed
        side = "highest" if plan.objective.maximize else "lowest"
        again = f"fresh {number(fresh.score)}" if fresh and fresh.score is not None else ""
        if again and fresh and fresh.spread is not None:
            again += f" ± {number(fresh.spread)}"
        facts = [
            f"{len(ledger.ended)}/{plan.trials} trials",
            f"best {number(best.score)}" if best and best.score is not None else "",
            again, f"{side} {plan.objective}", f"by {self.order}",
            f"on {plan.place}" if plan.place != "here" else "",
        ]  # fmt: skip
        return [fact for fact in facts if fact]

    def render(self) -> Content:
        """As much as fits: the state always, then the facts in their order."""
        sign, width = state_sign(self.standing.state), self.size.width
        state = f"{sign.glyph} {self.asked or sign.word}"
        right = state
        name = self.standing.sweep.id
        for fact in self.facts():
            if cell_len(right) + len(fact) + min(len(name), 24) + 5 <= width:
                right += f"  {fact}"
        title = fit(f" {name}", max(width - cell_len(right) - 2, 0))
        gap = max(width - cell_len(title) - cell_len(right) - 1, 0)
        rest = right[len(state) :]
        return Content.assemble(
            (title, "bold"), " " * gap, (state, f"bold ${sign.colour}"),
            (rest, "$foreground 80%"), " ",
        )  # fmt: skip
