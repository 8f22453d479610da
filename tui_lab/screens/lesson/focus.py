"""Go from pane to pane and from tab to tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.screens.lesson.keys import Key
from tui_lab.widgets.side.side import CHARTS, DIGITS, PRACTICE

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def focus_next(screen: LessonScreen) -> None:
    """The next pane."""
    screen.focus_next()


def focus_before(screen: LessonScreen) -> None:
    """The pane before."""
    screen.focus_previous()


def choose_tab(screen: LessonScreen, digit: str) -> None:
    """Choose a tab, and read it."""
    tab = next(tab for tab, known in DIGITS.items() if known == digit)
    if tab in screen.tabs.tabs:
        go_to_tab(screen, tab)
    elif tab == PRACTICE:
        screen.notify("this lesson has no exercises")
    else:
        screen.minimize()
        screen.notify("the results are below the panels: they are a tab on a small screen only")


def go_to_tab(screen: LessonScreen, tab: str) -> None:
    """Open this tab, and give it the keys."""
    screen.minimize()
    screen.tabs.active = tab
    screen.call_after_refresh(screen.side.focus_active)


KEYS = (
    Key("tab", focus_next, "Next pane", "The next pane", show=False),
    Key("shift+tab", focus_before, "Previous pane", "The previous pane", show=False),
)
TABS = tuple(
    Key(digit, choose_tab, f"Tab {tab}", "Go to the tab with this digit", (digit,), show=False)
    for tab, digit in DIGITS.items()
    if tab != CHARTS
)
