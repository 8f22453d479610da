"""Play, pause, step, restart, fork and end the run of a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.kit import Trouble
from tui_lab.client.final_state import kill_run, over
from tui_lab.client.fork import Branch
from tui_lab.client.fork import fork as fork_run
from tui_lab.client.remote import start_worker
from tui_lab.protocol.commands import GoAt, Pause, Play, StepOn
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import create
from tui_lab.session.session import Session

PATIENCE = 2.0  # seconds that leaving waits for a command to arrive


def toggle(session: Session) -> None:
    """Play or pause."""
    link = session.link
    is_going = session.state == "playing" or (link.is_warming and not link.wants_pause)
    pause(session) if is_going else play(session)


def play(session: Session) -> None:
    """Start the run, or go on with it."""
    session.link.wants_pause = False
    if session.is_recording:
        session.notices.append("this is a recording: r trains a new run")
    elif session.has_worker:
        session.link.tell(Play())
    elif session.run is None or session.can_go_on:
        begin(session, session.run)
    else:
        session.notices.append(over(session.run, session.state))


def pause(session: Session) -> None:
    """Stop between two steps."""
    session.link.wants_pause = True
    if session.link.obeys:
        session.link.tell(Pause())


def step(session: Session, count: int = 1) -> None:
    """Train this many steps, then pause; starts the run if there is none."""
    if session.can_go_on or (session.run is None and not session.is_recording):
        begin(session, session.run, paused=True)
    if session.has_worker:
        session.link.tell(StepOn(count))
    else:
        session.notices.append("all steps are done: r starts again")


def restart(session: Session, *, paused: bool = False) -> None:
    """Stop this run, and start a new one with the plan as it is now."""
    session.link.stop()
    session.detach()
    begin(session, None, paused=paused)


def fork(session: Session, at: int | None, settings: Mapping[str, Any]) -> Branch:
    """Go on in a new run from where this one was; where that is. Raises Trouble."""
    child, branch = fork_run(session.run, at, settings)
    session.link.stop()
    session.detach()
    session.draft.set_out_from(child.plan)
    begin(session, child)
    return branch


def begin(session: Session, run: RunFolder | None, *, paused: bool = False) -> None:
    """Start a worker: on this run where it left off, or on a new one; as slowly as is wanted."""
    pace = session.tempo.pace
    waits = paused or pace > 0
    try:
        if run is None:
            session.lesson.check_wanted(session.plan)
        chosen = run or create(session.plan)
        spare = session.spare.assign_run(chosen, paused=waits) if session.spare else None
        remote = spare or start_worker(chosen, paused=waits)
    except Trouble as trouble:
        session.notices.append(str(trouble))
        return
    session.attach(chosen, remote)
    if pace:
        tell_pace(session)
        if not paused:
            session.link.tell(Play())


def tell_pace(session: Session) -> None:
    """Have the worker go at the pace that is wanted."""
    pace = session.tempo.pace
    session.tempo.sent(pace)
    session.link.tell(GoAt(rate=pace))


def kill(session: Session) -> None:
    """End the worker at once. What was recorded stays."""
    remote = session.link.remote
    if remote and not kill_run(remote):
        session.notices.append(f"it is training on {remote.host}: kill it there, or stop it here")


def let_go(session: Session, how: str) -> None:
    """On leaving: `detach`, `stop` or `kill` the run, and see that it was told."""
    outbox = session.link.outbox
    if how == "detach" and session.tempo.pace:
        session.link.tell(GoAt())  # nobody is there to see it go slowly
    elif how == "stop":
        session.link.stop()
    elif how == "kill":
        kill(session)
    session.detach()
    if outbox:
        outbox.wait(PATIENCE)
