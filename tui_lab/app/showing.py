"""Which screen shows a session, a lesson's or that of watched logs; and what is said on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui_lab.screens.menu import MenuScreen
from tui_lab.screens.painting import PaintingScreen

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp
    from tui_lab.session.progress import Progress
    from tui_lab.session.session import Session

TIP_STAYS = 20.0  # seconds


def first_screen(app: LabApp) -> Screen[None]:
    """What the lab is opened with: a class, a sweep, a session, or the menu."""
    if app.board:
        from tui_lab.screens.classroom.screen import ClassScreen

        return ClassScreen(app.board)
    if app.sweep:
        from tui_lab.screens.sweep.screen import SweepScreen

        return SweepScreen(app.sweep)
    return app.screen_for(app.first) if app.first else MenuScreen()


def screen_of(session: Session, progress: Progress) -> Screen[None]:
    """Its screen. Charts and Markdown are loaded here: the menu does without."""
    if not session.lesson.race:  # a log of another program
        from tui_lab.screens.watch.screen import watch_screen

        return watch_screen(session)
    from tui_lab.screens.lesson.screen import LessonScreen

    progress.opened(session.lesson.id)
    progress.count(session.lesson)
    return LessonScreen(session, progress)


def hear(app: LabApp) -> None:
    """Let every session hear what its run said, and the screen look for what is new to see."""
    for session in app.sessions:
        session.poll()
    if app.spare and not any(session.has_worker for session in app.sessions):
        app.spare.prepare()
    for screen in app.screen_stack[-1:]:  # on leaving there is none
        if isinstance(screen, PaintingScreen):
            screen.look()


def say_tip(app: LabApp) -> None:
    """Say what this terminal could do better, if that was never said here."""
    if app.tip and app.progress.is_news(app.tip):
        app.notify(app.tip, timeout=TIP_STAYS)
