"""Go from pane to pane and from tab to tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.screens.lesson.keys import Key

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def focus_next(screen: LessonScreen) -> None:
    """The next pane."""
    screen.focus_next()


def focus_before(screen: LessonScreen) -> None:
    """The pane before."""
    screen.focus_previous()


def choose_tab(screen: LessonScreen, place: int) -> None:
    """Choose a tab, and read it."""
    screen.minimize()
    screen.tabs.choose(place)
    screen.call_after_refresh(screen.side.focus_active)


KEYS = (
    Key("tab", focus_next, "Next pane", "The next pane", show=False),
    Key("shift+tab", focus_before, "Previous pane", "The previous pane", show=False),
)
TABS = tuple(
    Key(str(n), choose_tab, f"Tab {n}", "Go to a tab", (n - 1,), show=False) for n in range(1, 10)
)
