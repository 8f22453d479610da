"""The faults to choose from: what each is called, and what one sees where it is."""

from __future__ import annotations

from textwrap import fill

from textual.content import Content
from textual.widgets.option_list import Option

from lessons.kit.clinic.faults import FAULTS
from tui_lab.session.clinic.consultation import Consultation, names_with
from tui_lab.widgets.lists.choices import Choices


class FaultList(Choices):
    """Two lines each, in an order that tells nothing."""

    DEFAULT_CSS = "FaultList { height: 1fr; text-wrap: wrap; text-overflow: fold; padding: 0 1; }"

    def __init__(self, case: Consultation) -> None:
        super().__init__(id="faults", markup=False)
        self.case = case
        self.words = ""
        """What the names must have."""

    @property
    def chosen(self) -> str:
        """The fault under the cursor; "" where there is none."""
        option = self.highlighted_option
        return (option.id or "") if option else ""

    def catch_up(self) -> None:
        """Write them as they are now."""
        options = [Option(self._line(name), id=name) for name in names_with(self.words)]
        self.offer(options or [Option("no fault has these words", disabled=True)])

    def on_resize(self) -> None:
        """Wrap them to this width."""
        self.catch_up()

    def _line(self, name: str) -> Content:
        width = max(self.size.width - 4, 20)
        fault, case = FAULTS[name], self.case
        if name == case.notes.named:
            sign, colour = "✓", "bold $success"
        elif case.is_ruled_out(name):
            sign, colour = "✗", "$muted"
        else:
            sign, colour = "○", "$accent"
        title = fill(fault.says, width, subsequent_indent="  ")
        said = f"{fault.sign[0].upper()}{fault.sign[1:]}."
        return Content.assemble(
            (f"{sign} ", colour), (title, "bold" if sign == "○" else colour), "\n",
            (fill(said, width, initial_indent="  ", subsequent_indent="  "), "$muted"),
        )  # fmt: skip
