"""The charts of a case: the lesson's own, those of the loss first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lessons.kit import Lesson, Panel, Series


def panels_of(lesson: Lesson) -> list[Panel]:
    """Loss, then gradients, then other curves, then pictures; the loss is the large one.

    What a lesson shows large is what it teaches; what one asks a sick run first is its loss.
    """
    panels = sorted(lesson.panels, key=lambda panel: _place(panel, lesson.watched))
    if not panels or _place(panels[0], lesson.watched):
        panels = [Series("Loss", of=lesson.watched), *panels]
    return [replace(panel, hero=place == 0) for place, panel in enumerate(panels)]


def _place(panel: Panel, watched: Sequence[str]) -> int:
    if not isinstance(panel, Series):
        return 3
    if set(panel.of) & set(watched):
        return 0
    return 1 if any("grad" in name for name in panel.of) else 2
