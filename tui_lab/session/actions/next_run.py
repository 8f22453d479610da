"""Another run in place of this one, which stays visible behind it where that is of use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from tui_lab.client.fork import Branch
from tui_lab.session.actions import transport
from tui_lab.session.actions.sight import add_ghost, show_all
from tui_lab.session.session import Session
from tui_lab.session.view import View
from tui_lab.state.ghosts import Ghost

Result = TypeVar("Result")


def restart(session: Session, view: View, *, new_seed: bool = False, paused: bool = False) -> None:
    """Start again; the same networks with other settings stay visible behind the new ones."""
    begin = partial(transport.restart, session, paused=paused)
    if new_seed:
        session.draft.reseed()
        begin()
    elif session.differences():
        leaving_a_ghost(session, view, begin)
    else:
        begin()


def fork(session: Session, view: View, at: int | None, settings: Mapping[str, Any]) -> Branch:
    """Go on in a new run from a step of this one; without settings, with those turned since."""
    chosen = dict(settings) or turned(session)
    branch = leaving_a_ghost(session, view, lambda: transport.fork(session, at, chosen))
    show_all(view)
    return branch


def turned(session: Session) -> dict[str, Any]:
    """The settings that are planned otherwise than they run."""
    return {name: session.plan.config[name] for name in session.differences()}


def leaving_a_ghost(session: Session, view: View, begin: Callable[[], Result]) -> Result:
    """Begin another run, and keep this one in the charts, faint."""
    before, run = session.store, session.run
    result = begin()
    if session.store is not before and run:
        add_ghost(view, Ghost(run.id, before))
    return result
