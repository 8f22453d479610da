"""Which keys the line at the bottom tells: those of what is focused, then those of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.widgets.key_line import Pair
from tui_lab.widgets.panels.series import SeriesChart
from tui_lab.widgets.panels.shown import ShownPanel
from tui_lab.widgets.side.claims import Claims
from tui_lab.widgets.side.knobs import PRESET, KnobList
from tui_lab.widgets.side.notes import Notes
from tui_lab.widgets.side.practice import Practice
from tui_lab.widgets.side.tour import Tour

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

AGAIN = (("r", "again"), ("o", "compare"), ("F", "fork"), ("t", "tour"), ("a", "ask"))
RUN: dict[str, tuple[Pair, ...]] = {
    "empty": (("space", "start"), ("p", "predict"), ("t", "tour"), ("s", "one step")),
    "warming": (("space", "pause"), ("t", "tour")),
    "playing": (("space", "pause"), ("( )", "speed"), ("r", "restart"), ("t", "tour")),
    "paused": (
        ("space", "play"),
        ("s", "step"),
        ("F", "fork"),
        ("t", "tour"),
        ("i", "why"),
        ("u", "take apart"),
    ),
    "recorded": (("r", "train it"), ("o", "compare"), ("t", "tour")),
}
"""By the state of the run; after its end, what comes next."""
ALWAYS = (
    ("[ ]", "panels"), ("f", "maximise"), (", .", "time"), ("c", "source"), ("e", "edit"),
    (":", "command"), ("a", "ask"), ("i", "why"), ("u", "take apart"), ("v", "network"),
    ("x y m", "axes"),
)  # fmt: skip
"""What can be done in any state, as far as it fits."""
OUT = (("q", "back"), ("?", "keys"))


def hints(screen: LessonScreen) -> list[Pair]:
    """The keys, the most important first."""
    if screen.maximized is not None:
        return [*_of_maximised(screen), ("esc", "back"), ("?", "keys")]
    found = [*_of_focused(screen), *_of_run(screen), *ALWAYS]
    seen: set[str] = set()
    kept = [pair for pair in found if not (pair[0] in seen or seen.add(pair[0]))]  # type: ignore[func-returns-value]
    return [*kept, *OUT]


def _of_maximised(screen: LessonScreen) -> list[Pair]:
    panel = screen.maximized
    neighbours = ("[ ]", "next panel")
    if isinstance(panel, SeriesChart):
        return [("← →", "values"), ("i", "why"), neighbours, ("u", "take apart"), ("+ -", "zoom"),
                ("x y m", "axes"), ("w", "to a file"), (", .", "time")]  # fmt: skip
    reader = panel.reader if isinstance(panel, ShownPanel) else None
    return [*(reader.told() if reader else ()), ("v", "network"), neighbours, (", .", "time"),
            ("w", "to a file")]  # fmt: skip


def _of_focused(screen: LessonScreen) -> list[Pair]:
    """What the pane with the keys does with them."""
    match screen.focused:
        case Claims():
            return [("enter", "why")]
        case KnobList() as knobs:
            option = knobs.highlighted_option
            is_preset = option is not None and (option.id or "").startswith(PRESET)
            return [("enter", "apply")] if is_preset else [("← →", "change"), ("enter", "type")]
        case Notes() as notes if notes.can_explain:
            return [("enter", "traceback")]
        case Practice():
            return [("enter", "edit"), ("h", "hint"), ("j k", "choose"), ("S", "solution"),
                    ("K", "skip"), ("X", "reset")]  # fmt: skip
        case Tour() if screen.tour_progress.steps:
            is_begun = screen.tour_progress.place is not None
            step = screen.tour_progress.step
            answer = [("A", "answer")] if step and step.answer else []
            return [*answer, ("t", "next step"), ("T", "back")] if is_begun else [("t", "begin")]
    return []


def _of_run(screen: LessonScreen) -> list[Pair]:
    session = screen.session
    behind = [("0", "charts")] if session.store.start and not screen.gallery.display else []
    more = [("[ ]", "more panels")] if screen.gallery.position else []
    if session.can_go_on:
        return [("space", "continue"), *behind, *AGAIN, *more]
    return [*behind, *RUN.get(session.state, AGAIN), *more]
