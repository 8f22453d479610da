"""`c`: the lesson's train.py. The source is the textbook."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.highlight import highlight
from textual.screen import Screen
from textual.widgets import Static

from lessons.kit import Lesson
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.reading import Reading


class SourceScreen(Screen[None]):
    """The loop, highlighted and numbered."""

    DEFAULT_CSS = """
    SourceScreen #title { height: 1; background: $panel; padding: 0 1; text-style: bold; }
    SourceScreen Reading { overflow-x: auto; }
    SourceScreen Reading > Static { width: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,c", "leave", "Back", tooltip="Back to the lesson"),
    ]

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self.lesson = lesson

    def compose(self) -> ComposeResult:
        """Title, code, keys."""
        yield Static(f"{self.lesson.folder}/train.py", id="title", markup=False)
        with Reading():
            yield Static(numbered(self.lesson.source), markup=False)
        yield KeyLine(("j k", "scroll"), ("g G", "top, bottom"), ("q", "back"))

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()


def numbered(source: str) -> Content:
    """Python source in colours, with line numbers."""
    lines = highlight(source, language="python").split("\n")
    numbers = (Content.styled(f"{n:>4}  ", "$muted") for n in range(1, len(lines) + 1))
    return Content("\n").join([n + line for n, line in zip(numbers, lines, strict=True)])
