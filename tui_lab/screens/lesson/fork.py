"""Another future: go on in a new run, from the step that the learner points at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.kit import Trouble
from tui_lab.client.fork import Branch, branch_of
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.lesson.view import looked_at
from tui_lab.session.actions import next_run
from tui_lab.session.actions.verbs import pairs_in

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

VERB = "fork"


def type_fork(screen: LessonScreen) -> None:
    """Type what is to be other from here on; the step, and what was turned, stand there."""
    at = pointed_at(screen) or screen.session.store.step  # live, it goes on while they type
    here = [f"at={at}"] if at else []
    settings: dict[str, object] = {**next_run.turned(screen.session)}
    if at and at >= screen.session.store.planned:  # there is nothing left to train there
        settings = {"steps": 2 * at, **settings}
    turned = [f"{name}={value}" for name, value in settings.items()]
    screen.command_line.open(screen.view.shown, " ".join([VERB, *here, *turned, ""]))


def branch(screen: LessonScreen, words: list[str]) -> Branch:
    """Where the fork would be, and what is trained again for it. Raises Trouble."""
    return branch_of(screen.session.run, _place(screen, pairs_in(words)))


def fork_as_typed(screen: LessonScreen, words: list[str]) -> None:
    """`:fork at=120 lr=0.01`; without settings, those turned since the run began."""
    session, pairs = screen.session, pairs_in(words)
    at = _place(screen, pairs)
    parse = session.lesson.params.parse
    typed = {name: parse(name, value) for name, value in pairs.items() if name != "at"}
    done = next_run.fork(session, screen.view, at, typed)
    screen.notify(f"{done}; the run before stays visible, faint", timeout=10)


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
