"""Ask before a run is ended: yes or no, now or later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui_lab.screens.choice import Answer, ChoiceScreen

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

AGAIN = "Start again"
YES_OR_NO = [Answer("y", "yes"), Answer("n", "no, continue this run")]
NOW_OR_LATER = [
    Answer("y", "yes", "stop this run, if it is training, and start again"),
    Answer("n", "not yet", "r starts it later, z undoes the change"),
]


def ask(
    screen: LessonScreen, question: str, answers: Sequence[Answer], if_yes: Callable[[], None]
) -> None:
    """Ask whether to start again, and do it if the answer is `y`."""

    def heard(key: str | None) -> None:
        if key == "y":
            if_yes()

    # pushed here and now: the next key, however soon, is for the question
    screen.app.push_screen(ChoiceScreen(AGAIN, question, answers), heard)
