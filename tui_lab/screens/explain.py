"""`i`: why is there a spike? One step, trained again and inspected."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from lessons.kit import Trouble
from lessons.kit.claims.history import Column
from lessons.kit.errors import visible
from lessons.kit.stream.explanation import Explanation
from tui_lab.client.explain import explained
from tui_lab.client.explanation import HEADINGS, sentences, table
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.sheet import Sheet
from tui_lab.state.store import Store
from tui_lab.system.words import number
from tui_lab.widgets.reading import Reading

WAITING = (
    "Training again up to this step, from the last checkpoint before it, in a separate process. "
    "This takes a few seconds. The run itself is not touched."
)
READING = "reading weights, gradients and the batch …"


def at_once(store: Store, asked: ExplainRequest) -> str:
    """What the run has recorded of this step: said while the rest is computed."""
    columns = store.history.track(asked.variant, asked.seed).columns
    known = {name: _at(column, asked.step) for name, column in columns.items()}
    told = [
        f"{visible(name)} {number(value)}" for name, value in known.items() if value is not None
    ]
    return f"Recorded at this step: {', '.join(told)}.\n\n" if told else ""


def _at(column: Column, step: int) -> float | None:
    place = bisect_left(column.steps, step)
    if place == len(column.steps) or column.steps[place] != step:
        return None
    value = column.values[place]
    is_mean = column.low[place] != column.high[place] and value == value  # of several steps
    return None if is_mean else value


class ExplainScreen(Sheet):
    """What a step looked like: sentences, every parameter, and the batch."""

    DEFAULT_CSS = """
    ExplainScreen > Reading { width: 100; }
    ExplainScreen Static { margin: 0 0 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i", "leave", "Close", tooltip="Close the explanation"),
    ]

    def __init__(self, run: RunFolder, store: Store, asked: ExplainRequest) -> None:
        super().__init__()
        self.run_folder, self.store, self.asked = run, store, asked
        self.is_wanted = True
        self.words = Static(f"{at_once(store, asked)}{WAITING}", markup=False)
        self.parameters, self.given = Static(READING, markup=False), Static(markup=False)

    def compose(self) -> ComposeResult:
        """Words, a table, words."""
        box = Reading(self.words, self.parameters, self.given)
        box.border_title = Content(f"Step {self.asked.step} of {visible(self.asked.variant)}")
        box.border_subtitle = Content("j k scroll · esc closes")
        yield box

    def on_mount(self) -> None:
        """Look into it, beside the screen."""
        self.run_worker(self._look())

    def on_unmount(self) -> None:
        """Closed: nobody waits for it any more."""
        self.is_wanted = False

    async def _look(self) -> None:
        try:
            found = await asyncio.to_thread(
                explained, self.run_folder, self.asked, lambda: self.is_wanted
            )
        except Trouble as trouble:
            self.words.update(Content.styled(visible(str(trouble)), "$error"))
            self.parameters.update("")
            return
        self.show(found)

    def show(self, found: Explanation) -> None:
        """The explanation."""
        told = sentences(found, self.store.history)
        self.words.update("\n".join(told))
        rows = Table(*HEADINGS, box=None, padding=(0, 2, 0, 0))
        for row in table(found):
            rows.add_row(*(Text(visible(cell)) for cell in row))
        self.parameters.update(rows)
        if found.batch:
            lines = [Content.styled("What it was trained on", "bold")]
            lines += [Content(f"• {text!r}") for text in found.batch]
            self.given.update(Content("\n").join(lines))
