"""A question to a network: it stands with what is done for it, until it is answered or refused."""

import threading
import time
from collections.abc import Callable

import pytest

from lessons.kit.stream.events import Answer
from tests.tools.pretended import Workers
from tests.tools.screen import fresh, lesson_of, playing, session_of, side_of, until
from tui_lab.protocol.commands import Ask, Reply
from tui_lab.runs.folder import RunFolder
from tui_lab.session.actions.question import ask
from tui_lab.session.actions.transport import play
from tui_lab.session.session import Session


def start(session: Session, workers: Workers, recording: str) -> None:
    """Begin a run, and let it say what was recorded."""
    play(session)
    workers[-1].says(recording)
    session.poll()


def polled(session: Session, is_so: Callable[[], bool]) -> None:
    """Look at the run until this is so."""
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        session.poll()
        time.sleep(0.01)


class SlowlyWoken:
    """A network that nobody trains, and that answers once it may."""

    may = threading.Event()
    reply = Reply(text="forty-two")

    def __init__(self, run: RunFolder) -> None:
        self.run = run

    def send(self, _: Ask) -> Reply:
        assert self.may.wait(10)
        return self.reply

    def hang_up(self) -> None:
        pass


@pytest.mark.parametrize("how", ["over", "leaving", "left with the question"])
@pytest.mark.parametrize("reply", [Reply(text="forty-two"), Reply(ok=False, error="no point")])
def test_a_question_stands_until_it_is_answered_or_refused(
    session: Session, workers: Workers, monkeypatch: pytest.MonkeyPatch, how: str, reply: Reply
) -> None:
    """Also where its worker leaves with it, or has left and nobody noticed."""
    monkeypatch.setattr("tui_lab.session.link.WokenRun", SlowlyWoken)
    monkeypatch.setattr(SlowlyWoken, "may", threading.Event())
    monkeypatch.setattr(SlowlyWoken, "reply", reply)
    start(session, workers, "finished")
    if how == "over":
        workers[-1].lives = False
        polled(session, lambda: not session.has_worker)
    if how == "leaving":
        workers[-1].reply = Reply(ok=False, error="no worker is training this run")
        monkeypatch.setattr(workers[-1], "alive", lambda: Ask("4", "calm") not in workers[-1].sent)
    if how == "left with the question":
        workers[-1].reply = Reply(ok=False, error="no answer for 10 s", asked=True)
    ask(session, "4", "calm")
    if how == "left with the question":
        polled(session, lambda: Ask("4", "calm") in workers[-1].sent)
        workers[-1].lives = False

    polled(session, lambda: session.questions[0].is_woken)
    assert "waking the network" in session.questions[0].state

    SlowlyWoken.may.set()
    polled(session, lambda: bool(session.store.answers) or bool(session.questions[0].error))
    assert (["forty-two"] if reply.ok else []) == [a.answer for a in session.store.answers]
    assert ([] if reply.ok else ["✗ no point"]) == [one.state for one in session.questions]
    assert ([] if reply.ok else ["no point"]) == session.notices


def test_an_answer_that_came_in_the_stream_alone_is_an_answer(
    session: Session, workers: Workers
) -> None:
    """The worker's reply came too late, or was lost: its question stands no longer."""
    start(session, workers, "playing")
    workers[-1].reply = Reply(ok=False, error="no answer for 10 s", asked=True)
    ask(session, "4", "calm")
    polled(session, lambda: Ask("4", "calm") in workers[-1].sent)
    assert 1 == len(session.questions)

    said = {"variant": "calm", "seed": 0, "step": 9, "answer": "four", "seq": 10**6}
    session.store.take_event(Answer(question="5", **said))
    session.poll()
    assert 1 == len(session.questions)

    session.store.take_event(Answer(question="4", **said))
    session.poll()
    assert [] == session.questions


@pytest.mark.parametrize("reply", [Reply(text="forty-two"), Reply(ok=False, error="no point")])
async def test_the_notes_say_what_is_done_for_a_question(
    workers: Workers, monkeypatch: pytest.MonkeyPatch, reply: Reply
) -> None:
    """From the moment it is asked, and long after any message on the screen is gone."""
    monkeypatch.setattr("tui_lab.session.link.WokenRun", SlowlyWoken)
    monkeypatch.setattr(SlowlyWoken, "may", threading.Event())
    monkeypatch.setattr(SlowlyWoken, "reply", reply)
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await playing(pilot, app, workers)
        workers[-1].lives = False
        await until(pilot, lambda: not session_of(app).has_worker)
        await pilot.press("a", *"4:1", "enter")
        assert "Notes" == lesson_of(app).tabs.active
        await until(pilot, lambda: "“4:1” waking the network" in side_of(app))
        SlowlyWoken.may.set()
        await until(pilot, lambda: f"“4:1” {reply.text or '✗ no point'}" in side_of(app))
        assert "waking" not in side_of(app)
        session_of(app).detach()
