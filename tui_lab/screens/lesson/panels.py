"""Which panels are in sight, and how each is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.screens.lesson.keys import Key
from tui_lab.widgets.panels.panel import Panel

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def turn(screen: LessonScreen, by: int) -> None:
    """Other panels; of a maximised one, its neighbour."""
    gallery = screen.gallery
    if not gallery.display:
        screen.body.show_panels()
    elif screen.maximized is None:
        gallery.turn_page(by)
    elif panel := gallery.beside(by):
        _show_alone(screen, panel)


def maximise(screen: LessonScreen) -> None:
    """One panel alone, or all again."""
    panel = screen.gallery.chosen
    if screen.maximized is not None:
        screen.minimize()
    elif panel and screen.gallery.display:
        _show_alone(screen, panel)


def minimise(screen: LessonScreen) -> None:
    """All panels again."""
    screen.minimize()


def toggle_log(screen: LessonScreen) -> None:
    """Logarithmic or linear."""
    screen.gallery.toggle_log()


def _show_alone(screen: LessonScreen, panel: Panel) -> None:
    panel.focus()
    screen.maximize(panel, container=False)


KEYS = (
    Key("left_square_bracket", turn, "Previous panels",
        "The previous panels; when maximised, the previous panel", (-1,), display="["),
    Key("right_square_bracket", turn, "More panels",
        "The next panels; when maximised, the next panel", (1,), display="]"),
    Key("f,enter", maximise, "Maximise", "Maximise this panel; again, or esc, shows all panels"),
    Key("escape", minimise, "All panels", "Show all panels", show=False),
    Key("y", toggle_log, "Log", "Logarithmic or linear y-axis"),
)  # fmt: skip
