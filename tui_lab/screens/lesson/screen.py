"""The one screen of every lesson: its parts, their layout, and when each of them looks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.events import Resize
from textual.widgets import Input

from tui_lab.charts.lines.plotext_dots import preload
from tui_lab.screens.lesson import commands, editor, run, sheets, tour
from tui_lab.screens.lesson.body import Body
from tui_lab.screens.lesson.guide import present
from tui_lab.screens.lesson.guide.ending import Ending
from tui_lab.screens.lesson.guide.entries import palette_entries
from tui_lab.screens.lesson.guide.hints import hints
from tui_lab.screens.lesson.guide.line_hints import completions, hint
from tui_lab.screens.lesson.keymap import ACTS, KEYS, PRESSED
from tui_lab.screens.lesson.time import pacing
from tui_lab.screens.painting import PaintingScreen
from tui_lab.session.edited import EditedCopy
from tui_lab.session.judgement import judge
from tui_lab.session.playback import Playback
from tui_lab.session.predicting import Predicting
from tui_lab.session.progress import Progress, by_panel
from tui_lab.session.session import Session
from tui_lab.session.tour import TourProgress
from tui_lab.session.view import View
from tui_lab.widgets.command_line import CommandLine
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.panels.gallery import Gallery
from tui_lab.widgets.panels.results import Results
from tui_lab.widgets.present_caption import PresentCaption
from tui_lab.widgets.run_header import ProgressLine, RunHeader
from tui_lab.widgets.side.claims import Claims
from tui_lab.widgets.side.knobs import Knobs
from tui_lab.widgets.side.notes import Notes
from tui_lab.widgets.side.side import Side

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp

WIDE = (100, 36)
"""From here on the side column and the panels stand beside each other. In fewer rows there would
be two flat charts without values."""
VERY_WIDE = 180  # here the text gets as wide as is good to read
TINY = (44, 12)  # below, no borders and no key line
AT_ONCE = 4  # panels that are each painted `fps` times a second, one after the other


class LessonScreen(PaintingScreen):
    """A lesson and its run. Everything it shows is read from the session."""

    DEFAULT_CSS = """
    LessonScreen { layers: _default above; }
    LessonScreen #body { layout: horizontal; height: 1fr; width: 1fr; }
    LessonScreen #stage { width: 1fr; height: 1fr; }
    LessonScreen.-wide Side { width: 56; }
    LessonScreen ToastRack { margin-bottom: 4; } /* above the key line, and what is said above it */
    LessonScreen ToastHolder { align-horizontal: left; }
    LessonScreen Toast { width: 40; max-width: 100%; padding: 0 1; }
    LessonScreen.-wide Toast { width: 56; }
    LessonScreen.-narrow ToastHolder { display: none; &:last-child { display: block; } }
    LessonScreen.-narrow #body { layout: vertical; }
    LessonScreen.-narrow Side { width: 1fr; }
    LessonScreen.-narrow.-staged Side { height: auto; }
    LessonScreen.-narrow Side > TabLine { margin: 0; }
    LessonScreen.-narrow #stage { display: none; }
    LessonScreen.-narrow.-staged #stage { display: block; }
    LessonScreen.-narrow Results { max-height: 100%; }
    LessonScreen.-maximized-view RunHeader { dock: top; }
    LessonScreen.-narrow ProgressLine { display: none; }
    LessonScreen.-present { RunHeader, KeyLine, Toast { display: none; } }
    LessonScreen.-present PresentCaption { display: block; }
    LessonScreen.-tiny KeyLine, LessonScreen.-tiny Legend { display: none; }
    LessonScreen.-tiny Panel, LessonScreen.-tiny Results { border: none; }
    """
    ALLOW_IN_MAXIMIZED_VIEW = "#header, #keys, #command, #hint, #caption"
    ESCAPE_TO_MINIMIZE = False  # Textual's own would come before a command line that is open
    BINDINGS: ClassVar[list[BindingType]] = [key.binding for key in KEYS]

    app: LabApp
    written = ""
    """The path of a file that was just written, which Y copies."""

    def __init__(self, session: Session, progress: Progress) -> None:
        super().__init__()
        self.session, self.view = session, View(session)
        self.playback = Playback(self.view)
        self.predicting = Predicting(session, progress)
        self.tour_progress = TourProgress(session, progress)
        self.edited, self.ending = EditedCopy(session), Ending(self)
        self.caption = PresentCaption()
        self.header, self.progress = RunHeader(self.view, self.playback), ProgressLine(self.view)
        self.side = Side(self.view, self.predicting.story)
        self.command_line = CommandLine(completions(session.lesson))
        self.command_line.entered = session.suggested[::-1]
        self.tabs, self.key_line = self.side.tabs, KeyLine()
        self.gallery, self.results = Gallery(session.lesson.panels, self.view), Results(self.view)
        self.body = Body(self.side, self.gallery, self.results)

    def compose(self) -> ComposeResult:
        """Header, side and stage, keys."""
        yield self.header
        yield self.caption
        yield self.progress
        yield self.body
        yield self.key_line
        yield self.command_line
        yield self.command_line.hint

    def on_mount(self) -> None:
        """Look at the session: often for the panels, rarely for what is expensive."""
        self.paint_panels(AT_ONCE)
        self.set_interval(0.5, self.catch_up)
        self.set_interval(1.0, self.catch_up_slowly)
        self.playing = self.set_interval(pacing.EVERY, lambda: pacing.advance(self), pause=True)
        self.set_timer(0.2, preload)  # 0.07 s that the first paint need not wait for
        editor.take_up(self)
        self.body.show_tab()
        self.catch_up_slowly()

    def on_resize(self, event: Resize) -> None:
        """Choose the layout for this size."""
        width, height = event.size
        narrow = width < WIDE[0] or height < WIDE[1]
        tiny = width < TINY[0] or height < TINY[1]
        self.update_classes({"-narrow": narrow, "-wide": width >= VERY_WIDE, "-tiny": tiny})
        self.body.fit(narrow)

    # looking

    def on_screen_resume(self) -> None:
        """Back on top: what was missed is drawn."""
        self.catch_up()
        self.catch_up_slowly()

    def tell_keys(self) -> None:
        """Say which keys matter now: it depends on what is focused, what is shown and the run."""
        self.key_line.put(hints(self))
        present.follow(self)

    watch_maximized = watch_focused = tell_keys

    def catch_up(self) -> None:
        """What costs little."""
        if self.is_active:
            self.tell_keys()
            self.header.catch_up()
            self.progress.catch_up()
            for notice in self.session.notices:
                self.notify(notice, markup=False)
            self.session.notices.clear()

    def catch_up_slowly(self) -> None:
        """What costs more: figures, claims, notes, knobs."""
        if not self.is_active:
            return
        editor.look(self)
        claims, standings, news = judge(self.predicting)
        if news:
            self.notify(news)
        self.view.predicted = by_panel(self.session.lesson, standings)
        self.tell_claims()
        self.side.catch_up(claims, standings)
        self.ending.look(claims, standings)
        self.results.catch_up()
        self.gallery.catch_up()
        tour.look(self)

    def tell_claims(self) -> None:
        """Claims and story, as much of them as gives no answer away."""
        self.side.claims.withhold(self.predicting.withheld)
        self.side.story.body.rewrite(self.predicting.story)

    # keys, and what the parts ask for

    def on_key(self) -> None:
        """Any key takes away what was said of the run's end."""
        if not self.command_line.display:
            self.command_line.hint.hide()

    def palette_entries(self) -> Iterator[SystemCommand]:
        """For the palette: presets, panels, files to write."""
        yield from palette_entries(self)

    def action_do(self, name: str, *values: object) -> None:
        """What a key is for: its function, which stands in a file with others of its kind."""
        ACTS[name](self, *values)
        self.tour_progress.use(PRESSED[name])
        self.call_after_refresh(self.tell_keys)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A colon that is typed into a line is a colon."""
        is_colon = action == "do" and commands.COMMAND.name in parameters
        return not (is_colon and isinstance(self.focused, Input))

    def on_tab_line_chosen(self) -> None:
        """Another tab; in a narrow screen the tour's panel waited for it."""
        self.body.show_tab()
        self.catch_up_slowly()
        self.call_after_refresh(tour.point_out, self)

    def on_command_line_entered(self, event: CommandLine.Entered) -> None:
        """A command was typed."""
        commands.obey(self, event)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something is being typed: above it is said what fits there."""
        if event.input is self.command_line and self.command_line.display:
            self.command_line.hint.say(hint(self, event.value))

    def on_knobs_changed(self, event: Knobs.Changed) -> None:
        """A knob was turned, or a preset was taken; live knobs are through already."""
        run.offer_restart(self, event.setting, event.live)

    def on_claims_asked(self, event: Claims.Asked) -> None:
        """Why a claim holds, or fails."""
        sheets.show_why(self, event.judged)

    def on_notes_asked(self, event: Notes.Asked) -> None:
        """What failed, line by line."""
        sheets.show_failure(self, event.fault)
