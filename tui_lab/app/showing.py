"""Which screen shows a session: a lesson's, or that of logs which are only watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from tui_lab.session.progress import Progress
    from tui_lab.session.session import Session


def screen_of(session: Session, progress: Progress) -> Screen[None]:
    """Its screen. Charts and Markdown are loaded here: the menu does without."""
    if not session.lesson.race:  # a log of another program
        from tui_lab.screens.watch.screen import watch_screen

        return watch_screen(session)
    from tui_lab.screens.lesson.screen import LessonScreen

    progress.opened(session.lesson.id)
    progress.count(session.lesson)
    return LessonScreen(session, progress)
