"""A line to find a name in a text: it says which lines have it, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Input

from tui_lab.widgets.bottom_line import BottomLine


class FindLine(BottomLine):
    """Hidden until somebody looks for something."""

    @dataclass
    class Found(Message):
        """A line has what was looked for; the first line is 1."""

        line: int

    def __init__(self) -> None:
        super().__init__(placeholder="find a name; enter goes there, n to the next", compact=True)
        self.text = ""
        self.lines: Sequence[int] = ()
        """Those that have it."""
        self.place = 0

    def read(self, text: str) -> None:
        """Look in this text from now on."""
        self.text, self.lines = text, ()

    def open(self) -> None:
        """Type what to look for."""
        self.value, self.display = "", True
        self.screen.set_focus(self)

    def close(self) -> bool:
        """Look no more; whether somebody did."""
        was_open = bool(self.display)
        self.display = False
        return was_open

    def find(self, words: str) -> None:
        """Go to the first line with these words."""
        needle = words.casefold()
        found = enumerate(self.text.split("\n"), 1)
        self.lines = [n for n, line in found if needle and needle in line.casefold()]
        self.place = -1
        self.go_on(1)

    def go_on(self, by: int) -> None:
        """To the next line that has it, or the one before; around at the end."""
        if self.lines:
            self.place = (self.place + by) % len(self.lines)
            self.post_message(self.Found(self.lines[self.place]))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look for it."""
        event.stop()
        self.close()
        self.find(event.value)
        if not self.lines:
            self.app.notify(f"this file does not have “{event.value}”", markup=False)
