"""Every key of the lesson's screen, in the order of the help."""

from __future__ import annotations

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

KEYS = (
    *run.KEYS, *prediction.KEYS, *focus.KEYS, *commands.KEYS, *fork.KEYS, *panels.KEYS,
    *view.KEYS, *editor.KEYS, *chart_data.KEYS, *tour.KEYS, *sheets.KEYS, *focus.TABS,
)  # fmt: skip
ACTS = {key.name: key.act for key in KEYS}
"""What each of them calls, by its name."""
MATTER = (
    ("space", "play"), ("s", "step"), ("r", "restart"), ("t", "tour"), ("[ ]", "panels"),
    ("f", "maximise"), (", .", "time"), ("q", "back"), ("c", "source"), (":", "command"),
    ("p", "predict"), ("?", "keys"),
)  # fmt: skip
"""Those that the line at the bottom tells, the most important first; the last one always."""
