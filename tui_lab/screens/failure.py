"""`enter` among the notes of a run that failed: the learner's own lines that led to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from lessons.kit.errors import visible
from lessons.kit.stream.events import Fault
from tui_lab.screens.sheet import Sheet
from tui_lab.widgets.reading import Reading


class FailureScreen(Sheet):
    """What went wrong, and the traceback."""

    DEFAULT_CSS = """
    FailureScreen > Reading { width: 100; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Close", tooltip="Back to the lesson"),
    ]

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault

    def compose(self) -> ComposeResult:
        """One text."""
        lines = [
            Content.styled(visible(self.fault.message), "bold"), Content(),
            Content(visible(self.fault.traceback.rstrip())), Content(),
            Content.styled(visible(self.fault.fix), "$muted"),
        ]  # fmt: skip
        box = Reading(Static(Content("\n").join(lines), markup=False))
        box.border_title = Content("What failed")
        box.border_subtitle = Content("j k scroll · esc closes")
        yield box
