"""The ways to begin: a lesson afresh, a run that already exists, a recording alone.

What the menu can be painted without is imported where it is used.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit.errors import BadEnvironment, visible
from lessons.kit.page.plan import Plan
from lessons.kit.stream.events import Start
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import runs_of
from tui_lab.trust.config import run_defaults
from tui_lab.trust.permission import lesson_of, load, require_run

if TYPE_CHECKING:
    from tui_lab.session.session import Session

RECENT = 20  # runs that are looked at for one that is still being trained


def first_session(
    lesson: str | None, settings: dict[str, Any] | None, run: RunFolder | None,
    replay: Path | None, watch: Path | None = None, handout: Path | None = None,
) -> Session | None:  # fmt: skip
    """What the lab is opened with, if with anything. Raises Trouble."""
    if watch:
        from tui_lab.session.watched import opened

        return opened(watch)
    if handout:
        return session_of_handout(handout)
    if replay:
        return session_of_recording(replay)
    if run:
        return session_of_run(run)
    return new_session(lesson, settings) if lesson else None


def new_session(lesson: str, settings: dict[str, Any] | None = None) -> Session:
    """A lesson without a run yet; `settings` are the keywords of `Lesson.plan`. Raises Trouble."""
    from tui_lab.session.session import Session

    page = load(lesson)
    return Session(page, page.plan(**(run_defaults() | (settings or {}))))


def session_of_run(run: RunFolder) -> Session:
    """A run that already exists, live or over. Raises Trouble if it cannot be read."""
    from tui_lab.client.remote import Remote
    from tui_lab.session.session import Session

    plan = run.plan
    require_run(run, plan)
    session = Session(lesson_of(run), plan)
    session.attach(run, Remote(run))
    session.poll()
    session.poll()  # the second finds nothing new, and looks whether anybody trains
    return session


def session_of_recording(path: Path) -> Session:
    """A recording alone: nobody trains it. Raises Trouble if it cannot be read."""
    from tui_lab.runs.stream import Follower
    from tui_lab.session.session import Session

    follower = Follower(path / "events.jsonl" if path.is_dir() else path)
    events = follower.read()
    start = next((event for event in events if isinstance(event, Start)), None)
    if start is None:
        name = visible(str(path))
        raise BadEnvironment(f"{name} is not a recording of a run", "its first line is missing")
    session = Session(load(start.lesson), _plan_of(start))
    session.replay(follower, events)
    return session


def session_of_handout(path: Path) -> Session:
    """What a file of `dl-lab share` plans; nothing is trained yet. Raises Trouble."""
    from tui_lab.session.handout.taken import take, typed
    from tui_lab.session.session import Session

    taken = take(path)
    session = Session(taken.lesson, taken.plan)
    session.is_given = True
    session.notices += taken.notes
    session.suggested = [typed(fork) for fork in taken.forks]
    if session.suggested:
        session.notices.append(f"later: :{session.suggested[0]} (: and then ↑ brings it back)")
    return session


def session_of_lesson(lesson: str) -> Session:
    """A lesson with its live run, if it has one; else afresh. Raises Trouble."""
    live = live_run(lesson)
    return session_of_run(live) if live else new_session(lesson)


def live_run(lesson: str) -> RunFolder | None:
    """The latest run of a lesson that is being trained."""
    return next((run for run in islice(runs_of(lesson), RECENT) if run.alive()), None)


def _plan_of(start: Start) -> Plan:
    """The plan that a recording was made with."""
    return Plan(
        lesson=start.lesson, config=start.config, variants=start.variants, seeds=start.seeds,
        device=start.device, threads=start.threads, devices=start.devices,
    )  # fmt: skip
