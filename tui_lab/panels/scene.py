"""A run as the figures of its report are drawn from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lessons.kit import Lesson, Panel
from lessons.kit.stream.events import PictureEvent
from tui_lab.state.store import Store
from tui_lab.svg.ink import Ink, inks

MOST_PICTURES = 12
"""Networks whose pictures a panel shows; of a longer race, the first."""


@dataclass
class Scene:
    """A run as its figures are drawn from it."""

    store: Store
    lesson: Lesson
    inks: dict[str, Ink] = field(init=False)

    def __post_init__(self) -> None:
        """A variant looks the same whichever variants it races, as on the screen."""
        known, racing = self.lesson.variants, self.variants
        self.inks = inks(known if set(racing) <= set(known) else racing)

    @property
    def variants(self) -> list[str]:
        """The racing variants."""
        return list(self.store.history.variants)

    @property
    def seeds(self) -> list[int]:
        """The seeds of each."""
        return self.store.history.seeds

    def panels(self) -> list[Panel]:
        """Those that speak of this run."""
        history = self.store.history
        run = history.variants, history.config, history.own_data
        return [panel for panel in self.lesson.panels if panel.covers(*run)]

    def broke(self, variant: str) -> int | None:
        """The first step at which a network of this variant was no number."""
        found = (self.store.broke_at(variant, seed) for seed in self.seeds)
        return min((step for step in found if step is not None), default=None)

    def pictures(self, key: str) -> list[PictureEvent]:
        """What each variant showed last, of its first seed."""
        shown = (self.store.picture(key, variant, self.seeds[0]) for variant in self.variants)
        return [picture for picture in shown if picture is not None][:MOST_PICTURES]
