"""`c`: the files that a lesson shows, and beside them the story with its formulas."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import ClassVar, Literal, NamedTuple, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.highlight import highlight
from textual.screen import Screen
from textual.widgets import Static

from tui_lab.widgets.find_line import FindLine
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.reading import Reading, Story
from tui_lab.widgets.tab_line import TabLine

HEAD = "def train("
BOTH = 130  # columns; with fewer the story takes the place of the code


class Wish(NamedTuple):
    """What the learner wants done to a file."""

    verb: Literal["edit", "original"]
    file: str


class Sources(Protocol):
    """Files to be read: a lesson's, or those of a case of the clinic."""

    @property
    def folder(self) -> str:
        """What stands before a file's name."""

    @property
    def shows(self) -> tuple[str, ...]:
        """The names, in the order of the tabs."""

    @property
    def shown(self) -> Mapping[str, str]:
        """The text of each, as it was before anybody edited it."""


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
        Binding("l", "loop", "Loop", tooltip="Go to the loop"),
        Binding("slash", "find", "Find", key_display="/", tooltip="Find a name in this file"),
        Binding("n", "go_on(1)", "Next place", tooltip="The next place with what was found"),
        Binding("N", "go_on(-1)", "Place before", tooltip="The place before"),
        *(
            Binding(str(n), f"choose('{n}')", f"File {n}", show=False, tooltip=f"File {n}")
            for n in range(1, 10)
        ),
    ]

    def __init__(self, lesson: Sources, edits: Mapping[str, str], story: str) -> None:
        super().__init__()
        self.lesson, self.edits, self.story = lesson, edits, story
        self.files = TabLine(lesson.shows)
        self.heading = Static(id="title", markup=False)
        self.code = Static(markup=False)
        self.finder = FindLine()

    def compose(self) -> ComposeResult:
        """Title, files, code, story, keys."""
        yield self.heading
        if len(self.lesson.shows) > 1:
            yield self.files
        with Horizontal():
            with Reading(id="code"):
                yield self.code
            yield Story(self.story)
        yield self.finder
        chosen = [("[ ]", "file")] if len(self.lesson.shows) > 1 else []
        yield KeyLine(
            ("l", "loop"), ("/", "find"), ("n N", "next, before"), *chosen, ("s", "story"),
            ("j k", "scroll"), ("E", "original"), ("e", "edit"), ("q", "back"),
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
        self.finder.read(self.edits.get(name, self.lesson.shown[name]))
        for file in self.lesson.shows:
            self.files.note(file, "▌" if file in self.edits else "")
        self.query_one("#code", Reading).scroll_home(animate=False)

    def action_choose(self, digit: str) -> None:
        """Another file, by its place."""
        self.files.choose(digit)

    def action_next(self, by: int) -> None:
        """The file after this one, or before it; after the last comes the first."""
        place = self.files.tabs.index(self.files.active) + by
        self.files.active = self.files.tabs[place % len(self.files.tabs)]

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self.set_class(self.size.width < BOTH, "-narrow")

    def action_story(self) -> None:
        """The formulas, and back."""
        self.toggle_class("-story")
        story, code = self.query_one(Story), self.query_one("#code")
        (story if self.has_class("-story", "-narrow") else code).focus()

    def action_loop(self) -> None:
        """To the loop, where the file has one."""
        self.finder.find(HEAD)
        if not self.finder.lines:
            self.notify("the loop is in train.py")

    def action_find(self) -> None:
        """Type what to look for."""
        self.finder.open()

    def action_go_on(self, by: int) -> None:
        """To another place with what was found."""
        self.finder.go_on(by)

    def on_find_line_found(self, event: FindLine.Found) -> None:
        """Show the line, marked, with some lines above it."""
        name = self.files.active
        text = numbered(self.lesson.shown[name], self.edits.get(name), event.line)
        self.code.update(text)
        box = self.query_one("#code", Reading)
        box.scroll_to(y=max(event.line - 4, 0), animate=False)
        box.focus()

    def action_wish(self, verb: Literal["edit", "original"]) -> None:
        """Back, to do this with the file that is shown."""
        self.dismiss(Wish(verb, self.files.active))

    def action_leave(self) -> None:
        """Out of the search, or back."""
        if not self.finder.close():
            self.dismiss(None)


def numbered(original: str, edited: str | None = None, found: int = 0) -> Content:
    """Python source in colours, with line numbers; changed lines are marked, and one found."""
    source = original if edited is None else edited
    changed = set() if edited is None else changed_lines(original, edited)
    lines = highlight(source, language="python").split("\n")
    heads = (
        Content.styled(f"{n:>4} {'▶' if n == found else '▌' if n in changed else ' '}",
                       "$accent" if n in changed or n == found else "$muted")
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
