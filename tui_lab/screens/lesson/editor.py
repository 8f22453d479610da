"""`c`, `e` and `E`: read the loop, change it in an editor of the learner's, and go back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lessons.kit import Trouble
from lessons.kit.page.lesson import LOOP
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.source import SourceScreen, Wish
from tui_lab.session.actions.next_run import leaving_a_ghost
from tui_lab.session.actions.transport import restart
from tui_lab.session.copy import editor
from tui_lab.widgets.outside_editor import open_outside

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def read(screen: LessonScreen) -> None:
    """Show the files, as they are or as the learner has them."""

    def heard(wish: Wish | None) -> None:
        if wish and wish.verb == "edit":
            screen.call_later(edit, screen, wish.file)
        elif wish:
            restore(screen, wish.file)

    session = screen.session
    screen.app.push_screen(
        SourceScreen(session.lesson, session.plan.edits, screen.predicting.story), heard
    )


def edit(screen: LessonScreen, name: str = LOOP) -> None:
    """Open the copy of a file; with it saved, train."""
    try:
        path, command = screen.edited.copy.make(name), editor()
    except Trouble as trouble:
        _refuse(screen, str(trouble))
        return
    screen.edited.stamp = screen.edited.copy.stamp
    code = open_outside(path, command, screen, ": each save restarts the lesson")
    if code and not screen.edited.is_saved:
        words = f"{command[0]} ended with code {code}; nothing was saved"
        screen.notify(words, severity="warning", markup=False)
    screen.refresh(layout=True)
    look(screen)


def take_up(screen: LessonScreen) -> None:
    """Copies that were edited another day are what the next run trains with."""
    session = screen.session
    if session.run is None and not session.is_recording and not session.is_given:
        _plan(screen)


def look(screen: LessonScreen) -> None:
    """Train with the copies if one was saved since; from whatever editor."""
    session = screen.session
    if not screen.edited.is_saved or not _plan(screen):
        return
    files = " and ".join(session.plan.edits) or LOOP
    if session.run is None:
        key = "r" if session.is_recording else "space"
        screen.notify(f"your {files} is taken: {key} starts it")
    else:
        leaving_a_ghost(session, screen.view, partial(restart, session))
        screen.notify(f"training with your {files}; the run before stays, faint")
    screen.catch_up()


def restore(screen: LessonScreen, *names: str) -> None:
    """These files as the lesson has them; without a name all of them."""
    session = screen.session
    try:
        kept = screen.edited.restore(*names)
    except Trouble as trouble:
        _refuse(screen, str(trouble))
        return
    if kept is None:
        screen.notify("this is already the original")
        return
    if session.run is not None and session.needs_restart:
        leaving_a_ghost(session, screen.view, partial(restart, session))
    where = f"; your version is kept as {' and '.join(kept)}" if kept else ""
    screen.notify(f"back to the original{where}")
    screen.catch_up()


def _plan(screen: LessonScreen) -> bool:
    """Plan to train with the copies as they are; whether that is another loop, and can be read."""
    try:
        return screen.edited.plan()
    except Trouble as trouble:
        _refuse(screen, str(trouble))
        return False


def _refuse(screen: LessonScreen, words: str) -> None:
    screen.notify(words, severity="error", markup=False)


KEYS = (
    Key("c", read, "Source", "Show the lesson's code and its story; e edits a file there"),
    Key("e", edit, "Edit", "Edit your copy of train.py in $EDITOR; each save restarts the lesson"),
    Key("E", restore, "Original", "Go back to the lesson's original code"),
)
