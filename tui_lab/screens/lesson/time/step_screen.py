"""`u`: one step taken apart, from phase to phase and from step to step."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from lessons.kit import Trouble
from lessons.kit.errors import visible
from lessons.kit.stream.apart import KINDS, Apart
from tui_lab.charts.palette import hex_of
from tui_lab.client import phases
from tui_lab.client.bench import Bench
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.lesson.time.drawn import loop_of, table_of, words_of
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.reading import Reading
from tui_lab.widgets.tab_line import TabLine

WAITING = (
    "This step is trained again in a separate process, from the last checkpoint before it, and "
    "taken apart. That takes a few seconds. The run itself is not touched."
)
BOTH = 110  # columns from which on the loop and the numbers stand side by side
EACH = 1.5  # seconds that a phase is shown when the step plays by itself
DIGITS = "1234567890"


class StepScreen(Screen[None]):
    """The loop with the lines that run, and this step's own numbers."""

    DEFAULT_CSS = """
    StepScreen #title { height: 1; background: $panel; padding: 0 1; text-style: bold; }
    StepScreen TabLine { margin: 0 1; }
    StepScreen #both { layout: horizontal; height: 1fr; margin: 1 0 0 0; }
    StepScreen #loop { width: 1fr; height: 1fr; padding: 0 1; }
    StepScreen #told { width: 60; padding: 0 1; }
    StepScreen #told > Static { margin: 0 0 1 0; }
    StepScreen.-narrow #both { layout: vertical; }
    StepScreen.-narrow #loop { width: 1fr; height: 2fr; }
    StepScreen.-narrow #told { width: 1fr; height: 3fr; border-top: solid $primary 50%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,u", "leave", "Back", tooltip="Back to the lesson"),
        Binding("right,l", "go(1)", "Next phase", tooltip="The next phase, then the next step"),
        Binding("left,h", "go(-1)", "Phase before", tooltip="The phase before"),
        Binding("n", "step(1)", "Next step", tooltip="The next step"),
        Binding("N", "step(-1)", "Step before", tooltip="The step before"),
        Binding("v", "network(1)", "Next network", tooltip="The next network, at the same step"),
        Binding("V", "network(-1)", "Network before", tooltip="The network before, at this step"),
        Binding("space", "play", "Play", tooltip="Go on by itself, phase by phase"),
        *(
            Binding(digit, f"choose('{digit}')", f"Phase {digit}", show=False, tooltip="A phase")
            for digit in DIGITS
        ),
    ]

    def __init__(self, run: RunFolder, asked: ExplainRequest, variants: list[str]) -> None:
        super().__init__()
        self.run_folder, self.asked, self.variants = run, asked, variants
        self.benches: dict[str, Bench] = {}
        self.known: dict[tuple[str, int], Apart] = {}
        """The steps that were taken apart already."""
        self.found: Apart | None = None
        self.place = 0
        self.is_waiting = False
        self.is_playing = False
        """Whether it goes on by itself."""
        self.playing: Timer | None = None
        self.heading = Static(id="title", markup=False)
        self.tabs = TabLine(KINDS)
        self.loop, self.words, self.numbers = Static(id="loop"), Static(), Static()

    def compose(self) -> ComposeResult:
        """Title, phases, loop and numbers, keys."""
        yield self.heading
        yield self.tabs
        with Container(id="both"):
            yield self.loop
            yield Reading(self.words, self.numbers, id="told")
        more = [("v", "network")] if len(self.variants) > 1 else []
        yield KeyLine(
            ("← →", "phase"), ("n", "next step"), ("space", "play"), *more, ("N", "step before"),
            ("j k", "scroll"), ("1…5", "phase"), ("u", "close"), ("q", "back"),
        )  # fmt: skip

    def on_mount(self) -> None:
        """The step that was asked for."""
        self.playing = self.set_interval(EACH, self.go_on, pause=True)
        self.query_one("#told").focus()
        self.take(self.asked)

    def on_unmount(self) -> None:
        """Closed: nobody waits for it any more."""
        for bench in self.benches.values():
            bench.close()

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self.set_class(self.size.width < BOTH, "-narrow")
        self.call_after_refresh(self.show)

    def take(self, asked: ExplainRequest) -> None:
        """Have a step taken apart, unless it was already; one at a time."""
        if self.is_waiting:
            return
        if found := self.known.get((asked.variant, asked.step)):
            self.put(asked, found)
            return
        self.is_waiting = True
        which = f"step {asked.step} of {visible(asked.variant)}"
        self.heading.update(Content(f"{which}: taking it apart …"))
        if self.found is None:
            self.words.update(Content.styled(WAITING, "$muted"))
        self.run_worker(self._take(asked))

    async def _take(self, asked: ExplainRequest) -> None:
        bench = self.benches.setdefault(asked.variant, Bench(self.run_folder, asked))
        try:
            found = await asyncio.to_thread(bench.take, asked.step)
        except Trouble as trouble:
            self.refuse(str(trouble))
            return
        finally:
            self.is_waiting = False
        self.known[asked.variant, asked.step] = found
        self.put(asked, found)

    def refuse(self, why: str) -> None:
        """Say why there is nothing; what was there stays."""
        self.is_playing = False
        if self.found is None:
            self.heading.update(Content(f"step {self.asked.step} of {visible(self.asked.variant)}"))
            self.words.update(Content.styled(visible(why), "$error"))
        else:
            self.heading.update(Content(phases.where(self.found)))
            self.notify(why, markup=False)

    def put(self, asked: ExplainRequest, found: Apart) -> None:
        """Show this step, from where the one before was looked at."""
        self.asked, self.found = asked, found
        names = phases.named(found.phases)
        self.place = min(self.place, len(names) - 1)
        self.tabs.digits = dict(zip(names, DIGITS, strict=False))
        shorts = map(phases.in_short, found.phases)
        self.tabs.notes = dict(zip(names, shorts, strict=True))
        self.tabs.offer(names, names[self.place], most_rows=2)
        self.heading.update(Content(phases.where(found)))
        self.tabs.active = names[self.place]
        self.show()

    def show(self) -> None:
        """The loop, the words and the numbers of the phase."""
        if self.found is None:
            return
        phase = self.found.phases[self.place]
        self.loop.update(loop_of(self.found, phase, self.loop.content_size))
        self.words.update(words_of(self.found, self.place))
        colour = hex_of(self.app.theme_variables, "accent")
        self.numbers.update(table_of(phase, colour, self.words.size.width))

    def on_tab_line_chosen(self) -> None:
        """Another phase."""
        if self.found and self.tabs.active in self.tabs.tabs:
            self.place = self.tabs.tabs.index(self.tabs.active)
            self.show()

    def go_on(self) -> None:
        """The next phase, and after the last one the next step."""
        if self.is_playing and not self.is_waiting:
            self.action_go(1)

    def action_go(self, by: int) -> None:
        """To another phase; past the last one to the first of the next step."""
        place, count = self.place + by, len(self.tabs.tabs)
        if self.found is None or place < 0:
            return
        if place < count:
            self.place, self.tabs.active = place, self.tabs.tabs[place]
            self.show()
        elif not self.is_waiting:
            self.place = 0
            self.action_step(1)

    def action_step(self, by: int) -> None:
        """To another step."""
        step = self.asked.step + by
        if step >= 1:
            self.take(ExplainRequest(step, self.asked.variant, self.asked.seed))

    def action_network(self, by: int) -> None:
        """To another network of the run, at the same step."""
        place = self.variants.index(self.asked.variant) + by
        variant = self.variants[place % len(self.variants)]
        self.take(ExplainRequest(self.asked.step, variant, self.asked.seed))

    def action_choose(self, digit: str) -> None:
        """A phase by its digit."""
        self.tabs.choose(digit)

    def action_play(self) -> None:
        """Go on by itself, or stop that."""
        self.is_playing = not self.is_playing
        if self.playing:
            self.playing.resume() if self.is_playing else self.playing.pause()

    def action_leave(self) -> None:
        """Back to the lesson."""
        self.dismiss(None)
