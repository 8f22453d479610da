"""The first screen: the lessons, how far the learner is with each, and the latest runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import OptionList, Static

from lessons.kit import Lesson
from tui_lab.screens.trusting import asking_first
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.lists.lessons import LessonList
from tui_lab.widgets.lists.runs import RunList

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp

LOOK_EVERY = 2.0  # seconds
BANNER = Content.assemble(
    ("dl-lab", "bold $primary"),
    ("  predict, train, watch, and see the claim hold or fail", "$muted"),
)


class MenuScreen(Screen[None]):
    """Lessons, and runs."""

    DEFAULT_CSS = """
    MenuScreen { padding: 0; }
    MenuScreen #banner { height: 1; background: $panel; padding: 0 1; width: 1fr; text-wrap: nowrap;
        text-overflow: ellipsis; }
    MenuScreen #body { layout: vertical; height: 1fr; padding: 1 2; }
    MenuScreen .part { height: auto; width: 1fr; }
    MenuScreen .heading { color: $muted; text-style: bold; margin: 0 0 1 0; }
    MenuScreen #lessons-part { max-height: 70%; }
    MenuScreen.-wide #lessons-part, MenuScreen.-tight #lessons-part { max-height: 100%; }
    MenuScreen #runs-part { margin: 1 0 0 0; height: 1fr; }
    MenuScreen.-wide #body { layout: horizontal; padding: 2 4; }
    MenuScreen.-wide #runs-part { width: 52; margin: 0 0 0 4; }
    MenuScreen #about { display: none; margin: 2 0 0 5; height: auto; width: 1fr; }
    MenuScreen.-wide #about { display: block; }
    MenuScreen.-tight #body { padding: 0; }
    MenuScreen.-tight .heading, MenuScreen.-tight #runs-part { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"lesson({n})", f"Lesson {n}", show=False,
                  tooltip="Open the lesson of this number") for n in range(1, 10)),
        Binding("question_mark,f1", "help", "Help", key_display="?", tooltip="All keys"),
    ]  # fmt: skip

    app: LabApp

    def __init__(self) -> None:
        super().__init__()
        self.lessons, self.runs = LessonList(), RunList()
        self.about = Static(id="about", markup=False)
        self._fitted = Size(0, 0)
        self._room = 20

    def compose(self) -> ComposeResult:
        """Lessons, then runs. Everything is as it will be: each change would be a layout more."""
        self._fit(self.app.size)
        self.lessons.fill(self._room)
        yield Static(BANNER, id="banner")
        with Container(id="body"):
            with Vertical(classes="part", id="lessons-part"):
                yield Static("LESSONS", classes="heading", markup=False)
                yield self.lessons
                yield self.about
            with Vertical(classes="part", id="runs-part"):
                yield Static("RECENT RUNS", classes="heading", markup=False)
                yield self.runs
        yield KeyLine(
            ("enter", "open"), ("j k", "move"), ("tab", "lessons/runs"), ("q", "quit"),
            ("1…9", "lesson"), ("ctrl+p", "palette"), ("?", "keys"),
        )  # fmt: skip

    def on_mount(self) -> None:
        """The runs are read after the first paint."""
        self.lessons.focus()
        if self.app.progress.trouble:
            self.notify(self.app.progress.trouble, severity="warning", markup=False)
        self.set_timer(0.1, self.look_around)
        self.set_interval(LOOK_EVERY, self.look_at_runs)

    def on_resize(self, event: Resize) -> None:
        """Side by side, one above the other, or the lessons alone."""
        if event.size != self._fitted:
            self._fit(event.size)
            self.write_lessons()

    def _fit(self, size: Size) -> None:
        self._fitted = size
        is_wide = size.width >= 110 and size.height >= 24
        self.set_class(is_wide, "-wide")
        self.set_class(size.height < 12, "-tight")
        margins = 64 if is_wide else 0 if size.height < 12 else 4
        self._room = max(size.width - margins - 2, 20)

    def on_screen_resume(self) -> None:
        """Back from a lesson: progress may have been made."""
        if self.lessons.size:  # not the first time: then the paint comes first
            self.look_around()

    def write_lessons(self) -> None:
        """Title and progress, and the one line."""
        self.lessons.write_all(self._room)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what the lesson under the cursor claims."""
        if event.option_list is self.lessons:
            found = self.lessons.at(event.option_index)
            claims = self._claims(found) if isinstance(found, Lesson) else Content(found.says)
            self.about.update(claims)

    def _claims(self, page: Lesson) -> Content:
        held = self.app.progress.of(page.id).held
        parts: list[str | tuple[str, str]] = [("WHAT IT CLAIMS, AND WHAT HELD\n\n", "bold $muted")]
        for claim in page.claims:
            glyph = ("✓ ", "bold $success") if claim.name in held else ("○ ", "$muted")
            parts += [glyph, f"{claim.says}\n"]
        return Content.assemble(*parts)

    def look_around(self) -> None:
        """What may have changed while we were away, lessons from outside too."""
        self.lessons.look_outside()
        self.look_at_runs()

    def look_at_runs(self) -> None:
        """The latest runs as they are now, and the lessons that are live."""
        if self.is_active:
            self.write_lessons()
            self.runs.list_runs()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a lesson, or a run."""
        if event.option_list is self.lessons:
            asking_first(self, partial(self.app.open_lesson, event.option_id or ""))
        elif folder := self.runs.folder(event.option_id):
            asking_first(self, partial(self.app.open_run, folder))

    def action_lesson(self, number: int) -> None:
        """Open the lesson of this number."""
        if any(page.number == number for page in self.lessons.pages):
            self.app.open_lesson(f"lesson{number}")

    def action_help(self) -> None:
        """All keys."""
        from tui_lab.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))
