"""Other runs of the same lesson, faint behind the one that is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from tui_lab.runs.folder import RunFolder
from tui_lab.runs.stream import recorded
from tui_lab.state.store import Store


@dataclass(frozen=True)
class Ghost:
    """A run as it was recorded."""

    name: str
    """What tells it apart, such as its id, or `before`."""
    store: Store

    @property
    def variants(self) -> list[str]:
        """Its networks."""
        return list(self.store.start.variants) if self.store.start else []

    @property
    def seeds(self) -> list[int]:
        """Its seeds."""
        return self.store.start.seeds if self.store.start else []


def ghost_of(run: RunFolder) -> Ghost:
    """Read a run's recording. Takes as long as its file is long: not for a screen's own thread."""
    store = Store()
    for event in recorded(run):
        store.take_event(event)
    return Ghost(run.id, store)
