"""`i`: which logs are read, how, and what of them could not be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from lessons.kit.errors import one_line
from tui_lab.foreign.watching import Watching
from tui_lab.screens.sheet import Sheet
from tui_lab.widgets.reading import Reading


class FilesScreen(Sheet):
    """Every log with its run."""

    DEFAULT_CSS = """
    FilesScreen > Reading { width: 100; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i", "leave", "Close", tooltip="Back to the panels"),
    ]

    def __init__(self, watching: Watching) -> None:
        super().__init__()
        self.watching = watching

    def compose(self) -> ComposeResult:
        """One text."""
        box = Reading(Static(Content("\n").join(self._lines()), markup=False))
        box.border_title = Content("Files")
        box.border_subtitle = Content("j k scroll · esc closes")
        yield box

    def _lines(self) -> Iterator[Content]:
        for run, log in self.watching.logs.values():
            yield Content.assemble((run, "bold"), f"  {log.kind}: ", one_line(str(log.path)))
            yield Content.styled(f"   {log.told}", "$muted")
            for note in log.notes:
                yield Content.styled(f"   {note}", "$warning")
        for note in self.watching.notes:
            yield Content.styled(note, "$warning")
