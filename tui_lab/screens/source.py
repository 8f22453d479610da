"""`c`: the files that a lesson shows, and beside them the story with its formulas."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import ClassVar, Literal, NamedTuple

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
from tui_lab.widgets.tab_line import TabLine

BOTH = 130  # columns; with fewer the story takes the place of the code


class Wish(NamedTuple):
    """What the learner wants done to a file."""

    verb: Literal["edit", "original"]
    file: str


class SourceScreen(Screen[Wish | None]):
    """The files that a lesson shows, a tab each. Ends with what the learner wants to do to one."""

    DEFAULT_CSS = """
    SourceScreen #title { height: 1; background: $panel; padding: 0 1; text-style: bold; }
    SourceScreen TabLine { margin: 0 1; }
    SourceScreen #code { overflow-x: auto; width: 2fr; }
    SourceScreen #code > Static { width: auto; }
    SourceScreen Story { display: none; width: 1fr; }
    SourceScreen.-story Story { display: block; }
    SourceScreen.-story.-narrow #code { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,c", "leave", "Back", tooltip="Back to the lesson"),
        Binding("s,tab", "story", "Story", tooltip="Show the story and its formulas"),
        Binding("e", "wish('edit')", "Edit", tooltip="Edit your copy of this file"),
        Binding("E", "wish('original')", "Original", tooltip="This file as the lesson has it"),
        Binding("right_square_bracket", "next(1)", "Next file", tooltip="The next file"),
        Binding("left_square_bracket", "next(-1)", "File before", tooltip="The file before"),
        *(
            Binding(str(n), f"choose({n - 1})", f"File {n}", show=False, tooltip=f"File {n}")
            for n in range(1, 10)
        ),
    ]

    def __init__(self, lesson: Lesson, edits: Mapping[str, str]) -> None:
        super().__init__()
        self.lesson, self.edits = lesson, edits
        self.files = TabLine(lesson.shows)
        self.heading = Static(id="title", markup=False)
        self.code = Static(markup=False)

    def compose(self) -> ComposeResult:
        """Title, files, code, story, keys."""
        yield self.heading
        if len(self.lesson.shows) > 1:
            yield self.files
        with Horizontal():
            with Reading(id="code"):
                yield self.code
            yield Story(self.lesson.story)
        chosen = [("[ ]", "file")] if len(self.lesson.shows) > 1 else []
        yield KeyLine(
            ("j k", "scroll"), ("g G", "top, bottom"), *chosen, ("s", "story"), ("e", "edit"),
            ("E", "original"), ("q", "back"),
        )  # fmt: skip

    def on_mount(self) -> None:
        """The loop first."""
        self.on_tab_line_chosen()

    def on_tab_line_chosen(self) -> None:
        """Show a file from its top."""
        name = self.files.active
        whose = " · your copy: ▌ marks your changes" if name in self.edits else ""
        self.heading.update(f"{self.lesson.folder}/{name}{whose}")
        self.code.update(numbered(self.lesson.shown[name], self.edits.get(name)))
        for file in self.lesson.shows:
            self.files.note(file, "▌" if file in self.edits else "")
        self.query_one("#code", Reading).scroll_home(animate=False)

    def action_choose(self, place: int) -> None:
        """Another file, by its place."""
        self.files.choose(place)

    def action_next(self, by: int) -> None:
        """The file after this one, or before it; after the last comes the first."""
        place = self.files.tabs.index(self.files.active) + by
        self.files.choose(place % len(self.files.tabs))

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self.set_class(self.size.width < BOTH, "-narrow")

    def action_story(self) -> None:
        """The formulas, and back."""
        self.toggle_class("-story")
        story, code = self.query_one(Story), self.query_one("#code")
        (story if self.has_class("-story", "-narrow") else code).focus()

    def action_wish(self, verb: Literal["edit", "original"]) -> None:
        """Back, to do this with the file that is shown."""
        self.dismiss(Wish(verb, self.files.active))

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
