"""The figures: every variant beside the others, and what became of each network."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rich.table import Table
from rich.text import Text
from textual.widgets import Static

from lessons.kit import Series
from lessons.kit.events import NetworkEnd
from lessons.kit.numbers import finite, least
from tui_lab.palette import STATES, hex_of
from tui_lab.plotting import number
from tui_lab.rows import to_ascii
from tui_lab.widgets.view import View

METRIC_WIDTH = 17
NAMES_WIDTH = 36  # of the run's name and its state


class Results(Static):
    """A table of variants and metrics. A repaint costs 30 ms: once a second will do."""

    DEFAULT_CSS = """
    Results {
        height: auto; max-height: 50%; width: 1fr; padding: 0 1;
        border: round $calm; border-title-color: $foreground 80%; border-title-style: bold;
    }
    """

    def __init__(self, view: View) -> None:
        super().__init__(id="results")
        self.view = view
        self.border_title = "Results: latest (least)"
        self._drawn: tuple[object, ...] | None = None

    def catch_up(self) -> None:
        """Draw the table again if anything is new and somebody can see it."""
        store = self.view.session.store
        drawn = (id(store), store.version, self.size, self.app.theme)
        if drawn != self._drawn and self.is_on_screen and self.screen.is_active:
            self._drawn = drawn
            table = self.table()
            self.update(table, layout=table.row_count + 1 != self.size.height)

    def on_resize(self) -> None:
        """Another width has room for other metrics."""
        self.catch_up()

    def metrics(self) -> list[str]:
        """As many scalars as fit, those that the panels draw first."""
        panels = self.view.session.lesson.panels
        drawn = [name for page in panels if isinstance(page, Series) for name in page.of]
        known = self.view.session.store.metrics()
        names = [name for name in dict.fromkeys([*drawn, *known]) if name in known or not known]
        return names[: max(1, (self.size.width - NAMES_WIDTH) // METRIC_WIDTH)]

    def table(self) -> Table:
        """A row for each variant."""
        variables = self.app.theme_variables
        muted, names = hex_of(variables, "secondary"), self.metrics()
        table = Table(box=None, expand=True, padding=(0, 1, 0, 0), header_style=muted)
        table.add_column("run", no_wrap=True, max_width=16)
        table.add_column("state", no_wrap=True, ratio=1, min_width=18)
        for name in names:
            table.add_column(name, no_wrap=True, justify="right", min_width=14)
        looks = self.view.looks(variables)
        for variant in self.view.variants:
            look = looks[variant]
            marker = to_ascii(look.marker) if self.app.has_class("-ascii") else look.marker
            figures = [self._figure(variant, name, muted) for name in names]
            table.add_row(
                Text(f"{marker} {variant}", f"bold {look.colour}"), self._state(variant), *figures
            )
        return table

    def _figure(self, variant: str, metric: str, muted: str) -> Text:
        """The latest value, the mean of the seeds', and the least there was."""
        store, seeds = self.view.session.store, self.view.seeds
        curves = [store.curve(variant, seed, metric) for seed in seeds]
        curves = [curve for curve in curves if curve.bins]
        if not curves:
            return Text("–", muted)
        latest = math.fsum(curve.last for curve in curves) / len(curves)
        low = least(one.low for curve in curves for one in curve.bins)
        lowest = f" ({number(low)})" if finite(low) is not None else ""
        return Text.assemble(number(latest), (lowest, muted))

    def _state(self, variant: str) -> Text:
        store, seeds = self.view.session.store, self.view.seeds
        ends = [store.ends[variant, s] for s in seeds if (variant, s) in store.ends]
        words, colour = ending(ends, len(seeds), [
            store.curve(variant, seed, "loss").broke_at for seed in seeds
        ])  # fmt: skip
        sign = STATES.get(self.view.session.state, STATES["lost"])
        if not words:
            done = store.history.done(variant) if store.start else 0
            words, colour = (f"{sign.glyph} step {done}", sign.colour) if done else ("", "")
        return Text(words, hex_of(self.app.theme_variables, colour))


def ending(
    ends: Iterable[NetworkEnd], seeds: int, broke_at: Iterable[int | None]
) -> tuple[str, str]:
    """What became of a variant's networks, in words, and the theme's colour for it."""
    ends, broken = list(ends), [step for step in broke_at if step is not None]
    of = f"{len(broken)} of {seeds} " if seeds > 1 else ""
    if failed := [end for end in ends if end.how == "failed"]:
        return f"✗ failed at step {failed[0].step}", "error"
    if broken:
        return f"✗ {of}diverged at step {min(broken)}", "error"
    if len(ends) == seeds:
        return "✓ finished", "success"
    return "", ""
