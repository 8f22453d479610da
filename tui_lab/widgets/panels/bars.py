"""A Bars panel: the latest value of a scalar, a bar for each variant."""

from __future__ import annotations

import math

from lessons.kit import Bars
from tui_lab.charts.bars import Bar
from tui_lab.charts.lines import line_chart
from tui_lab.charts.lines.frame import Guide
from tui_lab.charts.recorded import levels
from tui_lab.charts.rows import Row, Rows, Style, fit
from tui_lab.panels.bars import scale_of
from tui_lab.state.bins import Binned
from tui_lab.widgets.panels.panel import Panel, empty


class BarsPanel(Panel):
    """The latest value of a scalar, a bar for each variant."""

    def captions(self, width: int) -> list[Row]:
        """What the bars measure."""
        seeds = len(self.view.seeds)
        at = self.view.at
        when = "latest" if at is None else f"step {at}"
        words = f"{self.bars_page.of}, {when}" + (f", mean of {seeds} seeds" if seeds > 1 else "")
        return [((fit(words, width), Style(self.frame_colour)),)]

    def picture(self, width: int, height: int) -> Rows:
        """A bar for each variant, with room between them where there is any."""
        styles, variants = self.variant_styles, self.view.visible
        if not any(curve.bins for variant in variants for curve in self._curves(variant)):
            return self.words.nothing_yet(width, height, empty(self))
        items = [Bar(v, self._latest(v), *styles[v], self._note(v)) for v in variants]
        references = self._references()
        scale = scale_of(self.bars_page, [item.value for item in items], references)
        return line_chart.bars(
            items, width, height, low=scale.low, high=scale.high, references=references,
            axis=True, ascii_only=self.is_ascii, frame_colour=self.frame_colour,
        )  # fmt: skip

    @property
    def bars_page(self) -> Bars:
        """What the page says of it."""
        assert isinstance(self.page, Bars)
        return self.page

    def _references(self) -> list[Guide]:
        """What the bars are compared with, as it is in this run."""
        store = self.view.session.store
        config = store.config or self.view.session.plan.config
        return levels(self.bars_page.references, config, store)

    def _note(self, variant: str) -> str:
        """For a network that broke, since when."""
        steps = [curve.broke_at for curve in self._curves(variant) if curve.broke_at]
        return f"✗ step {min(steps)}" if steps else ""

    def _curves(self, variant: str) -> list[Binned]:
        """What was recorded of the scalar, for each seed."""
        store = self.view.session.store
        return [store.curve(variant, seed, self.bars_page.of) for seed in self.view.seeds]

    def _latest(self, variant: str) -> float:
        values = [curve.value_at(self.view.at) for curve in self._curves(variant)]
        return math.fsum(values) / len(values) if values else math.nan
