"""What can be done with a case, as a list: looking, ten orders with their cost, name and cure."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.widgets.option_list import Option

from lessons.kit.clinic.orders import ORDERS
from tui_lab.charts.rows import fit
from tui_lab.session.clinic.consultation import Consultation, cost_of
from tui_lab.widgets.lists.choices import Choices

RUN, FACTS, NAME, KNOBS, CODE, CURE, END = "run", "facts", "name", "knobs", "code", "cure", "end"
"""The rows that are no orders."""
Row = tuple[str, str, str, str, str]
"""Id, key, words, what stands on the right, and its colour."""


class Desk(Choices):
    """One line each; a click on the line under the cursor does it, on another goes there."""

    DEFAULT_CSS = """
    Desk { height: 1fr; & > .option-list--option-disabled { color: $muted; text-style: bold; } }
    """

    def __init__(self, case: Consultation) -> None:
        super().__init__(id="desk", markup=False)
        self.case = case

    @property
    def chosen(self) -> str:
        """The row under the cursor."""
        option = self.highlighted_option
        return (option.id or RUN) if option else RUN

    def go_to(self, row: str) -> None:
        """Put the cursor on a row."""
        self.highlighted = next(n for n, o in enumerate(self.options) if o.id == row)

    def catch_up(self, width: int) -> None:
        """Write the rows as they are now."""
        options = []
        for heading, rows in self._parts():
            options += [Option(heading, disabled=True)] if heading else []
            options += [Option(_line(row, width), id=row[0]) for row in rows]
        if not self.options:
            self.offer(options)
            return
        for option in options:
            if option.id:
                assert isinstance(option.prompt, Content)
                self.write(option.id, option.prompt)

    def _parts(self) -> Iterator[tuple[str, list[Row]]]:
        case, visit = self.case, self.case.visit
        yield "", [(RUN, "r", "The run", "", ""), (FACTS, "i", "Facts", "", "")]
        yield "order a test: 1 point each", list(self._orders())
        named, changes = case.notes.named, len(case.changes)
        wrong = f"{visit.wrong} wrong" if visit.wrong else ""
        cured = "✓ cured" if visit.solved else ""
        yield "name it, and cure it", [
            (NAME, "n", "Name the fault", "✓ named" if named else wrong, _colour(bool(named))),
            (CODE, "e", "Edit the code", _files(case), "accent"),
            (KNOBS, "s", "Turn a setting", str(len(case.settings) or ""), "accent"),
            (CURE, "p", "Prove the cure", cured or (f"{changes} change" if changes else ""),
             _colour(visit.solved)),
            (END, "X", "What it was" if case.is_over else "Give up", "", ""),
        ]  # fmt: skip

    def _orders(self) -> Iterator[Row]:
        case = self.case
        for key, (name, order) in zip("1234567890", ORDERS.items(), strict=True):
            if case.working and case.working.name == name:
                yield name, key, order.title, "…", "accent"
            elif name in case.answers:
                yield name, key, order.title, "✓", "success"
            else:
                yield name, key, order.title, "−1" if cost_of(name, case.visit) else "", "muted"

    async def _on_click(self, event: Click) -> None:
        """On the line under the cursor it is enter; on another the cursor goes there, for free."""
        place = event.style.meta.get("option")
        if place is None or self.options[place].disabled:
            return
        event.prevent_default()
        if place == self.highlighted:
            self.action_select()
        self.highlighted = place


def _files(case: Consultation) -> str:
    edited = [each for each in case.changes if each.endswith(" is edited")]
    return f"{len(edited)} edited" if edited else ""


def _colour(done: bool) -> str:
    return "success" if done else "warning"


def _line(row: Row, width: int) -> Content:
    _, key, words, right, colour = row
    words = fit(words, max(width - 6 - cell_len(right), 4))
    gap = " " * max(width - 5 - cell_len(words) - cell_len(right), 1)
    return Content.assemble(
        (f" {key}  ", "bold $accent"), words, gap, (right, f"${colour or 'muted'}")
    )
