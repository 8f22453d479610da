"""The runs of a case as one session: the sick one is in front, or the cured one; others faint."""

from __future__ import annotations

from pathlib import Path

from lessons.kit.stream.events import End
from tui_lab.clinic.kept import CURED, HEALTHY, SICK, Kept
from tui_lab.clinic.visit import Bench
from tui_lab.runs.recorder import last_event
from tui_lab.runs.stream import Follower
from tui_lab.session.session import Session
from tui_lab.state.ghosts import Ghost
from tui_lab.state.store import Store


class Track:
    """One recording, and what was read of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.begin()

    def begin(self) -> None:
        """Read from the start: it is recorded again."""
        self.store, self.follower = Store(), Follower(self.path)

    def poll(self) -> None:
        """Fold in what was recorded since."""
        for event in self.follower.read():
            self.store.take_event(event)

    @property
    def is_whole(self) -> bool:
        """Whether it was recorded to its end."""
        return isinstance(last_event(self.path), End)


class Recordings(Session):
    """A case on the bench, as panels are drawn from it. Nobody but the clinic trains it."""

    def __init__(self, bench: Bench, kept: Kept) -> None:
        super().__init__(bench.lesson, bench.case.sick_plan(bench.lesson, bench.seed))
        self.is_recording = True
        self.tracks = {each: Track(kept.recording(each)) for each in (SICK, HEALTHY, CURED)}
        self.shows = SICK
        """The run in front."""
        self.store = self.tracks[SICK].store

    def show(self, which: str) -> None:
        """Bring a run to the front."""
        self.shows, self.store = which, self.tracks[which].store

    def begin(self, which: str) -> None:
        """A run is about to be recorded: what there was of it is over."""
        track = self.tracks[which]
        track.path.unlink(missing_ok=True)
        track.begin()
        self.show(self.shows)

    def poll(self) -> None:
        """Fold in what was recorded since."""
        for track in self.tracks.values():
            track.poll()

    def ghosts(self, *, healthy: bool) -> list[Ghost]:
        """The other runs, faint: the sick one behind a cured one, the healthy one once ordered."""
        names = [SICK] * (self.shows == CURED) + [HEALTHY] * healthy
        return [Ghost(name, self.tracks[name].store) for name in names]

    def ended(self, which: str) -> bool:
        """Whether a run is recorded whole."""
        return self.tracks[which].is_whole
