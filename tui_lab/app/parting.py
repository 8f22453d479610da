"""What is said when the screen is left and a run is not: its name, and how to come back to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_lab.runs.folder import RunFolder
    from tui_lab.session.session import Session

LEAVING = {"d": "detach", "s": "stop", "k": "kill"}
"""The answer's key to what `Session.let_go` calls it."""
GOES_ON = {"playing": "trains on", "warming": "is starting", "paused": "is paused"}


def live_among(sessions: Iterable[Session]) -> list[RunFolder]:
    """Their runs that somebody trains, as far as they know."""
    return [session.run for session in sessions if session.has_worker and session.run]


def detached(sessions: Sequence[Session]) -> list[RunFolder]:
    """Let go of all of them: the runs that go on without us."""
    live = live_among(sessions)
    for session in sessions:
        session.detach()
    return live


def part_from(sessions: Sequence[Session], how: str) -> list[RunFolder]:
    """`detach`, `stop` or `kill` all their runs; those that then go on."""
    from tui_lab.session.actions.transport import let_go  # the worker's end: not for the menu

    left_behind = live_among(sessions) if how == "detach" else []
    for session in sessions:
        let_go(session, how)
    return left_behind


def say_what_goes_on(left_behind: Iterable[RunFolder]) -> None:
    """A line on stderr for each of these that is live still."""
    from tui_lab.client.final_state import condition  # 20 ms that the menu need not pay
    from tui_lab.client.wait import say

    for run in left_behind:
        now = condition(run)
        if now.state in GOES_ON and run.alive():
            steps = f"{now.step}/{run.plan.steps}"
            say(f"{run.id} {GOES_ON[now.state]} ({steps}); dl-lab attach {run.id}")
