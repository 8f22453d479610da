"""Before code from outside runs for the first time, somebody is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from lessons.kit.errors import Trouble


def asking_first(screen: Screen[Any], act: Callable[[], None]) -> None:
    """Do it. Where that would run code from outside, ask, and do it if the answer is yes."""

    try:
        act()
    except Trouble as trouble:
        _ask_or_say(screen, act, trouble)


def _ask_or_say(screen: Screen[Any], act: Callable[[], None], trouble: Trouble) -> None:
    from tui_lab.screens.outside_code import TrustScreen  # the menu is painted before
    from tui_lab.trust.permission import UntrustedError, remember

    if not isinstance(trouble, UntrustedError):
        screen.notify(str(trouble), severity="error", markup=False)
        return

    def answered(answer: str | None) -> None:
        if answer == "y":
            remember(subject)
            asking_first(screen, act)

    subject = trouble.subject
    screen.app.push_screen(TrustScreen(subject), answered)
