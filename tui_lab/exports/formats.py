"""What a run can be written as, by name. A screen lists them before anything is written."""

from __future__ import annotations

from pathlib import Path

from lessons.kit import Lesson
from tui_lab.runs.folder import RunFolder

TABLES, WHOLE = ("csv", "tensorboard"), ("json", "html")
OURS = (*TABLES, *WHOLE)
ROWS = "predictions"
"""A format of lessons that learn from rows: it is a table, and written only if asked for."""


def formats(lesson: Lesson) -> list[str]:
    """All that a run of this lesson can be written as, the most telling first."""
    return [*reversed(WHOLE), *TABLES, *lesson.exports]


def usual_place(run: RunFolder, kind: str) -> Path:
    """Where a run is written when nobody says."""
    if kind not in OURS:
        return Path(f"{run.id}-{kind}{'.csv' if kind == ROWS else '.txt'}")
    return Path(f"{run.id}-tensorboard" if kind == "tensorboard" else f"{run.id}.{kind}")
