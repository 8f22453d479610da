"""Which colour and marker is which network, which runs are behind, which panels these are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from textual.events import Click
from textual.message import Message

from tui_lab.charts.recorded import GHOST_MARKERS
from tui_lab.charts.rows import Row, Rows, Style, fit, to_ascii
from tui_lab.session.view import View
from tui_lab.widgets.panels.canvas import Canvas

GAP = 2  # columns behind a name
TURNS = {"[": -1, "]": 1}
"""Pages to turn by, of the signs at the end of a position."""


class Legend(Canvas, can_focus=False):
    """Networks on the left, the one in front bright; then other runs; the position on the right."""

    DEFAULT_CSS = """
    Legend { height: 1; padding: 0 1; }
    """

    class Chosen(Message):
        """A network was clicked on."""

        def __init__(self, variant: str) -> None:
            super().__init__()
            self.variant = variant

    class Turned(Message):
        """One of the signs of other panels was clicked on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, view: View, position: Callable[[], str]) -> None:
        super().__init__(id="legend")
        self.view, self.position = view, position
        self.made_from = lambda: (*view.versions, position(), self.app.theme)
        self._places: list[tuple[int, str]] = []
        """Where each network's name ends."""

    def draw(self, width: int, height: int) -> Rows:
        """As many as there is room for."""
        where = self.position()
        row, used = self._entries(max(width - len(where) - GAP, 0))
        gap = max(width - used - len(where), 0)
        return [(*row, (" " * gap + where, Style(self.frame_colour)))]

    def _entries(self, width: int) -> tuple[Row, int]:
        """The entries, and the columns that they take."""
        row, used, self._places = [], 0, []
        for name, words, style in self._said():
            text = fit(words, max(width - used, 0)) + " " * GAP
            row.append((text, style))
            used += len(text)
            self._places += [(used, name)] if name else []
        return tuple(row), used

    def _said(self) -> list[tuple[str, str, Style]]:
        """A network, what is written of it, and how; without a network for other runs."""
        view, grey, found = self.view, Style(self.frame_colour), []
        for name, look in view.variant_styles(self.app.theme_variables).items():
            if name in view.hidden:
                found.append((name, f"({name} hidden)", grey))
            elif name in view.variants:
                is_front = name == view.shown
                found.append((name, f"{look.marker} {name}", Style(look.colour, bold=is_front)))
        for marker, ghost in zip(cycle(GHOST_MARKERS), view.ghosts, strict=False):
            found.append(("", f"{marker}┄ {ghost.name}", grey))
        if self.app.has_class("-ascii"):
            return [(name, to_ascii(words), style) for name, words, style in found]
        return found

    def on_click(self, event: Click) -> None:
        """A click on a network brings it to the front; one on `[` or `]` turns the page."""
        offset = event.get_content_offset(self)
        where = self.position()
        if offset is None:
            return
        place = offset.x - (self.content_size.width - len(where))
        if turned := TURNS.get(where[place : place + 1] if place >= 0 else ""):
            self.post_message(self.Turned(turned))
        else:
            chosen = next((name for end, name in self._places if offset.x < end - GAP), None)
            if chosen:
                self.post_message(self.Chosen(chosen))
