"""Every key of the screen that watches logs, in the order of the help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_lab.screens.lesson import chart_data, focus, panels, sheets, view
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.watch.files import FilesScreen
from tui_lab.session.actions import sight

if TYPE_CHECKING:
    from tui_lab.screens.watch.screen import WatchScreen

TRAINING = {
    "space": "play", "s": "train a step", "r": "restart", "R": "restart", "p": "predict",
    "a": "ask", "F": "fork", "c": "read the code", "e": "edit", "t": "take the tour",
    "colon": "type commands",
}  # fmt: skip
"""Keys of a lesson that have nothing to do here, and what they would do there."""


def turn_axis(screen: WatchScreen) -> None:
    """Another x-axis; seconds only where a log says them."""
    view.turn_axis(screen)  # type: ignore[arg-type]
    if screen.view.axis == "time" and not screen.session.book.has_time:
        view.turn_axis(screen)  # type: ignore[arg-type]
        screen.notify("no log here says when its steps were: steps it is")


def seek(screen: WatchScreen) -> None:
    """Type which panels to show."""
    screen.filter_line.open(screen.view.sought)


def show_files(screen: WatchScreen) -> None:
    """Which files are read, and how."""
    screen.app.push_screen(FilesScreen(screen.session.watching))


def turn_figures(screen: WatchScreen) -> None:
    """The figures, or not."""
    screen.body.turn()
    screen.catch_up_slowly()


def escape(screen: WatchScreen) -> None:
    """All panels again: first out of one, then out of the filter."""
    if screen.maximized is not None:
        screen.minimize()
    elif screen.view.sought:
        screen.filter_line.value = screen.view.sought = ""
        screen.gallery.catch_up()
    else:
        sight.show_all(screen.view)


def refuse(screen: WatchScreen, what: str) -> None:
    """Say why a key does nothing."""
    screen.notify(f"another program writes this log: there is nothing to {what} here")


REUSED = {"view.turn_axis", "view.show_next_variant", "view.inspect", "panels.minimise"}
"""Keys of a lesson that are others here, or none."""
LOOK = (
    Key("slash", seek, "Filter", "Show only the panels that have these words", display="/"),
    *panels.KEYS,
    Key("x", turn_axis, "X-axis", "X axis: steps, log steps, or seconds"),
    *view.LOOK,
    Key("v", turn_figures, "Figures", "Show or hide the table of figures"),
    Key("i", show_files, "Files", "Show which files are read, and how"),
    *focus.KEYS,
    Key("escape", escape, "All panels", "Show all panels", show=False),
)
HEADINGS = {"Look": LOOK, "Time": view.TIME, "Ask & explain": sheets.KEYS, "Edit": chart_data.KEYS}
KEYS = (
    *(replace(key, heading=name) for name, keys in HEADINGS.items() for key in keys
      if key.name not in REUSED),
    *(Key(key, refuse, "", "", (what,), show=False) for key, what in TRAINING.items()),
)  # fmt: skip
ACTS = {key.name: key.act for key in KEYS}
MATTER = (
    ("[ ]", "panels"), ("f", "maximise"), ("/", "filter"), ("m", "smooth"), ("y", "log"),
    ("x", "axis"), ("o", "runs"), (", .", "time"), ("+ -", "zoom"), ("w", "write"),
    ("i", "files"), ("v", "figures"), ("q", "leave"), ("?", "keys"),
)  # fmt: skip
