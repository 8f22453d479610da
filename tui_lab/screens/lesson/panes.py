"""Go from pane to pane and from tab to tab, and open what explains one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.kit import Judged
from lessons.kit.stream.events import Fault
from tui_lab.screens.failure import FailureScreen
from tui_lab.screens.help import HelpScreen
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.why import WhyScreen

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


def show_help(screen: LessonScreen) -> None:
    """All keys."""
    screen.app.push_screen(HelpScreen(screen))


def show_why(screen: LessonScreen, judged: Judged) -> None:
    """Why a claim holds, or fails."""
    lesson, store = screen.session.lesson, screen.session.store
    claim = next((claim for claim in lesson.claims if claim.name == judged.name), None)
    if claim:  # a recording may be judged by claims that the lesson has no more
        screen.app.push_screen(WhyScreen(claim, judged, store.history))


def show_failure(screen: LessonScreen, fault: Fault) -> None:
    """What failed, line by line."""
    screen.app.push_screen(FailureScreen(fault))


FOCUS = (
    Key("tab", focus_next, "Next pane", "The next pane", show=False),
    Key("shift+tab", focus_before, "Pane before", "The pane before", show=False),
)
KEYS = (
    Key("question_mark,f1", show_help, "Help", "All keys", display="?"),
    *(
        Key(str(n), choose_tab, f"Tab {n}", "Go to a tab", (n - 1,), show=False)
        for n in range(1, 10)
    ),
)
