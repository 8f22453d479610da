"""What every panel of a lesson has in common: a title, a view, and a line of words on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from textual.content import Content

from lessons.kit import Panel as Page
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.line_chart import number
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.rows import PLAIN, Grid, Row, Rows, Style, fit, to_ascii
from tui_lab.session.view import View
from tui_lab.widgets.panels.canvas import Canvas

GAP = 2  # columns behind each value, the last one too
ROOM_FOR_LEGEND = 9  # rows; a smaller panel is all picture

OUTCOMES = {None: ("", "muted"), True: (" ✓", "success"), False: (" ✗", "warning")}
"""Of a prediction: whether it came true, the sign for it, and its colour."""

Entry = tuple[VariantStyle, str, float]
"""A run's look, its name, and the value to show of it."""


class Panel(Canvas):
    """One of the lesson's panels, drawn from the session's store."""

    DEFAULT_CSS = """
    Panel {
        border: round $calm;
        border-title-color: $foreground 80%;
        border-title-style: bold;
        border-subtitle-color: $muted;
        &:focus { border: round $primary; border-title-color: $primary; }
        &.-maximized { height: 1fr; }
    }
    """

    def __init__(self, page: Page, view: View) -> None:
        super().__init__()
        self.page = page
        self.view = view
        self.frame("title", Content(page.title))
        self.painted: tuple[object, ...] | None = None
        """The versions that the last painting was made from."""
        self.painted_at = 0.0

    @property
    def is_ascii(self) -> bool:
        """Whether only plain characters may be drawn."""
        return self.app.has_class("-ascii")

    @property
    def versions(self) -> tuple[object, ...]:
        """What a painting depends on: another one is another picture."""
        store = self.view.session.store
        planned = None if store.start else self.view.session.plan  # what it will be, until it is
        return store, store.version, self.view.version, planned

    def say_title(self) -> None:
        """The title, and what was predicted of this run: locked in, and then right or not."""
        said = self.view.predicted.get(self.page.title)
        title = Content(self.page.title)
        if said:
            sign, colour = OUTCOMES[said.right]
            title += Content.assemble(("  ◆ ", "$accent"), said.choice, (sign, f"${colour}"))
        self.frame("title", title)

    def paint(self, now: float) -> None:
        """Draw what is new."""
        self.painted, self.painted_at = self.versions, now
        self.catch_up()

    def draw(self, width: int, height: int) -> Rows:
        """A line of words, if there is room for it, above the picture."""
        if height < ROOM_FOR_LEGEND:
            return self.picture(width, height)
        captions = self.captions(width)[: height // 3]
        return [*captions, *self.picture(width, height - len(captions))]

    def captions(self, width: int) -> list[Row]:
        """The lines above the picture."""
        return [self.caption(width)]

    def caption(self, width: int) -> Row:
        """The line above the picture: by default whose it is, and from when."""
        shown = self.shown()
        if shown is None:
            return ()
        style = self.variant_styles[shown.variant]
        name = fit(shown.variant, max(width - 16, 4))
        marker = to_ascii(style.marker) if self.is_ascii else style.marker
        return (
            (f"{marker} {name}", Style(style.colour, bold=True)),
            (f" · step {shown.step}", Style(self.frame_colour)),
        )

    def picture(self, width: int, height: int) -> Rows:
        """The picture itself. To be overridden."""
        return super().draw(width, height)

    @property
    def variant_styles(self) -> dict[str, VariantStyle]:
        """How the runs look in this theme."""
        return self.view.variant_styles(self.app.theme_variables)

    def shown(self) -> PictureEvent | None:
        """The picture of the variant that is shown, of its first seed, at the time looked at."""
        view, seeds = self.view, self.view.seeds
        return view.picture(self.page.key, view.shown, seeds[0]) if seeds else None

    def shown_value(self) -> Any:
        """What the lesson showed; None while there is nothing."""
        shown = self.shown()
        return shown.value if shown else None

    def nothing_yet(self, width: int, height: int) -> Rows:
        """An empty picture that says so."""
        grid, text = Grid(width, height), fit("nothing yet", width)
        grid.write((width - len(text)) // 2, height // 2, text, Style(self.frame_colour, dim=True))
        return grid.rows()

    def legend(self, entries: list[Entry], width: int, leads: Sequence[str] = ("",)) -> Row:
        """Each run's marker, its name if all of them fit, and its value.

        Of the leads, which stand before it, the first that leaves room for all values. Of values
        that have no room even so the last are left out: half a number would be another one.
        """
        row = self._legend(entries, leads[0], names=True)
        shorter = iter(leads)
        while _length(row) > width + GAP and (lead := next(shorter, None)) is not None:
            row = self._legend(entries, lead, names=False)
        while len(entries) > 1 and _length(row) > width + GAP:
            entries = entries[:-1]
            row = (*self._legend(entries, leads[-1], names=False), ("…" + " " * GAP, PLAIN))
        return row

    def legends(self, entries: list[Entry], width: int, lead: str = "") -> list[Row]:
        """The same in as many rows as it takes to name every run."""
        rows: list[Row] = []
        waiting = list(entries)
        while waiting or not rows:
            count = len(waiting)
            while count > 1 and _length(self._legend(waiting[:count], lead, names=True)) > width:
                count -= 1
            rows.append(self._legend(waiting[:count], lead, names=True))
            waiting, lead = waiting[count:], " " * len(lead)
        return rows

    def _legend(self, entries: list[Entry], lead: str, names: bool) -> Row:
        row = [(lead, Style(self.frame_colour))] if lead else []
        for style, name, value in entries:
            marker = to_ascii(style.marker) if self.is_ascii else style.marker
            label = f"{marker} {name} " if names else f"{marker} "
            row += [(label, Style(style.colour, bold=True)), (f"{number(value)}  ", PLAIN)]
        return tuple(row)


def _length(row: Row) -> int:
    return sum(cell_len(text) for text, _ in row)
