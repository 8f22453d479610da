"""What is written to the terminal for a part of the screen: where, in which colours, what.

Textual sends every stretch of a row from the widget's left edge on, and says both colours before
each run of it and takes them back after. A cell of two colours is 42 bytes so, of which three are
the cell. Here only the columns that changed are sent, and of the colours only what is another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

Look = tuple[str, str, str]
"""Attributes such as bold, the colour and the ground, as SGR codes."""
UNSET: Look = ("", "39", "49")
"""How each frame begins and ends: the terminal's own colours, no attributes."""

RICH = (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT)
GREYS: Mapping[ColorTriplet | None, int] = {
    ColorTriplet(level, level, level): 232 + n for n, level in enumerate(range(8, 239, 10))
}
"""The greys of xterm, which every terminal of 256 colours has: rich takes a neighbour."""


class Pen:
    """Writes one frame, and knows what the terminal writes with after all of it."""

    def __init__(self, system: ColorSystem) -> None:
        self.system = system
        self.written: list[str] = []
        self._now = UNSET
        self._row = -1

    def move(self, x: int, y: int) -> None:
        """Go to a cell; within a row only the column is said."""
        self.written.append(f"\x1b[{x + 1}G" if y == self._row else f"\x1b[{y + 1};{x + 1}H")
        self._row = y

    def draw(self, strip: Strip) -> None:
        """Write these cells from here on."""
        for text, style, _ in strip:
            self._set(look_of(style, self.system), blank=text.isspace())
            self.written.append(_linked(text, style) if style and style.link else text)

    def frame(self) -> str:
        """All of it; the terminal is left as it was found."""
        self._set(UNSET, blank=False)
        return "".join(self.written)

    def _set(self, look: Look, *, blank: bool) -> None:
        """Say what is another one; the colour of a blank cannot be seen, so it stays."""
        before, attributes = self._now, look[0]
        if blank and not attributes and not before[0]:
            look = attributes, before[1], look[2]
        is_seen = bool(attributes) or (not blank and look != UNSET)
        to_plain = before[2] != "49" == look[2] and before[1] != "39" and not is_seen
        if before[0] and attributes != before[0]:  # only a reset takes attributes back
            self.written.append("\x1b[0m")
            before = UNSET
        elif to_plain:  # shorter than to take back the ground, or both colours
            self.written.append("\x1b[0m")
            look = before = UNSET
        codes = [code for code, was in zip(look, before, strict=True) if code and code != was]
        if codes:
            self.written.append(f"\x1b[{';'.join(codes)}m")
        self._now = look


def system_of(console: Console) -> ColorSystem:
    """How many colours a terminal has; all of them where that is not known, as to Textual."""
    return console._color_system or ColorSystem.TRUECOLOR


@lru_cache(16_384)
def look_of(style: Style | None, system: ColorSystem) -> Look:
    """How a style is said to a terminal with these colours."""
    if style is None:
        return UNSET
    attributes = Style(
        bold=style.bold, dim=style.dim, italic=style.italic, underline=style.underline,
        blink=style.blink, reverse=style.reverse, conceal=style.conceal, strike=style.strike,
        overline=style.overline, underline2=style.underline2,
    )  # fmt: skip
    return (
        attributes._make_ansi_codes(system),
        _codes(style.color, system, foreground=True),
        _codes(style.bgcolor, system, foreground=False),
    )


def _linked(text: str, style: Style) -> str:
    return f"\x1b]8;id={style.link_id};{style.link}\x1b\\{text}\x1b]8;;\x1b\\"


def _codes(colour: Color | None, system: ColorSystem, *, foreground: bool) -> str:
    """A colour as SGR codes; a grey that also terminals of 256 colours have by its short name."""
    shown = colour or Color.default()
    if system in RICH and shown.triplet in GREYS:
        return f"{38 if foreground else 48};5;{GREYS[shown.triplet]}"
    return ";".join(shown.downgrade(system).get_ansi_codes(foreground=foreground))


class Sparing(CompositorUpdate):
    """An update of the screen, written in as few bytes as it takes."""

    def __init__(self, update: ChopsUpdate | LayoutUpdate) -> None:
        self.update = update

    def render_segments(self, console: Console) -> str:
        """What is sent to the terminal."""
        pen = Pen(system_of(console))
        if isinstance(self.update, LayoutUpdate):
            _write_all(self.update, pen)
        else:
            _write_changes(self.update, pen)
        return pen.frame()

    def __rich_console__(self, *how: Any) -> Any:
        return self.update.__rich_console__(*how)


def _write_all(update: LayoutUpdate, pen: Pen) -> None:
    for y, line in enumerate(update.strips, update.region.y):
        pen.move(update.region.x, y)
        for strip in line:
            pen.draw(strip)


def _write_changes(update: ChopsUpdate, pen: Pen) -> None:
    for y, first, last in update.spans:
        for (x, strip), end in zip(update.chops[y].items(), update.chop_ends[y], strict=False):
            if strip is not None and x < last and end > first:
                left, right = max(first, x), min(last, end)
                pen.move(left, y)
                pen.draw(strip.crop(left - x, right - x))


def sparing(update: Any) -> Any:
    """The same to the eye; what is no part of the screen stays as it is."""
    return Sparing(update) if isinstance(update, ChopsUpdate | LayoutUpdate) else update
