"""Another run in place of this one, and what of it stays visible."""

import pytest

from tests.tools.pretended import Workers
from tui_lab.session.actions import next_run
from tui_lab.session.actions.knobs import turn
from tui_lab.session.actions.transport import play
from tui_lab.session.session import Session
from tui_lab.session.view import View


@pytest.fixture
def running(session: Session, workers: Workers) -> Session:
    """The toy lesson, which trains."""
    play(session)
    workers[-1].says("playing")
    session.poll()
    return session


@pytest.mark.parametrize(
    ("knob", "value", "new_seed", "ghosts"),
    [("lr", "0.1", False, 0), ("batch", "16", False, 1), ("batch", "16", True, 0)],
)
def test_a_restart_leaves_a_ghost_where_only_settings_differ(
    knob: str, value: str, new_seed: bool, ghosts: int, running: Session, workers: Workers
) -> None:
    """The same once more would lie on itself, and of other seeds nothing could be read off."""
    view, before = View(running), running.run
    turn(running, knob, value)
    next_run.restart(running, view, new_seed=new_seed, paused=True)

    assert before != running.run
    assert ghosts == len(view.ghosts)
    assert workers[-1].started_paused


def test_a_restart_before_the_first_run_leaves_nothing(session: Session, workers: Workers) -> None:
    """There is nothing that could stay."""
    view = View(session)
    turn(session, "batch", "16")
    next_run.restart(session, view)

    assert ([], 1) == (view.ghosts, len(workers))


def test_what_was_turned_is_what_a_fork_takes_along(running: Session) -> None:
    """As planned, not as it runs."""
    turn(running, "batch", "16")

    assert {"batch": 16} == next_run.turned(running)
