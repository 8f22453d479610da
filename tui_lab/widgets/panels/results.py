"""The figures: every variant beside the others, and what became of each network."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rich.style import Style as RichStyle
from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.geometry import Size

from lessons.kit import Series
from lessons.kit.errors import visible
from lessons.kit.stream.events import NetworkEnd
from lessons.kit.stream.numbers import finite, least
from tui_lab.charts.lines.line_chart import number
from tui_lab.charts.palette import STATES, hex_of
from tui_lab.charts.rows import PLAIN, Rows, Style, to_ascii
from tui_lab.session.view import View
from tui_lab.state.bins import Binned
from tui_lab.widgets.panels.canvas import Canvas

METRIC_WIDTH = 17
NAMES_WIDTH = 36  # of the run's name and its state


class Results(Canvas, can_focus=False):
    """A table of variants and metrics, made by rich; only the rows that changed are sent."""

    DEFAULT_CSS = """
    Results {
        height: auto; max-height: 50%; width: 1fr; padding: 0 1;
        border: round $calm; border-title-color: $foreground 80%; border-title-style: bold;
    }
    """

    def __init__(self, view: View) -> None:
        super().__init__(id="results")
        self.view = view
        self._lines = 0
        """The lines that room was last asked for."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for each variant, and one for the headings."""
        return len(self.view.variants) + 1

    def catch_up(self) -> None:
        """Draw what is new; with other variants, at another height."""
        at = self.view.at
        title = "Results: latest (minimum)" if at is None else f"Results at step {at}"
        self.frame("title", Content(title))
        if self._lines != (lines := len(self.view.variants) + 1):
            self._lines = lines  # not its height: there may be room for less, and nothing to gain
            self.refresh(layout=True)
        super().catch_up()

    def draw(self, width: int, height: int) -> Rows:
        """The table's cells."""
        console = self.app.console
        lines = console.render_lines(self.table(), console.options.update(width=max(width, 1)))
        return [tuple((text, _cell_style(style)) for text, style, _ in line) for line in lines]

    def metrics(self) -> list[str]:
        """As many scalars as fit."""
        return scalars(self.view)[: max(1, (self.size.width - NAMES_WIDTH) // METRIC_WIDTH)]

    def averaged(self) -> set[str]:
        """The scalars that are drawn as their mean so far."""
        panels = self.view.session.lesson.panels
        return {n for page in panels if isinstance(page, Series) and page.average for n in page.of}

    def table(self) -> Table:
        """A row for each variant."""
        variables = self.app.theme_variables
        muted, names = hex_of(variables, "secondary"), self.metrics()
        table = Table(box=None, expand=True, padding=(0, 1, 0, 0), header_style=muted)
        table.add_column("variant", no_wrap=True, max_width=16)
        table.add_column("state", no_wrap=True, ratio=1, min_width=18)
        for name in names:
            table.add_column(Text(visible(name)), no_wrap=True, justify="right", min_width=14)
        styles = self.view.variant_styles(variables)
        for variant in self.view.variants:
            style = styles[variant]
            marker = to_ascii(style.marker) if self.app.has_class("-ascii") else style.marker
            figures = [self._figure(variant, name, muted) for name in names]
            table.add_row(
                Text(f"{marker} {visible(variant)}", f"bold {style.colour}"),
                self._state(variant),
                *figures,
            )
        return table

    def _figure(self, variant: str, metric: str, muted: str) -> Text:
        """The latest value, the mean of the seeds', and the minimum so far.

        Of a scalar that is 0 or 1 the latest says little: its mean so far.
        """
        store, seeds = self.view.session.store, self.view.seeds
        curves = [store.curve(variant, seed, metric) for seed in seeds]
        curves = [curve for curve in curves if curve.bins]
        if not curves:
            return Text("–", muted)
        if metric in self.averaged():
            means = [mean for curve in curves if (mean := self._mean_so_far(curve)) is not None]
            return Text(f"{number(math.fsum(means) / len(means))} on average" if means else "–")
        at = self.view.at
        latest = math.fsum(curve.value_at(at) for curve in curves) / len(curves)
        bins = (one for curve in curves for one in curve.bins)
        low = least(one.low for one in bins if at is None or one.step <= at)
        lowest = f" ({number(low)})" if finite(low) is not None else ""
        return Text.assemble(number(latest), (lowest, muted))

    def _mean_so_far(self, curve: Binned) -> float | None:
        """The mean up to the step that is looked at; None before the first."""
        at = self.view.at
        count = len(curve.bins) if at is None else sum(one.step <= at for one in curve.bins)
        return curve.running_mean()[count - 1] if count else None

    def _state(self, variant: str) -> Text:
        store, seeds = self.view.session.store, self.view.seeds
        ends = [store.ends[variant, s] for s in seeds if (variant, s) in store.ends]
        broke = [store.broke_at(variant, seed) for seed in seeds]
        words, colour = ending(ends, len(seeds), broke)
        sign = STATES.get(self.view.session.state, STATES["lost"])
        if not words:
            done = store.history.done(variant) if store.start else 0
            words, colour = (f"{sign.glyph} step {done}", sign.colour) if done else ("", "")
        return Text(words, hex_of(self.app.theme_variables, colour))


def scalars(view: View) -> list[str]:
    """What has a column: first what the lesson watches, then what the panels of this run draw.

    A panel that is for other settings would give a column that stays empty.
    """
    lesson, known = view.session.lesson, view.session.store.metrics()
    pages = [page for page in lesson.panels if isinstance(page, Series) and view.covers(page)]
    drawn = [name for page in pages for name in page.of]
    every = dict.fromkeys([*lesson.watched, *drawn, *known])
    return [name for name in every if name in (known or drawn)]


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


def _cell_style(style: RichStyle | None) -> Style:
    """A rich style as far as a table uses it."""
    if style is None:
        return PLAIN
    colour = style.color.get_truecolor().hex if style.color else None
    return Style(colour, bold=bool(style.bold))
