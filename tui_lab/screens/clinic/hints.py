"""Which keys matter on a case's screen: it depends on what has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from tui_lab.screens.clinic.case import CaseScreen

ON_DESK = (
    ("enter", "do it"), ("1…0", "order"), ("n", "name"), ("e", "edit"), ("s", "setting"),
    ("p", "prove"), ("i", "facts"), ("c", "code"), ("v", "view"), ("tab", "page"),
    ("q", "back"), ("?", "keys"),
)  # fmt: skip
ON_CHARTS = (
    ("[ ]", "panels"), ("f", "maximise"), ("m", "smooth"), ("y", "log"), ("+ -", "zoom"),
    (", .", "time"), ("esc", "list"), ("q", "back"), ("?", "keys"),
)  # fmt: skip
ON_FAULTS = (
    ("enter", "name it"), ("/", "filter"), ("j k", "move"), ("esc", "list"), ("q", "back"),
    ("?", "keys"),
)  # fmt: skip
ON_KNOBS = (
    ("← →", "turn"), ("enter", "type"), ("p", "prove the cure"), ("esc", "list"), ("q", "back"),
    ("?", "keys"),
)  # fmt: skip
ON_PAGE = (
    ("j k", "scroll"), ("← →", "to the side"), ("v", "wide"), ("esc", "list"), ("q", "back"),
    ("?", "keys"),
)  # fmt: skip
TYPING = (("enter", "take it"), ("esc", "leave it"))
WORKING = (("esc", "stop"),)


def keys_on(screen: CaseScreen) -> tuple[tuple[str, str], ...]:
    """The most important first."""
    stage, focused = screen.stage, screen.focused
    on: list[tuple[Widget, tuple[tuple[str, str], ...]]] = [
        (screen.desk, ON_DESK), (stage.faults, ON_FAULTS), (stage.knobs.list, ON_KNOBS),
        (stage.page, ON_PAGE), (stage.knobs.line.entry, TYPING), (screen.filter, TYPING),
    ]  # fmt: skip
    keys = next((keys for widget, keys in on if widget is focused), ON_CHARTS)
    return (*WORKING * bool(screen.case.working), *(keys if focused else ON_DESK))
