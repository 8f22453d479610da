"""The figures: every variant beside the others, and what became of each network."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import JustifyMethod
from rich.style import Style as RichStyle
from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.geometry import Size

from lessons.kit import Series
from lessons.kit.errors import visible
from lessons.kit.stream.events import NetworkEnd
from lessons.kit.stream.numbers import finite, least, most
from tui_lab.charts.palette import STATES, hex_of
from tui_lab.charts.rows import PLAIN, Rows, Style, fit, to_ascii
from tui_lab.runs.compare import good_side
from tui_lab.session.view import View
from tui_lab.state.bins import Bin, Binned
from tui_lab.system.words import in_column
from tui_lab.widgets.panels.canvas import Canvas

GAP = 2  # columns between two columns of figures
NUMBER = 7  # columns, as of 5.52e-3: so many are kept for a figure that is shorter now
STATE = 12  # columns, as of "▶ step 1000"
NAME = 16  # columns of a network's name

Column = tuple[str, list[Text], int]
"""A heading, a cell for each variant, and the least width."""
Figure = tuple[float, float | None, str]
"""The latest value, the best where it is known, and what is said of them."""


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
        self.made_from = lambda: (*view.versions, view.session.state, self.app.theme)
        self._lines = 0
        """The lines that room was last asked for."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for each variant, and one for the headings."""
        return len(self.view.variants) + 1

    def catch_up(self) -> None:
        """Draw what is new; with other variants, at another height."""
        at = self.view.at
        title = "Results: latest (best)" if at is None else f"Results at step {at} (best by then)"
        self.frame("title", Content(title))
        if self._lines != (lines := len(self.view.variants) + 1):
            self._lines = lines  # not its height: there may be room for less, and nothing to gain
            self.refresh(layout=True)
        super().catch_up()

    def draw(self, width: int, height: int) -> Rows:
        """The table's cells."""
        console = self.app.console
        lines = console.render_lines(self.table(width), console.options.update(width=max(width, 1)))
        return [tuple((text, _cell_style(style)) for text, style, _ in line) for line in lines]

    def averaged(self) -> set[str]:
        """The scalars that are drawn as their mean so far."""
        panels = self.view.session.lesson.panels
        return {n for page in panels if isinstance(page, Series) and page.average for n in page.of}

    def table(self, width: int) -> Table:
        """A row for each variant, with as many scalars as fit into this width."""
        variables = self.app.theme_variables
        table = Table(box=None, padding=(0, GAP, 0, 0), header_style=hex_of(variables, "secondary"))
        names, states = self._names(), [self._state(each) for each in self.view.variants]
        columns = [("variant", names, 0), ("state", states, STATE)]
        columns += self._figures(width - sum(map(_needed, columns)))
        for heading, cells, least_width in columns:
            side: JustifyMethod = "left" if cells in (names, states) else "right"
            table.add_column(Text(heading), no_wrap=True, justify=side, min_width=least_width)
        for row in zip(*(cells for _, cells, _ in columns), strict=True):
            table.add_row(*row)
        return table

    def _names(self) -> list[Text]:
        """Each variant in its colour."""
        styles, is_ascii = self.view.variant_styles(self.app.theme_variables), self._is_ascii
        looks = [(name, styles[name]) for name in self.view.variants]
        return [
            Text(
                fit(f"{to_ascii(look.marker) if is_ascii else look.marker} {visible(name)}", NAME),
                f"bold {look.colour}",
            )
            for name, look in looks
        ]

    @property
    def _is_ascii(self) -> bool:
        return self.app.has_class("-ascii")

    def _figures(self, room: int) -> Iterator[Column]:
        """A column for each scalar, as long as there is room; one at least."""
        muted = hex_of(self.app.theme_variables, "secondary")
        for place, name in enumerate(scalars(self.view)):
            cells = written([self._figure(each, name) for each in self.view.variants], muted)
            both = 2 * NUMBER + len(" ()")
            column = visible(name), cells, both if good_side(name) else NUMBER
            room -= _needed(column)
            if room < 0 and place:
                return
            yield column

    def _figure(self, variant: str, metric: str) -> Figure | None:
        """The latest value, the mean of the seeds', and the best so far where it is known.

        Of a scalar that is 0 or 1 the latest says little: its mean so far.
        """
        store, seeds = self.view.session.store, self.view.seeds
        curves = [store.curve(variant, seed, metric) for seed in seeds]
        curves = [curve for curve in curves if curve.bins]
        if not curves:
            return None
        if metric in self.averaged():
            means = [mean for curve in curves if (mean := self._mean_so_far(curve)) is not None]
            return (math.fsum(means) / len(means), None, " on average") if means else None
        at = self.view.at
        latest = math.fsum(curve.value_at(at) for curve in curves) / len(curves)
        bins = [one for curve in curves for one in curve.bins if at is None or one.step <= at]
        return latest, finite(_best(bins, good_side(metric))), ""

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


def written(figures: Sequence[Figure | None], muted: str) -> list[Text]:
    """The figures of a column, all with the same decimals."""
    numbers = [each for figure in figures if figure for each in figure[:2] if each is not None]
    words = iter(in_column(numbers))
    cells = []
    for figure in figures:
        if figure is None:
            cells.append(Text("–", muted))
            continue
        _, best, tail = figure
        latest, beside = next(words), "" if best is None else f" ({next(words)})"
        cells.append(Text.assemble(latest + tail, (beside, muted)))
    return cells


def _needed(column: Column) -> int:
    """What a column takes, with the gap behind it."""
    heading, cells, least_width = column
    return max(cell_len(heading), least_width, *(cell.cell_len for cell in cells)) + GAP


def _best(bins: Sequence[Bin], side: int) -> float | None:
    """The least or the largest value; None where nobody knows which is good."""
    if not side:
        return None
    return most(one.high for one in bins) if side > 0 else least(one.low for one in bins)


def scalars(view: View) -> list[str]:
    """What has a column: first that of the large panel, then what the lesson watches and draws.

    A panel that is for other settings would give a column that stays empty.
    """
    lesson, known = view.session.lesson, view.session.store.metrics()
    pages = [page for page in lesson.panels if isinstance(page, Series) and view.covers(page)]
    drawn = [name for page in pages for name in page.of]
    hero = next((page.of for page in pages if page.hero), ())
    every = dict.fromkeys([*hero, *lesson.watched, *drawn, *known])
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
