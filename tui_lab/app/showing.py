"""Which screen shows a session, a lesson's or that of watched logs; and what is said on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from tui_lab.screens.menu import MenuScreen
from tui_lab.screens.painting import PaintingScreen
from tui_lab.widgets.sixteen_colours import themes_for

if TYPE_CHECKING:
    from tui_lab.app.lab import LabApp
    from tui_lab.client.remote import Spare
    from tui_lab.runs.folder import RunFolder
    from tui_lab.session.progress import Progress
    from tui_lab.session.session import Session

TIP_STAYS = 20.0  # seconds


def begin_with(app: LabApp, theme: str) -> None:
    """The theme of the first paint. Setting `theme` would parse and apply all styles twice."""
    for each in themes_for(app.console.color_system):
        app.register_theme(each)
    app.set_reactive(App.theme, theme)
    is_dark = app.current_theme.dark
    app.set_class(is_dark, "-dark-mode", update=False)
    app.set_class(not is_dark, "-light-mode", update=False)
    app.stylesheet.set_variables(app.get_css_variables())


def first_screen(app: LabApp) -> Screen[None]:
    """What the lab is opened with: a class, the clinic, a sweep, a session, or the menu."""
    if app.board:
        from tui_lab.screens.classroom.screen import ClassScreen

        return ClassScreen(app.board)
    if app.clinic:
        from tui_lab.screens.clinic.screen import ClinicScreen

        return ClinicScreen(app.clinic)
    if app.sweep:
        from tui_lab.screens.sweep.screen import SweepScreen

        return SweepScreen(app.sweep)
    return app.screen_for(app.first) if app.first else MenuScreen()


def session_for(*what: Any) -> Session | None:
    """What the lab is opened with; the menu is none, and loads nothing that sessions need."""
    if not any(what):
        return None
    from tui_lab.session.begin import first_session

    return first_session(*what)


def session_of_lesson(app: LabApp, name: str) -> Session:
    """A lesson as it was left, or with its live run, or afresh. Raises Trouble."""
    from tui_lab.session.begin import session_of_lesson as found

    mine = next((s for s in reversed(app.sessions) if s.lesson.id == name), None)
    return mine or found(name)


def session_of_run(app: LabApp, run: RunFolder) -> Session:
    """A run that is open, or already exists. Raises Trouble if it cannot be read."""
    from tui_lab.session.begin import session_of_run as found

    open_one = next((s for s in app.sessions if s.run and s.run.id == run.id), None)
    return open_one or found(run)


def have_spare(app: LabApp) -> Spare | None:
    """A worker to be, where somebody may train; none is loaded before the first paint."""
    if app.may_train and app.spare is None:
        from tui_lab.client.remote import Spare

        app.spare = Spare()
    return app.spare


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
    spare = have_spare(app)
    if spare and not any(session.has_worker for session in app.sessions):
        spare.prepare()
    for screen in app.screen_stack[-1:]:  # on leaving there is none
        if isinstance(screen, PaintingScreen):
            screen.look()


def say_tip(app: LabApp) -> None:
    """Say what this terminal could do better, if that was never said here."""
    if app.tip and app.progress.is_news(app.tip):
        app.notify(app.tip, timeout=TIP_STAYS)
