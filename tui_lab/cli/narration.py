"""What people read of a headless run: a progress line on stderr, and a summary at the end."""

from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType
from typing import Any

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from lessons.kit import Bars, Lesson, Series
from lessons.kit.errors import visible
from lessons.kit.stream.events import End, Start
from lessons.kit.stream.judged import Judged
from tui_lab.cli.printing import Cell, Paper, Rows
from tui_lab.runs.reproduce import told
from tui_lab.state.estimate import estimate_in_words, on_device
from tui_lab.state.networks import network_state
from tui_lab.state.pace import in_a_second
from tui_lab.state.store import Store
from tui_lab.system.time_limit import Patience
from tui_lab.system.verdict import compared

GLYPHS = {"holds": "✓", "fails": "✗", "inconclusive": "?", "pending": "…"}
WHICH = ("first", "last", "min")
STYLES = {"holds": "green", "fails": "red", "inconclusive": "yellow"}


class Narrator:
    """Progress on stderr: a bar on a terminal, two lines in a log, nothing when quiet."""

    def __init__(
        self, run: str, *, quiet: bool, known: int = -1, limit: float | None = None
    ) -> None:
        self.run = visible(run)
        self.console = Paper(stderr=True, quiet=quiet)
        self._said = False
        self._known, self._limit = known, limit
        self._notes: set[str] = set()
        self._patience = Patience(self._say)
        self._bar = Progress(
            TextColumn("{task.description}", markup=False), BarColumn(),
            TextColumn("{task.fields[step]}"), TimeRemainingColumn(),
            console=self.console, transient=True, disable=quiet or not self.console.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task(f"{self.run} warming up", total=None, step="")

    def __enter__(self) -> "Narrator":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._bar.stop()

    def follow(self, store: Store, doing: str = "") -> None:
        """Bring the line up to date; `doing` is what happens before the first step."""
        if store.start is None or doing:
            words = visible(doing or "warming up")
            if doing and not self.console.is_terminal:
                self._patience.hear(f"{self.run}: {words}")
            self._bar.update(self._task, description=f"{self.run} {words}")
            return
        if not self._said:
            self._said = True
            self._introduce(store)
        self._note(store)
        self._look_ahead(store)
        step = f"{store.step}/{store.planned} steps"
        words = f"{self.run} {visible(store.state)}"
        self._bar.update(
            self._task, description=words, total=store.planned, completed=store.step, step=step
        )

    def _introduce(self, store: Store) -> None:
        start = store.start
        if start is None:
            return
        source = visible(str(start.data.get("source", "the lesson's data")))
        seeds = f", {len(start.seeds)} seeds" if len(start.seeds) > 1 else ""
        racing = ", ".join(start.variants)
        line = f"{self.run}: {racing}{seeds} on {on_device(start)}, data: {source}"
        self._say(line)
        if start.together:
            self._say(f"all seeds in one loop: {visible(', '.join(start.together))}")
        self._say_each(map(str, start.data.get("notes", [])))

    def _note(self, store: Store) -> None:
        """Say what the networks said before their first step, such as why one is left out."""
        for note in store.notes:
            said = f"{note.variant}: {visible(note.text)}"
            if note.step == 0 and said not in self._notes:
                self._notes.add(said)
                self._say(f"{self.run}: {said}")

    def _look_ahead(self, store: Store) -> None:
        """Say what has changed when a run is resumed, and what the rest of it will take."""
        for resumed in store.resumptions:
            if resumed.seq > self._known:
                self._say_each(resumed.notes)
        for estimate in store.estimates:
            if estimate.seq > self._known:
                self._say(f"{self.run}: {estimate_in_words(estimate, self._limit)}")
        self._known = max(self._known, store.latest)

    def _say_each(self, sentences: Iterable[str]) -> None:
        for sentence in sentences:
            self._say(f"{self.run}: {visible(sentence)}")

    def _say(self, line: str) -> None:
        with suppress(OSError):  # a full or closed stderr stops no training
            self.console.say(line)


def print_summary(store: Store, lesson: Lesson) -> None:
    """The figures and the verdicts, on stdout."""
    paper, end = Paper(), store.end
    if end is None or store.start is None:
        return
    paper.put(_figures(store, end, headline_metrics(lesson, store.start)))
    for variant, by_seed in end.throughput.items():
        for seed, rates in by_seed.items():
            pace = ", ".join(in_a_second(*rate) for rate in rates.items())
            paper.tell(f"{variant}, seed {seed}: {pace}")
    for claim in end.claims:
        paper.tell(*_sentence(claim))
    paper.say(f"{end.status}; exit code {end.exit}; {store.start.run}")
    for text in told(end.reproduction) if end.reproduction else ():
        paper.say(text)


def headline_metrics(lesson: Lesson, run: Start) -> list[str]:
    """The scalars that a summary has room for: watched, of the first chart, of the bars."""
    panels = [p for p in lesson.panels if p.covers(run.variants, run.config, run.own_data)]
    charts = [panel.of for panel in panels if isinstance(panel, Series)][:1]
    bars = [(panel.of,) for panel in panels if isinstance(panel, Bars)]
    found = dict.fromkeys(name for names in [*charts, *bars] for name in names)
    several = run.watched if len(run.watched) > 1 else ()  # one loss is in a chart, or of no use
    return list(dict.fromkeys([*several, *found]))[:3]


def _figures(store: Store, end: End, metrics: list[str]) -> Rows:
    table = Rows("variant", "seed", "ended")
    for metric in metrics:
        for heading in (f"{metric}: first", "last", "min"):
            table.column(heading, right=True)
    for variant, by_seed in end.metrics.items():
        for seed, found in by_seed.items():
            figures = [_number(found.get(m, {}).get(w)) for m in metrics for w in WHICH]
            how = network_state(store, variant, int(seed))
            table.row(variant, seed, how, *figures)
    return table


def _sentence(claim: Judged) -> tuple[Cell, ...]:
    style, glyph = STYLES.get(claim.verdict, "dim"), GLYPHS.get(claim.verdict, "?")
    figures = f" ({compared(claim)})" if claim.measured is not None else ""
    return (f"{glyph} {claim.verdict}", style), f"  {claim.says}{figures}: {claim.why}"


def _number(value: Any) -> str:
    return "nan" if value is None else f"{value:.4g}"
