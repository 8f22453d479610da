"""Turn a knob and take that back, in the plan and in the run alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui_lab.protocol.commands import Set
from tui_lab.session.session import Session


def turn(session: Session, name: str, text: str) -> None:
    """Set a knob to what was typed. Raises BadUsage."""
    before = session.plan.config
    session.draft.turn(name, text)
    _turn_live(session, before)


def undo(session: Session) -> bool:
    """Take the last change of a setting back; whether there was one."""
    before, undone = session.plan.config, session.draft.undo()
    _turn_live(session, before)
    return undone


def _turn_live(session: Session, before: Mapping[str, Any]) -> None:
    """What is live is turned in the run too, if somebody trains it."""
    knobs = session.lesson.params.knobs()
    for name, value in session.plan.config.items():
        if session.has_worker and knobs[name].live and before[name] != value:
            session.link.tell(Set(name, value))
