"""Text that is not ours, on the screen: none of it is markup, and none of it drives the terminal.

Lessons from outside, files, questions, answers and errors may hold anything. Widgets take them as
`Content` or rich `Text`, or are made with `markup=False`; what goes through the application itself
is held here: messages, and the very last look at every line before it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen

from tui_lab.terminal.pen import sparing
from tui_lab.terminal.plain import PlainCharacters

DRIVES = {*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0xD800, 0xE000)}
"""C0, DEL, C1 and halves of pairs. A terminal obeys them, and gives them no column."""
TURNS = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029}
"""What reorders a line that is read: the right-to-left override and its kind."""
GONE = dict.fromkeys(DRIVES | TURNS)


class Harmless(LineFilter):
    """The last sieve: leaves out what a terminal would obey. It has no width, so nothing moves."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments as they are, but for those that hold such a character."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(harmless(text), style, control) for text, style, control in segments]


class Sieve(LineFilter):
    """Several filters, one after the other, that Textual takes for one.

    Textual keeps what a filter made of a line for as long as it is asked for the same filter, and
    makes a new line, with seven caches of its own, after each.
    """

    def __init__(self, filters: tuple[LineFilter, ...]) -> None:
        super().__init__()
        self.filters = filters

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, as the last filter leaves them."""
        for each in self.filters:
            segments = each.apply(segments, background)
        return segments


@lru_cache(1024)
def harmless(text: str) -> str:
    """The text without what drives a terminal."""
    return text.translate(GONE)


OURS = (Harmless(), PlainCharacters())
"""The last sieves, the second for terminals that want plain characters only."""


class ForeignText(App[None]):
    """An application that shows what others have written."""

    ascii_only = False
    """Whether only plain characters may be drawn."""
    sieve = Sieve(())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """One sieve, ours after all others, and the same one as long as they are the same."""
        filters = (*super().get_line_filters(), *(OURS if self.ascii_only else OURS[:1]))
        if filters != self.sieve.filters:
            self.sieve = Sieve(filters)
        return [self.sieve]

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Show a part of the screen, or all of it."""
        super()._display(screen, sparing(renderable))

    def notify(self, message: str, *, markup: bool = False, **rest: Any) -> None:
        """Say it for a while, as it is: a widget's own `notify` asks for markup unless told not to.

        No message of ours has any. What stands there already stands there once.
        """
        self.take_back(message)
        super().notify(message, markup=False, **rest)

    def take_back(self, message: str) -> None:
        """Let a message go before its time: another one takes its place."""
        for known in list(self._notifications):
            if known.message == message:
                self._unnotify(known)
