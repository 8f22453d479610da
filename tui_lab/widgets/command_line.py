"""`:` opens a line for commands, as in an editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input

from tui_lab.widgets.bottom_line import BottomLine
from tui_lab.widgets.line_hint import LineHint

REMEMBERED = 100  # commands


class CommandLine(BottomLine):
    """One command at a time; escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False, tooltip="Close the command line"),
        Binding("up", "recall(-1)", "Before", show=False, tooltip="The previous command"),
        Binding("down", "recall(1)", "After", show=False, tooltip="The command after"),
        Binding("tab", "complete", "Complete", show=False, tooltip="Take what is offered, grey"),
    ]

    class Entered(Message):
        """A command was typed."""

        def __init__(self, words: list[str], shown: str) -> None:
            super().__init__()
            self.words, self.shown = words, shown

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(
            id="command", compact=True, select_on_focus=False, suggester=SuggestFromList(words),
            placeholder="tab completes · ↑ recalls · esc leaves",
        )  # fmt: skip

        self.hint = LineHint()
        """What can be typed, above the line."""
        self.entered: list[str] = []
        """What was typed before, the latest last."""
        self._place = 0
        self._before: Widget | None = None
        """Who had the keys."""
        self._shown = ""
        """The network that was shown when the line was opened: a question is for that one."""

    def open(self, shown: str, text: str = "") -> None:
        """Begin a command, with these words there already, while this network is shown."""
        self._shown = shown
        self.value, self._place = text, len(self.entered)
        self.cursor_position = len(text)
        self.display, self._before = True, self.screen.focused
        self.screen.set_focus(self)  # not `focus()`, which comes after the next keys

    def action_leave(self) -> None:
        """Close without doing anything; the keys go back to where they went."""
        self._close()
        chain, before = self.screen.focus_chain, self._before
        self.screen.set_focus(before if before in chain else None)

    def on_blur(self) -> None:
        """Close where the keys went elsewhere; not where they left for another window."""
        if self.app.app_focus and self.screen.focused is not self:
            self._close()

    def _close(self) -> None:
        self.display = False
        self.hint.hide()

    def action_complete(self) -> None:
        """Take the suggestion, if there is one."""
        self.action_end()
        self.action_cursor_right()

    def action_recall(self, by: int) -> None:
        """What was typed before, or after that; beyond the latest a new one."""
        self._place = min(max(self._place + by, 0), len(self.entered))
        self.value = self.entered[self._place] if self._place < len(self.entered) else ""
        self.cursor_position = len(self.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the words over, and close."""
        event.stop()
        typed = event.value.strip()
        words = typed.removeprefix(":").split()
        if typed and typed not in self.entered[-1:]:
            self.entered = [*self.entered, typed][-REMEMBERED:]
        self.action_leave()
        if words:
            self.post_message(self.Entered(words, self._shown))
