"""Before code from outside runs for the first time: what it is, where it lies, yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from lessons.kit.errors import Trouble
from tui_lab.screens.choice import Answer, ChoiceScreen

if TYPE_CHECKING:
    from tui_lab.trust.permission import Subject


class TrustScreen(ChoiceScreen):
    """Asked once for each lesson from outside."""

    def __init__(self, subject: Subject) -> None:
        answers = [
            Answer("n", "no", "do not run any of it"),
            Answer("y", "yes", "open it, and do not ask again"),
        ]
        question = f"{subject.question[0].upper()}{subject.question[1:]}."
        super().__init__("Code from outside", question, answers)


def asking_first(screen: Screen[Any], act: Callable[[], None]) -> None:
    """Do it. Where that would run code from outside, ask, and do it if the answer is yes."""

    try:
        act()
    except Trouble as trouble:
        _ask_or_say(screen, act, trouble)


def _ask_or_say(screen: Screen[Any], act: Callable[[], None], trouble: Trouble) -> None:
    from tui_lab.trust.permission import UntrustedError, remember  # the menu is painted before

    if not isinstance(trouble, UntrustedError):
        screen.notify(str(trouble), severity="error", markup=False)
        return

    def answered(answer: str | None) -> None:
        if answer == "y":
            remember(subject)
            asking_first(screen, act)

    subject = trouble.subject
    screen.app.push_screen(TrustScreen(subject), answered)
