"""`c`, `e` and `E`: read the loop, change it in an editor of the learner's, and go back."""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from lessons.kit import Trouble
from lessons.kit.errors import reason
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.source import SourceScreen
from tui_lab.session.copy import editor
from tui_lab.session.next_run import leaving_a_ghost
from tui_lab.session.transport import restart

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen


def read(screen: LessonScreen) -> None:
    """Show the loop, as it is or as the learner has it."""

    def heard(wish: str | None) -> None:
        if wish == "edit":
            screen.call_later(edit, screen)
        elif wish == "original":
            restore(screen)

    session = screen.session
    screen.app.push_screen(SourceScreen(session.lesson, session.plan.source), heard)


def edit(screen: LessonScreen) -> None:
    """Open the copy; with it saved, train."""
    try:
        path, command = screen.edited.copy.make(), editor()
    except Trouble as trouble:
        _refuse(screen, str(trouble))
        return
    screen.edited.stamp = screen.edited.copy.stamp
    try:
        _open(screen, path, command)
    except SuspendNotSupported:
        words = f"edit {path} with an editor of yours: saving it re-runs the lesson"
        screen.notify(words, markup=False, timeout=20)
    except OSError as error:
        _refuse(screen, f"{command[0]} cannot be started ({reason(error)}); set EDITOR")
    screen.refresh(layout=True)
    look(screen)


def _open(screen: LessonScreen, path: Path, command: list[str]) -> None:
    """Give the terminal to the editor until it ends."""
    with screen.app.suspend():
        code = subprocess.run([*command, str(path)], check=False).returncode
    if code and not screen.edited.is_saved:
        words = f"{command[0]} ended with code {code}, and nothing was saved"
        screen.notify(words, severity="warning", markup=False)


def take_up(screen: LessonScreen) -> None:
    """A copy that was edited another day is what the next run trains with."""
    if screen.session.run is None and not screen.session.is_recording:
        _plan(screen)


def look(screen: LessonScreen) -> None:
    """Train with the copy if it was saved since; from whatever editor."""
    session = screen.session
    if not screen.edited.is_saved or not _plan(screen):
        return
    if session.run is None:
        key = "r" if session.is_recording else "space"
        screen.notify(f"your train.py is taken: {key} starts it")
    else:
        leaving_a_ghost(session, screen.view, partial(restart, session))
        screen.notify("training with your train.py; the run before stays, faint")
    screen.catch_up()


def restore(screen: LessonScreen) -> None:
    """The lesson's own loop again."""
    session = screen.session
    try:
        was_another = screen.edited.restore()
    except Trouble as trouble:
        _refuse(screen, str(trouble))
        return
    if not was_another:
        screen.notify("this is the original")
        return
    if session.run is not None and session.needs_restart:
        leaving_a_ghost(session, screen.view, partial(restart, session))
    screen.notify("the original again; yours is kept as train.before.py")
    screen.catch_up()


def _plan(screen: LessonScreen) -> bool:
    """Plan to train with the copy as it is; whether that is another loop, which can be read."""
    try:
        return screen.edited.plan()
    except Trouble as trouble:
        _refuse(screen, str(trouble))
        return False


def _refuse(screen: LessonScreen, words: str) -> None:
    screen.notify(words, severity="error", markup=False)


KEYS = (
    Key("c", read, "Source", "The lesson's train.py, and the story beside it"),
    Key("e", edit, "Edit", "Your copy of train.py in $EDITOR; saving re-runs it"),
    Key("E", restore, "Original", "Train with the lesson's own train.py again"),
)
