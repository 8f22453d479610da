"""A learner's way to take values along: the clipboard, and only when it is asked for."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui_lab.screens.editing import Editing
from tui_lab.widgets.copying import as_tsv, rows_of


class Copying(Editing):
    """The part of a lesson's screen that writes to the clipboard of the terminal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("Y", "copy", "Copy", tooltip="Copy this chart's values, or this table"),
    ]

    def action_copy(self) -> None:
        """Copy what is focused, by OSC 52: the terminal keeps it, on whichever machine it is."""
        rows = rows_of(self.focused)
        if not rows:
            self.notify("Y copies the values of a chart, or a table: go to one with the arrows")
            return
        self.app.copy_to_clipboard(as_tsv(rows))
        self.notify(
            f"{len(rows)} lines are in your clipboard, if your terminal lets programs write "
            "there (tmux: set -g set-clipboard on)"
        )
