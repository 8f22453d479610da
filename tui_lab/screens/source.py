"""`c`: the lesson's train.py, and beside it the story with its formulas."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.highlight import highlight
from textual.screen import Screen
from textual.widgets import Static

from lessons.kit import Lesson
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.reading import Reading, Story

BOTH = 130  # columns; with fewer the story takes the place of the code


class SourceScreen(Screen[str | None]):
    """The loop, highlighted and numbered. Ends with what the learner wants to do to it."""

    DEFAULT_CSS = """
    SourceScreen #title { height: 1; background: $panel; padding: 0 1; text-style: bold; }
    SourceScreen #code { overflow-x: auto; width: 2fr; }
    SourceScreen #code > Static { width: auto; }
    SourceScreen Story { display: none; width: 1fr; }
    SourceScreen.-story Story { display: block; }
    SourceScreen.-story.-narrow #code { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,c", "leave", "Back", tooltip="Back to the lesson"),
        Binding("s,tab", "story", "Story", tooltip="The story and its formulas"),
        Binding("e", "wish('edit')", "Edit", tooltip="Edit your copy of it"),
        Binding("E", "wish('original')", "Original", tooltip="Go back to the lesson's own"),
    ]

    def __init__(self, lesson: Lesson, edited: str | None = None) -> None:
        super().__init__()
        self.lesson, self.edited = lesson, edited

    def compose(self) -> ComposeResult:
        """Title, code, story, keys."""
        whose = " · yours: ▌ marks what you changed" if self.edited is not None else ""
        yield Static(f"{self.lesson.folder}/train.py{whose}", id="title", markup=False)
        with Horizontal():
            with Reading(id="code"):
                yield Static(numbered(self.lesson.source, self.edited), markup=False)
            yield Story(self.lesson.story)
        yield KeyLine(
            ("j k", "scroll"), ("g G", "top, bottom"), ("s", "story"), ("e", "edit"),
            ("E", "original"), ("q", "back"),
        )  # fmt: skip

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self.set_class(self.size.width < BOTH, "-narrow")

    def action_story(self) -> None:
        """The formulas, and back."""
        self.toggle_class("-story")
        story, code = self.query_one(Story), self.query_one("#code")
        (story if self.has_class("-story", "-narrow") else code).focus()

    def action_wish(self, wish: str) -> None:
        """Back, to do this."""
        self.dismiss(wish)

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)


def numbered(original: str, edited: str | None = None) -> Content:
    """Python source in colours, with line numbers; of an edited one, the changed lines marked."""
    source = original if edited is None else edited
    changed = set() if edited is None else changed_lines(original, edited)
    lines = highlight(source, language="python").split("\n")
    heads = (
        Content.styled(f"{n:>4} {'▌' if n in changed else ' '}",
                       "$accent" if n in changed else "$muted")
        for n in range(1, len(lines) + 1)
    )  # fmt: skip
    return Content("\n").join([head + line for head, line in zip(heads, lines, strict=True)])


def changed_lines(original: str, edited: str) -> set[int]:
    """The lines of the edited text, counted from 1, that the original does not have there."""
    matcher = SequenceMatcher(None, original.splitlines(), edited.splitlines(), autojunk=False)
    return {
        line + 1
        for tag, _, _, first, last in matcher.get_opcodes()
        if tag != "equal"
        for line in range(first, max(last, first + (tag == "delete")))
    }
