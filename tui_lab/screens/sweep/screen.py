"""A sweep on the screen: its trials, what became of them, and keys that act on it.

It reads the sweep's folder and writes into it, and does nothing else: the process that conducts the
sweep, here or on another machine, looks there too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import work
from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import OptionList, Static

from lessons.kit.errors import Trouble, said
from tui_lab.charts.lines.plotext_dots import preload
from tui_lab.charts.palette import STATES
from tui_lab.screens.sweep.keymap import ACTS, KEYS, LIVE, MATTER, PAUSED, STOPPED, open_trial
from tui_lab.session.sweep.standing import Standing
from tui_lab.session.sweep.weighing import Weighing
from tui_lab.sweeps.folder import SweepFolder
from tui_lab.sweeps.orders import Order, send
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.sweep.chart import Charts
from tui_lab.widgets.sweep.drawn import Seen
from tui_lab.widgets.sweep.header import SweepHeader
from tui_lab.widgets.sweep.table import SIGNS, TrialTable

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp

LOOK_EVERY = 0.5  # seconds
EDGES = 3  # columns of the table that are no text: its scrollbar, and a blank on each side
VIEWS = ((True, True), (True, False), (False, True))
"""Whether the table shows, and whether the charts do."""


class SweepScreen(Screen[None]):
    """The trials above, the charts below."""

    DEFAULT_CSS = """
    SweepScreen #table { width: 1fr; height: 1fr; }
    SweepScreen #head { height: 1; width: 1fr; color: $muted; text-style: bold; text-wrap: nowrap; }
    SweepScreen #trials { height: 1fr; max-height: 100%; width: 1fr; }
    SweepScreen ToastHolder { align-horizontal: left; }
    SweepScreen Toast { width: 56; max-width: 100%; padding: 0 1; }
    SweepScreen.-tiny KeyLine, SweepScreen.-tiny #charts { display: none; }
    """
    ALLOW_IN_MAXIMIZED_VIEW = "#header, #keys"
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [key.binding for key in KEYS]

    app: LabApp

    def __init__(self, sweep: SweepFolder) -> None:
        """Raises BadEnvironment where its plan cannot be read."""
        super().__init__()
        self.standing = Standing(sweep)
        self.weighing = Weighing(self.standing)
        self.log_scores: bool | None = None
        self.header, self.key_line = SweepHeader(self.standing), KeyLine(*MATTER)
        self.table, self.head = TrialTable(self.standing), Static("", id="head", markup=False)
        self.upper, self.charts = Vertical(self.head, self.table, id="table"), Charts(self.seen)
        self._view = 0
        self._asked: tuple[str, int] = ("", 0)
        """What was asked last, and the store's version then."""
        self._drawn: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Header, trials, charts, keys."""
        yield self.header
        yield self.upper
        yield self.charts
        yield self.key_line

    def on_mount(self) -> None:
        """Look at the folder twice a second."""
        self.set_interval(LOOK_EVERY, self.look)
        self.set_timer(0.2, preload)
        self.table.focus()
        self.catch_up()

    def on_unmount(self) -> None:
        """Leave no process behind."""
        self.weighing.close()

    def on_resize(self, event: Resize) -> None:
        """As many charts as there is room for."""
        width, height = event.size
        self.set_class(width < 44 or height < 14, "-tiny")
        self.charts.fit(width)
        self.table.room = width - EDGES
        self.catch_up()

    def on_screen_resume(self) -> None:
        """Back on top: what was missed is drawn."""
        self.look()

    def look(self) -> None:
        """Read what is new, in the folder and of the importance, and show it."""
        if self.is_active:
            self.standing.poll()
            self.weighing.poll(is_wanted=self.charts.is_shown("Importance"))
            self.catch_up()

    def catch_up(self) -> None:
        """Show what is there; nothing is drawn where nothing is new."""
        if self._asked[0] and self._asked[1] != self.standing.version:
            self._asked = ("", 0)
        self.header.catch_up(self._asked[0], self.table.order)
        row = self.table.chosen
        now = (
            self.standing.version, self.weighing.version, self.table.order, self.log_scores,
            row.trial if row else None, self.table.room,
        )  # fmt: skip
        if now != self._drawn:
            self._drawn = now
            self.table.catch_up()
            self.head.update(Content(self.table.heading))
            self.charts.catch_up()
            self.key_line.put((*self._keys(), *MATTER))

    def _keys(self) -> tuple[tuple[str, str], ...]:
        if self.standing.is_live:
            return PAUSED if self.standing.state == "paused" else LIVE
        return () if self.standing.state == "finished" else STOPPED

    def seen(self) -> Seen:
        """What the charts are drawn from."""
        row = self.table.chosen if self.is_mounted else None
        return Seen(self.standing, self.weighing.found, row.trial if row else None, self.log_scores)

    def show_next(self) -> None:
        """Table and charts, the table alone, the charts alone."""
        self._view = (self._view + 1) % len(VIEWS)
        self.upper.display, self.charts.display = VIEWS[self._view]
        (self.table if self.upper.display else self.charts.places[0]).focus()

    # acting

    def ask(self, words: str) -> None:
        """Say in the header what was asked, until something comes of it."""
        self._asked = (words, self.standing.version)
        self.header.catch_up(words, self.table.order)

    def command(
        self, do: Literal["pause", "play", "stop", "stop_trial"], words: str, trial: int = -1
    ) -> None:
        """Leave an order in the sweep's folder."""
        try:
            send(self.standing.sweep.path, Order(do, trial))
        except OSError as error:
            self.notify(f"the sweep cannot be told ({said(error)})", severity="error", markup=False)
        else:
            self.ask(words)

    @work(exclusive=True)
    async def in_background(self, act: Callable[[], object]) -> None:
        """Do what takes a second in a thread; say what goes wrong."""
        try:
            await asyncio.to_thread(act)
        except Trouble as trouble:
            self._asked = ("", 0)
            self.notify(str(trouble), severity="error", markup=False)
        self.look()

    def action_do(self, name: str, *values: object) -> None:
        """What a key is for."""
        ACTS[name](self, *values)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a trial."""
        open_trial(self)

    def on_option_list_option_highlighted(self) -> None:
        """Another trial is under the cursor: the charts show where it is."""
        self.call_later(self.catch_up)

    # what else there is to be had

    @property
    def signs(self) -> Content:
        """What the signs mean, for the help."""
        states = (STATES[name] for name in ("playing", "paused", "finished", "stopped", "failed"))
        trials = "  ".join(f"{sign.glyph} {sign.word}" for sign in (*states, *SIGNS.values()))
        charts = "● a trial  ★ the best  ◆ under the cursor  ┃ median of a row"
        return Content.assemble(
            ("Trials  ", "bold $primary"), trials, "\n", ("Charts  ", "bold $primary"), charts
        )

    def palette_entries(self) -> Iterator[SystemCommand]:
        """For the palette: the charts by their titles."""
        for chart in self.charts.every:
            yield SystemCommand(
                chart.title, "Show this chart", lambda chart=chart: self.charts.go_to(chart)
            )
