"""Ask a network of the run, whether or not somebody trains it still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.client.wake import late_answer
from tui_lab.protocol.commands import Ask, Reply
from tui_lab.session.questions import Question

if TYPE_CHECKING:
    from tui_lab.session.session import Session


def ask(session: Session, text: str, variant: str | None = None) -> None:
    """Ask a network; one that nobody trains any more is woken from its last checkpoint."""
    if session.run is None:
        session.notices.append("nothing is trained yet: press space to start")
        return
    store = session.store
    session.questions.append(Question(Ask(text, variant), store.step, store.latest))
    carry(session)


def carry(session: Session) -> None:
    """Send every question that is on no way: nobody listened yet, or who was asked has left."""
    for question in list(session.questions):
        is_under_way = question.way is not None and question.way is session.link.outbox
        if _is_answered(session, question):
            session.questions.remove(question)
        elif not (question.error or is_under_way or session.link.is_warming):
            _send(session, question)


def _send(session: Session, question: Question) -> None:
    assert session.run
    link, asked = session.link, question.asked
    question.is_woken = link.remote is None
    if question.is_woken:
        settings = session.draft.live_beside(session.store.config)
        asked = Ask(asked.text, asked.variant, None, settings)
        link.woken(session.run)
    way = question.way = link.outbox
    assert way
    way.send(asked, lambda reply: _heard(session, question, reply))


def _heard(session: Session, question: Question, reply: Reply) -> None:
    if question not in session.questions or reply.asked:
        return  # another run is shown by now; or the answer may still come in the stream
    if reply.ok:
        session.questions.remove(question)
        if question.is_woken:
            session.store.take_event(late_answer(session.store, question.asked, reply))
    elif not question.is_woken and _has_left(session):
        question.way = None  # it ended before it could answer: the network is woken
    else:
        question.error = reply.error
        session.link.heard(reply)


def _has_left(session: Session) -> bool:
    return session.link.remote is None or not session.link.remote.alive()


def _is_answered(session: Session, question: Question) -> bool:
    """Whether the stream has the answer, which the one who asked may never have heard of."""
    asked = question.asked
    return any(
        answer.seq > question.after and answer.question == asked.text
        and asked.variant in (None, answer.variant) for answer in session.store.answers
    )  # fmt: skip
