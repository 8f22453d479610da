"""What opens over the lesson to explain it: all keys, why a claim holds, where a loop failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.kit import Judged
from lessons.kit.stream.events import Fault
from tui_lab.screens.failure import FailureScreen
from tui_lab.screens.help import show_help
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.why import WhyScreen

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def show_why(screen: LessonScreen, judged: Judged) -> None:
    """Why a claim holds, or fails."""
    lesson, store = screen.session.lesson, screen.session.store
    claim = next((claim for claim in lesson.claims if claim.name == judged.name), None)
    if claim:  # a recording may be judged by claims that the lesson has no more
        screen.app.push_screen(WhyScreen(claim, judged, store.history))


def show_failure(screen: LessonScreen, fault: Fault) -> None:
    """What failed, line by line."""
    screen.app.push_screen(FailureScreen(fault))


KEYS = (Key("question_mark,f1", show_help, "Help", "All keys", display="?"),)
