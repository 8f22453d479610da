"""How fast a run goes for those who watch it: never a setting of it, and no figure changes."""

from __future__ import annotations

from tui_lab.session import ladder
from tui_lab.session.actions.transport import tell_pace
from tui_lab.session.playback import WHOLE
from tui_lab.session.session import Session


def slow_down(session: Session) -> None:
    """The next slower speed."""
    store = session.store
    measured = store.rate if session.has_worker else store.step / WHOLE
    go_at(session, ladder.slower(session.tempo.pace, measured))


def speed_up(session: Session) -> None:
    """The next faster speed; at the end as fast as it can."""
    go_at(session, ladder.faster(session.tempo.pace))


def go_at(session: Session, pace: float) -> None:
    """This many steps a second, now and in the next runs; 0 is as fast as it can."""
    session.tempo.pace = pace
    if session.has_worker:
        tell_pace(session)


def go_as_typed(session: Session, words: str) -> None:
    """`pace 2`, `pace full`. Raises Trouble."""
    go_at(session, ladder.read(words))
