"""Ask a network of the run, whether or not somebody trains it still."""

from __future__ import annotations

from tui_lab.client.wake import late_answer
from tui_lab.protocol.commands import Ask, Reply
from tui_lab.session.session import Session


def ask(session: Session, question: str, variant: str | None = None) -> None:
    """Ask a network; one that nobody trains any more is woken from its last checkpoint."""
    asked = Ask(question, variant)
    if session.has_worker:
        session.link.tell(asked)
    elif session.run is None:
        session.notices.append("nothing is trained yet: press space to start")
    else:
        asked = Ask(question, variant, None, session.draft.live_beside(session.store.config))
        outbox = session.link.woken(session.run)
        outbox.send(asked, lambda reply: _answered(session, asked, reply))
        session.notices.append("waking the network: the answer will appear in the Notes tab")


def _answered(session: Session, asked: Ask, reply: Reply) -> None:
    """An answer that is in no stream: the run is over."""
    session.link.heard(reply)
    if reply.ok:
        session.store.take_event(late_answer(session.store, asked, reply))
