"""What becomes of runs that go on when the learner leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui_lab.screens.choice import Answer, ChoiceScreen

if TYPE_CHECKING:
    from tui_lab.session.session import Session


class LeaveScreen(ChoiceScreen):
    """Asked only while something is being trained."""

    def __init__(self, live: Sequence[Session]) -> None:
        names = ", ".join(session.run.id for session in live if session.run)
        speed = " at full speed" if any(session.tempo.pace for session in live) else ""
        answers = [
            Answer("d", "detach", f"training continues{speed}; dl-lab attach returns to it"),
            Answer("s", "stop", "it saves everything after this step and ends"),
            Answer("k", "kill", "it ends at once; the last checkpoint is kept"),
            Answer("c", "cancel", "stay in the lab"),
        ]
        super().__init__("Leave the lab", f"Still training: {names}", answers)
