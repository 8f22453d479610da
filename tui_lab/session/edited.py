"""The learner's copies of a lesson's files beside a session: saved since, and planned."""

from __future__ import annotations

from tui_lab.session.copy import Copy
from tui_lab.session.session import Session


class EditedCopy:
    """The copies, and when those were written that are trained with."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.copy = Copy(session.lesson)
        self.stamp = self.copy.stamp

    @property
    def is_saved(self) -> bool:
        """Whether one was saved since they were looked at last; from whatever editor."""
        return self.copy.stamp != self.stamp

    def plan(self) -> bool:
        """Plan to train with the copies as they are; whether that is another loop.

        Raises Trouble.
        """
        self.stamp = self.copy.stamp
        before = self.session.plan.edits
        self.session.draft.edit(self.copy.edits)
        return self.session.plan.edits != before

    def restore(self, *names: str) -> list[str] | None:
        """Plan with these files as the lesson has them, or with all of them. Raises Trouble.

        The names that the copies are kept under; None where nothing was edited.
        """
        before = self.session.plan.edits
        chosen = names or self.session.lesson.shows
        kept = [path.name for name in chosen if (path := self.copy.restore(name))]
        if not kept and before.keys().isdisjoint(chosen):
            return None
        self.stamp = self.copy.stamp
        self.session.draft.edit({n: text for n, text in before.items() if n not in chosen})
        return kept
