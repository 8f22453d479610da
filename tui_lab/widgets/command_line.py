"""`:` opens a line for commands, as in an editor."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input

from lessons.kit import Lesson

OTHERS = ("seed ", "seeds ", "data ", "device ", "ask ", "quit")


class CommandLine(Input):
    """One command at a time; escape leaves."""

    DEFAULT_CSS = """
    CommandLine {
        dock: bottom; height: 1; border: none; padding: 0 1; display: none; background: $panel;
        &:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False, tooltip="Close the command line"),
    ]

    class Entered(Message):
        """A command was typed."""

        def __init__(self, words: list[str]) -> None:
            super().__init__()
            self.words = words

    def __init__(self, lesson: Lesson) -> None:
        words = [f"set {name} " for name in lesson.params.knobs()]
        words += [f"preset {preset.name}" for preset in lesson.presets]
        super().__init__(
            id="command", compact=True, suggester=SuggestFromList([*words, *OTHERS]),
            placeholder="set NAME VALUE · seed N · preset NAME · data FILE · ask TEXT · q",
        )  # fmt: skip

    def open(self) -> None:
        """Begin a command."""
        self.value = ""
        self.display = True
        self.screen.set_focus(self)  # not `focus()`, which comes after the next keys

    def action_leave(self) -> None:
        """Close without doing anything."""
        self.display = False
        self.screen.set_focus(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the words over, and close."""
        event.stop()
        words = event.value.strip().removeprefix(":").split()
        self.action_leave()
        if words:
            self.post_message(self.Entered(words))
