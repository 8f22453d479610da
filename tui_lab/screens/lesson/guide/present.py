"""`P`: one panel for a room: as large as the screen, with its caption and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.screens.lesson import panels
from tui_lab.screens.lesson.keys import Key
from tui_lab.widgets.panels.panel import Panel

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

CLASS = "-present"


def present(screen: LessonScreen) -> None:
    """Show the chosen panel to a room; again, everything."""
    if screen.has_class(CLASS):
        screen.minimize()
        return
    screen.body.show_panels()
    screen.body.show_tab()
    screen.add_class(CLASS)
    if screen.maximized is None:
        panels.maximise(screen)
    follow(screen)


def follow(screen: LessonScreen) -> None:
    """Say what is shown; where nothing is maximised any more, there is nothing to present."""
    panel = screen.maximized
    if not isinstance(panel, Panel):
        screen.remove_class(CLASS)
    elif screen.has_class(CLASS):
        session = screen.session
        steps = f" · step {session.store.step}" if session.store.step else ""
        screen.caption.tell(panel.page.title, f"{session.lesson.title}{steps}")


KEYS = (Key("P", present, "Present", "Present one panel to a room; [ ] turns, esc ends it"),)
