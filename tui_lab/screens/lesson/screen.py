"""The one screen of every lesson: story, knobs, claims, notes and tour beside the panels."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.events import Resize

from tui_lab.charts.line_chart import preload
from tui_lab.screens.failure import FailureScreen
from tui_lab.screens.help import HelpScreen
from tui_lab.screens.lesson.touring import Touring
from tui_lab.screens.why import WhyScreen
from tui_lab.session.progress import by_panel
from tui_lab.session.session import Session
from tui_lab.session.view import View
from tui_lab.widgets.command_line import CommandLine
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.panels.gallery import Gallery
from tui_lab.widgets.panels.results import Results
from tui_lab.widgets.run_header import ProgressLine, RunHeader
from tui_lab.widgets.side.claims import Claims
from tui_lab.widgets.side.notes import Notes
from tui_lab.widgets.side.side import PANES, Side

ALL = ("Charts", *PANES, "Results")
WIDE = (100, 30)  # from here on the side column and the panels stand beside each other
VERY_WIDE = 180  # here the text gets as wide as is good to read
TINY = (44, 12)  # below, no borders and no key line
AT_ONCE = 4  # panels that are each painted `fps` times a second, one after the other


class LessonScreen(Touring):
    """A lesson and its run. Everything it shows is read from the session."""

    DEFAULT_CSS = """
    LessonScreen #body { layout: horizontal; height: 1fr; width: 1fr; }
    LessonScreen #stage { width: 1fr; height: 1fr; }
    LessonScreen.-wide Side { width: 56; }
    LessonScreen ToastHolder { align-horizontal: left; }
    LessonScreen Toast { width: 40; max-width: 100%; padding: 0 1; }
    LessonScreen.-wide Toast { width: 56; }
    LessonScreen.-narrow #body { layout: vertical; }
    LessonScreen.-narrow Side { width: 1fr; }
    LessonScreen.-narrow.-staged Side { height: auto; }
    LessonScreen.-narrow Side > TabLine { margin: 0; }
    LessonScreen.-narrow #stage { display: none; }
    LessonScreen.-narrow.-staged #stage { display: block; }
    LessonScreen.-narrow Results { max-height: 100%; }
    LessonScreen.-maximized-view RunHeader { dock: top; }
    LessonScreen.-narrow ProgressLine { display: none; }
    LessonScreen.-tiny KeyLine, LessonScreen.-tiny Legend { display: none; }
    LessonScreen.-tiny Panel, LessonScreen.-tiny Results { border: none; }
    """
    ALLOW_IN_MAXIMIZED_VIEW = "#header, #keys, #command"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Help", key_display="?", tooltip="All keys"),
        *(Binding(str(n), f"tab({n - 1})", f"Tab {n}", show=False, tooltip="Go to a tab")
          for n in range(1, 10)),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.view = View(session)
        self.header, self.progress = RunHeader(self.view), ProgressLine(self.view)
        self.side = Side(self.view)
        self.tabs = self.side.tabs
        self.pane = self.tabs.active
        """The tab that was open beside the panels when there was room for both."""
        self.gallery = Gallery(session.lesson.panels, self.view)
        self.results = Results(self.view)

    def compose(self) -> ComposeResult:
        """Header, side and stage, keys."""
        yield self.header
        yield self.progress
        with Container(id="body"):
            yield self.side
            yield Vertical(self.gallery, self.results, id="stage")
        yield KeyLine(
            ("space", "play"), ("s", "step"), ("r", "restart"), ("t", "tour"), ("[ ]", "panels"),
            ("f", "maximise"), (", .", "time"), ("q", "back"), ("c", "source"), (":", "command"),
            ("p", "predict"), ("?", "keys"),
        )  # fmt: skip
        yield CommandLine(self.session.lesson)

    def on_mount(self) -> None:
        """Look at the session: often for the panels, seldom for what is dear."""
        self.set_interval(1 / (self.app.fps * AT_ONCE), self.paint)
        self.set_interval(0.5, self.catch_up)
        self.set_interval(1.0, self.catch_up_slowly)
        self.set_timer(0.2, preload)  # 0.07 s that the first paint need not wait for
        self.take_up_copy()
        self.show_tab()
        self.catch_up_slowly()

    def on_resize(self, event: Resize) -> None:
        """Choose the layout for this size."""
        (width, height), was_narrow = event.size, "Charts" in self.tabs.tabs
        narrow = width < WIDE[0] or height < WIDE[1]
        self.set_class(narrow, "-narrow")
        self.set_class(width >= VERY_WIDE, "-wide")
        self.set_class(width < TINY[0] or height < TINY[1], "-tiny")
        if narrow != was_narrow:
            self.pane = self.tabs.active if narrow else self.pane
            self.tabs.offer(ALL if narrow else PANES, instead=self.pane)
            if self.session.store.start is not None:
                self.show_panels()
        self.show_tab()

    def on_tab_line_chosen(self) -> None:
        """Another tab."""
        self.show_tab()
        self.catch_up_slowly()

    def show_tab(self) -> None:
        """Show what belongs to the active tab."""
        active, narrow = self.tabs.active, self.has_class("-narrow")
        staged = active in ("Charts", "Results")
        self.set_class(staged, "-staged")
        self.side.show_active()
        self.gallery.display = not narrow or active == "Charts"
        self.results.display = not narrow or active == "Results"

    # looking

    def on_screen_resume(self) -> None:
        """Back on top: what was missed is drawn."""
        self.catch_up()
        self.catch_up_slowly()

    def paint(self) -> None:
        """Repaint the panel that waits for it."""
        if self.is_active:
            self.gallery.paint_next(self.app.fps)

    def catch_up(self) -> None:
        """What costs little."""
        if self.is_active:
            self.header.catch_up()
            self.progress.catch_up()
            for notice in self.session.notices:
                self.notify(notice, markup=False)
            self.session.notices.clear()

    def catch_up_slowly(self) -> None:
        """What costs more: figures, claims, notes, knobs."""
        if not self.is_active:
            return
        self.look_at_copy()
        claims, standings = self.judged()
        self.view.predicted = by_panel(self.session.lesson, standings)
        self.side.catch_up(claims, standings)
        self.results.catch_up()
        self.gallery.catch_up()
        self.look_after_tour()

    # keys

    def action_tab(self, place: int) -> None:
        """Choose a tab, and read it."""
        self.minimize()
        self.tabs.choose(place)
        self.call_after_refresh(self.side.focus_active)

    def on_claims_asked(self, event: Claims.Asked) -> None:
        """Why a claim holds, or fails."""
        lesson, store = self.session.lesson, self.session.store
        claim = next((c for c in lesson.claims if c.name == event.judged.name), None)
        if claim:  # a recording may be judged by claims that the lesson has no more
            self.app.push_screen(WhyScreen(claim, event.judged, store.history))

    def on_notes_asked(self, event: Notes.Asked) -> None:
        """What failed, line by line."""
        self.app.push_screen(FailureScreen(event.fault))

    def show_panels(self) -> None:
        """In the narrow layout, go to the tab that has the panels."""
        if "Charts" in self.tabs.tabs:
            self.tabs.active = "Charts"

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpScreen(self))
