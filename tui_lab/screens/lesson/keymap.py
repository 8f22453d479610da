"""Every key of the lesson's screen under its heading, in the order of the help."""

from __future__ import annotations

from dataclasses import replace

from tui_lab.screens.lesson import (
    chart_data,
    commands,
    editor,
    focus,
    fork,
    panels,
    prediction,
    run,
    sheets,
    tour,
    view,
)
from tui_lab.screens.lesson.guide import jumping, present
from tui_lab.screens.lesson.keys import Key
from tui_lab.screens.lesson.time import one_step, pacing

HEADINGS: dict[str, tuple[Key, ...]] = {
    "Run": (*run.KEYS, *prediction.KEYS, *commands.RUN, *fork.KEYS),
    "Look": (*panels.KEYS, *present.KEYS, *view.LOOK, *jumping.KEYS, *focus.KEYS, *focus.TABS),
    "Time": (*pacing.TIME, *one_step.TIME, *view.TIME),
    "Ask & explain": (*commands.ASK, *view.EXPLAIN, *tour.KEYS, *sheets.KEYS),
    "Edit": (*editor.KEYS, *chart_data.KEYS),
}
KEYS = tuple(replace(key, heading=name) for name, keys in HEADINGS.items() for key in keys)
PRESSED = {key.name: key.keys for key in KEYS}
"""The keys that call each of them."""
ACTS = {key.name: key.act for key in KEYS}
"""What each of them calls, by its name."""
