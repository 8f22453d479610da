"""Logs of other programs on the screen: the charts of a lesson, without a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Resize

from tui_lab.charts.lines.plotext_dots import preload
from tui_lab.screens.lesson.screen import TINY, WIDE
from tui_lab.screens.painting import PaintingScreen
from tui_lab.screens.watch.keymap import ACTS, KEYS, MATTER
from tui_lab.session.session import Session
from tui_lab.session.view import View
from tui_lab.session.watched import Watched
from tui_lab.widgets.key_line import KeyLine
from tui_lab.widgets.lists.filter_line import FilterLine
from tui_lab.widgets.panels.gallery import Gallery
from tui_lab.widgets.panels.results import Results
from tui_lab.widgets.watch_header import WatchHeader

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp

FILTER = "words that a panel's name has: loss · train acc"
LOOKS = 2  # panels that are painted, one after the other, `fps` times a second: logs grow slowly


class Stage(Vertical):
    """Panels, and below them the figures; in a small terminal one of the two."""

    def __init__(self, gallery: Gallery, results: Results) -> None:
        super().__init__(gallery, results, id="stage")
        self.gallery, self.results = gallery, results
        self.is_narrow = False

    def fit(self, narrow: bool) -> None:
        """Show both where there is room for both."""
        self.is_narrow = narrow
        self.results.display, self.gallery.display = not narrow, True

    def turn(self) -> None:
        """The figures alone, or the panels again."""
        if self.is_narrow:
            self.results.display = self.gallery.display
            self.gallery.display = not self.gallery.display
        else:
            self.results.display = not self.results.display

    def show_panels(self) -> None:
        """The panels, where only the figures are shown."""
        if not self.gallery.display:
            self.turn()


class WatchScreen(PaintingScreen):
    """Somebody else's training. Everything it shows is read from the session."""

    DEFAULT_CSS = """
    WatchScreen #stage { width: 1fr; height: 1fr; }
    WatchScreen ToastHolder { align-horizontal: left; }
    WatchScreen Toast { width: 56; max-width: 100%; padding: 0 1; }
    WatchScreen Results { max-height: 40%; }
    WatchScreen.-narrow Results { max-height: 100%; }
    WatchScreen.-maximized-view RunHeader { dock: top; }
    WatchScreen.-tiny KeyLine, WatchScreen.-tiny Legend { display: none; }
    WatchScreen.-tiny Panel, WatchScreen.-tiny Results { border: none; }
    """
    ALLOW_IN_MAXIMIZED_VIEW = "#header, #keys, #filter"
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [key.binding for key in KEYS]

    app: LabApp
    written = ""
    """No run is exported from here: Y always copies values."""

    def __init__(self, session: Watched) -> None:
        super().__init__()
        self.session, self.view = session, View(session)
        self.header, self.key_line = WatchHeader(self.view), KeyLine(*MATTER)
        self.gallery, self.results = Gallery(session.lesson.panels, self.view), Results(self.view)
        self.body = Stage(self.gallery, self.results)
        self.filter_line = FilterLine(FILTER, self.filter_by)
        self._shown: tuple[object, ...] = ()
        """What was shown last."""

    def compose(self) -> ComposeResult:
        """Header, panels and figures, keys."""
        yield self.header
        yield self.body
        yield self.key_line
        yield self.filter_line

    def on_mount(self) -> None:
        """Look at the session: often for the panels, rarely for the figures."""
        self.paint_panels(LOOKS)
        self.set_interval(1.0, self.catch_up_slowly)
        self.set_timer(0.2, preload)
        self.catch_up_slowly()

    def on_resize(self, event: Resize) -> None:
        """Choose the layout for this size."""
        width, height = event.size
        narrow = width < WIDE[0] or height < WIDE[1]
        self.update_classes({"-narrow": narrow, "-tiny": width < TINY[0] or height < TINY[1]})
        if narrow != self.body.is_narrow:
            self.body.fit(narrow)

    def on_screen_resume(self) -> None:
        """Back on top: what was missed is drawn."""
        self.catch_up_slowly()

    def catch_up(self) -> None:
        """What costs little."""
        if self.is_active:
            self.header.catch_up()
            for notice in self.session.notices:
                self.notify(notice, markup=False, severity="warning")
            self.session.notices.clear()

    def catch_up_slowly(self) -> None:
        """What costs more: figures, and the panels of scalars that are new."""
        session, view = self.session, self.view
        key = session.store.version, view.version, session.state, self.results.display
        if self.is_active:
            self.catch_up()
        if self.is_active and key != self._shown:  # nothing is done while nothing is written
            self._shown = key
            self.gallery.offer(session.lesson.panels)
            self.results.catch_up()
            self.gallery.catch_up()

    def action_do(self, name: str, *values: object) -> None:
        """What a key is for."""
        ACTS[name](self, *values)

    def filter_by(self, words: str) -> None:
        """Only the panels that have these words."""
        self.view.sought = words
        self.gallery.catch_up()


def watch_screen(session: Session) -> WatchScreen:
    """The screen of watched logs."""
    assert isinstance(session, Watched)
    return WatchScreen(session)
