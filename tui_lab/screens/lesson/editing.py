"""`c` and `e`: the loop is there to be read, and to be changed."""

from __future__ import annotations

import subprocess
from typing import ClassVar

from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType

from lessons.kit import Trouble
from lessons.kit.errors import reason
from tui_lab.screens.lesson.looking import Looking
from tui_lab.screens.source import SourceScreen
from tui_lab.session.copy import Copy, editor
from tui_lab.session.session import Session


class Editing(Looking):
    """The part of a lesson's screen that shows its train.py, and trains with the learner's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "source", "Source", tooltip="The lesson's train.py, and the story beside it"),
        Binding("e", "edit", "Edit", tooltip="Your copy of train.py in $EDITOR; saving re-runs it"),
        Binding("E", "original", "Original", tooltip="Train with the lesson's own train.py again"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.copy = Copy(session.lesson)
        self._stamp = self.copy.stamp
        """When the copy was written that is trained with."""

    def take_up_copy(self) -> None:
        """A copy that was edited another day is what the next run trains with."""
        if self.session.run is None and not self.session.is_recording:
            self._plan_with_copy()

    def action_source(self) -> None:
        """The loop."""
        lesson, source = self.session.lesson, self.session.plan.source
        self.app.push_screen(SourceScreen(lesson, source), self._after_reading)

    def _after_reading(self, wish: str | None) -> None:
        if wish == "edit":
            self.call_later(self.action_edit)
        elif wish == "original":
            self.action_original()

    def action_edit(self) -> None:
        """Open the copy; with it saved, train."""
        try:
            path, command = self.copy.make(), editor()
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)
            return
        self._stamp = self.copy.stamp
        try:
            with self.app.suspend():
                code = subprocess.run([*command, str(path)], check=False).returncode
            if code and self.copy.stamp == self._stamp:
                words = f"{command[0]} ended with code {code}, and nothing was saved"
                self.notify(words, severity="warning", markup=False)
        except SuspendNotSupported:
            words = f"edit {path} with an editor of yours: saving it re-runs the lesson"
            self.notify(words, markup=False, timeout=20)
        except OSError as error:
            words = f"{command[0]} cannot be started ({reason(error)}); set EDITOR"
            self.notify(words, severity="error", markup=False)
        self.refresh(layout=True)
        self.look_at_copy()

    def look_at_copy(self) -> None:
        """Train with the copy if it was saved since; from whatever editor."""
        if self.copy.stamp != self._stamp:
            self._stamp = self.copy.stamp
            self._train_with_copy()

    def _train_with_copy(self) -> None:
        before = self.session.plan.source
        if not self._plan_with_copy() or self.session.plan.source == before:
            return
        if self.session.run is None:
            key = "r" if self.session.is_recording else "space"
            self.notify(f"your train.py is taken: {key} starts it")
        else:
            self.leaving_a_ghost(self.session.restart)
            self.notify("training with your train.py; the run before stays, faint")
        self.catch_up()

    def _plan_with_copy(self) -> bool:
        """Plan to train with the copy as it is; whether it can be."""
        try:
            self.session.draft.edit(self.copy.text)
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)
            return False
        return True

    def action_original(self) -> None:
        """The lesson's own loop again."""
        try:
            was_another = self.copy.restore()
        except Trouble as trouble:
            self.notify(str(trouble), severity="error", markup=False)
            return
        if not was_another and self.session.plan.source is None:
            self.notify("this is the original")
            return
        self._stamp = self.copy.stamp
        self.session.draft.edit(None)
        if self.session.run is not None and self.session.needs_restart:
            self.leaving_a_ghost(self.session.restart)
        self.notify("the original again; yours is kept as train.before.py")
        self.catch_up()
