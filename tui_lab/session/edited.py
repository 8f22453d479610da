"""The learner's copy of a lesson's loop beside a session: whether it was saved, and is planned."""

from __future__ import annotations

from tui_lab.session.copy import Copy
from tui_lab.session.session import Session


class EditedCopy:
    """The copy, and when it was written that is trained with."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.copy = Copy(session.lesson)
        self.stamp = self.copy.stamp

    @property
    def is_saved(self) -> bool:
        """Whether it was saved since it was looked at last; from whatever editor."""
        return self.copy.stamp != self.stamp

    def plan(self) -> bool:
        """Plan to train with the copy as it is; whether that is another loop. Raises Trouble."""
        self.stamp = self.copy.stamp
        before = self.session.plan.source
        self.session.draft.edit(self.copy.text)
        return self.session.plan.source != before

    def restore(self) -> bool:
        """Plan the lesson's own loop; whether there was any other. Raises Trouble."""
        if not self.copy.restore() and self.session.plan.source is None:
            return False
        self.stamp = self.copy.stamp
        self.session.draft.edit(None)
        return True
