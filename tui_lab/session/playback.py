"""A run that is over, played back: the moment that is looked at moves by itself. No Textual."""

from __future__ import annotations

from tui_lab.session.view import View

WHOLE = 20.0
"""Seconds that a whole run takes at full speed."""


class Playback:
    """Where it is, and whether it moves."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.is_going = False
        self._place = 0.0

    @property
    def rate(self) -> float:
        """Steps a second: those of slow motion, or the whole run in 20 seconds."""
        session = self.view.session
        return session.tempo.pace or max(session.store.step / WHOLE, 1.0)

    @property
    def can_begin(self) -> bool:
        """Whether there is a run that nobody trains, and that has steps."""
        session = self.view.session
        return not session.has_worker and bool(session.store.step)

    def begin(self) -> None:
        """Go on from the moment that is looked at; from the first step, where that is the last."""
        self._place = float(self.view.at or 0)
        self.is_going = True
        self._show()

    def pause(self) -> None:
        """Stay at this moment."""
        self.is_going = False

    def advance(self, seconds: float) -> None:
        """So much time has passed; at the last step it ends, and all is as it was."""
        view = self.view
        if not self.can_begin or view.at is None:  # a new run, or the learner went to its end
            self.is_going = False
            return
        if view.at != int(self._place):  # they went elsewhere: on from there
            self._place = float(view.at)
        self._place += self.rate * seconds
        if self._place >= view.session.store.step:
            self.is_going, view.at = False, None
            view.changed()
        else:
            self._show()

    def _show(self) -> None:
        at = max(int(self._place), 1)
        if at != self.view.at:
            self._place = max(self._place, 1.0)
            self.view.at = at
            self.view.changed()
