"""Another future: go on in a new run, from the step that the learner points at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.kit import Trouble
from tui_lab.client.fork import branch_of
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.lesson.view import looked_at
from tui_lab.session.actions import next_run
from tui_lab.session.actions.verbs import pairs_in

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

VERB = "fork"


class ForkNotice:
    """One message of the fork at a time: of another step is no question any more."""

    def __init__(self, screen: LessonScreen) -> None:
        self.screen = screen
        self.said = ""
        """What was said of the fork that is being typed."""

    def say(self, words: str) -> None:
        """Say this in place of what was said before."""
        self.screen.app.take_back(self.said)
        self.said = words
        self.screen.notify(words, timeout=10)


def type_fork(screen: LessonScreen) -> None:
    """Type what is to be other from here on; the step, and what was turned, stand there."""
    at = pointed_at(screen) or screen.session.store.step  # live, it goes on while they type
    here = [f"at={at}"] if at else []
    turned = [f"{name}={value}" for name, value in next_run.turned(screen.session).items()]
    screen.fork_notice.said = ""
    screen.command_line.open(screen.view.shown, " ".join([VERB, *here, *turned, ""]))


def preview(screen: LessonScreen, typed: str) -> None:
    """Say before it is done where the fork will be, and what is trained again for it."""
    verb, *words = typed.removeprefix(":").split(" ")
    if verb != VERB or not words or words[-1]:
        return
    try:
        said = str(branch_of(screen.session.run, _place(screen, pairs_in(words))))
    except Trouble as trouble:
        said = str(trouble)
    if said != screen.fork_notice.said:
        screen.fork_notice.say(said)


def fork_as_typed(screen: LessonScreen, words: list[str]) -> None:
    """`:fork at=120 lr=0.01`; without settings, those turned since the run began."""
    session, pairs = screen.session, pairs_in(words)
    at = _place(screen, pairs)
    parse = session.lesson.params.parse
    typed = {name: parse(name, value) for name, value in pairs.items() if name != "at"}
    branch = next_run.fork(session, screen.view, at, typed)
    screen.fork_notice.say(f"{branch}; the run before stays visible, faint")


def pointed_at(screen: LessonScreen) -> int | None:
    """The step at the cursor, or of when all panels are; None is the latest."""
    step = looked_at(screen)
    return None if step is None else round(step)


def _place(screen: LessonScreen, pairs: dict[str, str]) -> int | None:
    """The step that was typed, or else the one that is pointed at. Raises Trouble."""
    try:
        return int(pairs["at"]) if "at" in pairs else pointed_at(screen)
    except ValueError:
        raise Trouble("a step is a whole number", "such as :fork at=120 lr=0.01") from None


KEYS = (Key("F", type_fork, "Fork", "Fork: continue from the shown step with other settings"),)
