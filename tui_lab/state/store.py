"""What a screen knows of a run: its events, folded. No Textual, no torch.

Widgets read it and never write it; `version` grows with every event that changed something,
so a widget that remembers the version it drew knows whether to draw again.
"""

from collections import deque
from collections.abc import Mapping
from typing import Any

from lessons.kit import History, Judged, Lesson, judge
from lessons.kit.claims.claim import in_todays_name
from lessons.kit.errors import visible
from lessons.kit.stream.columns import Decoded, Numbers, decoded
from lessons.kit.stream.events import (
    Answer,
    Checkpointed,
    Control,
    End,
    Estimate,
    Event,
    NetworkEnd,
    NoteEvent,
    PictureEvent,
    QuestionEvent,
    Resumed,
    Start,
    State,
    Steps,
)
from tui_lab.state.bins import Binned
from tui_lab.state.clock import Clock
from tui_lab.state.pace import Pace
from tui_lab.state.picture_history import PictureHistory

OVER = ("finished", "stopped", "failed", "killed", "lost")

Key = tuple[str, int]
"""A network: its variant and its seed."""


class Store:
    """One run as its viewers see it."""

    def __init__(self) -> None:
        self.version = 0
        self.latest = -1
        """The number of the latest event."""
        self.start: Start | None = None
        self.end: End | None = None
        self.state = "empty"
        """empty · warming · playing · paused · parked, or one of OVER"""
        self.history = History()
        self.curves: dict[tuple[str, int, str], Binned] = {}
        self.picture_histories: dict[tuple[str, str, int], PictureHistory] = {}
        """(panel, variant, seed) → its pictures."""
        self.clock = Clock()
        self.clocks: dict[str, Clock] = {}
        """Variants that have a time of their own, as runs that were trained apart have."""
        self.notes: deque[NoteEvent] = deque(maxlen=200)
        self.answers: deque[Answer] = deque(maxlen=200)
        self.questions: dict[Key, list[str]] = {}
        self.controls: list[Control] = []
        self.resumptions: list[Resumed] = []
        self.estimates: list[Estimate] = []
        """What the rest will take, by the first second; one more each time it was taken up."""
        self.ends: dict[Key, NetworkEnd] = {}
        self.checkpoint: Checkpointed | None = None
        self.damaged = 0
        """Lines of the file that could not be read."""
        self._pace = Pace()
        self._judged: tuple[int, list[Judged]] = (-1, [])

    def take_event(self, event: Event) -> None:
        """Fold one event in."""
        self.version += 1
        self.latest = max(self.latest, event.seq)
        if isinstance(event, Steps):
            self._take_steps(decoded(event), event.t)
            return
        self.history.take_event(event)
        match event:
            case PictureEvent():
                key = event.panel, event.variant, event.seed
                self.picture_histories.setdefault(key, PictureHistory()).add_picture(event)
            case NoteEvent():
                self.notes.append(event)
            case Answer():
                self.answers.append(event)
            case QuestionEvent():
                self.questions.setdefault((event.variant, event.seed), []).append(event.prompt)
            case NetworkEnd():
                self.ends[event.variant, event.seed] = event
            case _:
                self._take_rare(event)

    def _take_rare(self, event: Event) -> None:
        match event:
            case Start():
                self.start, self.state = event, "playing"
            case State():
                self.state = event.state
                self._pace.clear()
            case Control():
                self.controls.append(event)
            case Estimate():
                self.estimates.append(event)
            case Checkpointed():
                self.checkpoint = event
            case Resumed():
                self._take_resumed(event)
            case End():
                self.end, self.state = event, event.status

    def _take_steps(self, batch: Decoded, t: float) -> None:
        self.history.take_steps(batch)
        for name, numbers in batch.scalars.items():
            curve = self.curves.setdefault((batch.variant, batch.seed, name), Binned())
            curve.extend(batch.steps, numbers)
        last = max(batch.steps, default=0)
        self._pace.add_step(t, last, self.planned)
        self.clock.read(last, t)

    def take_scalar(self, batch: Decoded, kept: Decoded) -> None:
        """Fold in one scalar from elsewhere: in its curve whole, in the history what is kept."""
        self.version += 1
        ((name, numbers),) = batch.scalars.items()
        curve = self.curves.setdefault((batch.variant, batch.seed, name), Binned())
        curve.extend(batch.steps, numbers)
        self.history.take_steps(kept)

    def forget_from(self, variant: str, seed: int, name: str, step: int) -> None:
        """Forget a scalar from this step on: it is going to be said again."""
        self.version += 1
        column = self.history.track(variant, seed).columns.get(name)
        if column:
            column.forget_after(step - 1)
            self.curves[variant, seed, name] = _rebuilt(self.history, variant, seed, name)

    def _take_resumed(self, event: Resumed) -> None:
        """Forget what the killed run did after its checkpoint: the new one does it again."""
        self.end, self.state = None, "playing"
        self.resumptions.append(event)
        self.ends.clear()
        self.questions.clear()
        self._pace.clear()
        at = {(position.variant, position.seed): position.step for position in event.at}
        self.clock.forget_after(max(at.values(), default=0))
        for variant, seed, name in list(self.curves):
            if (variant, seed) in at:
                self.curves[variant, seed, name] = _rebuilt(self.history, variant, seed, name)
        for (_, variant, seed), pictures in self.picture_histories.items():
            if (variant, seed) in at:
                pictures.forget_after(at[variant, seed])

    @property
    def config(self) -> dict[str, Any]:
        """The settings as they are now, with every live knob turned since the start."""
        return self.history.config

    @property
    def planned(self) -> int:
        """Steps that each network is to train."""
        return self.history.planned

    @property
    def of_the_data(self) -> list[str]:
        """What was found, decided or left out when the data were read."""
        notes = self.start.data.get("notes", []) if self.start else []
        return [visible(str(note)) for note in notes]

    @property
    def step(self) -> int:
        """The last step of the furthest network."""
        return max((track.done for track in self.history.tracks.values()), default=0)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in OVER

    @property
    def rate(self) -> float:
        """Steps a second of the race, over the last five seconds; 0 while nothing moves."""
        return self._pace.rate if self.state == "playing" else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds to the end at a steady pace; None while that cannot be said."""
        return self._pace.remaining if self.state == "playing" else None

    def curve(self, variant: str, seed: int, metric: str) -> Binned:
        """A scalar's curve; an empty one if nothing came in yet."""
        return self.curves.get((variant, seed, metric), Binned())

    def broke_at(self, variant: str, seed: int) -> int | None:
        """The first step at which a watched scalar of this network was no number."""
        found = (self.curve(variant, seed, name).broke_at for name in self.history.watched)
        return min((step for step in found if step is not None), default=None)

    def picture(
        self, panel: str, variant: str, seed: int, at: int | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> PictureEvent | None:  # fmt: skip
        """What a network showed last for this panel, or last up to a step; None before it did.

        What a setting moves is as these settings have it, or else those of the run.
        """
        pictures = self.picture_histories.get((panel, variant, seed))
        if pictures is None:
            return None
        own = self.start.variants.get(variant, {}) if self.start else {}
        return pictures.at(at, {**(self.config if settings is None else settings), **own})

    def moments(self) -> list[int]:
        """The steps at which there is a picture of anything, in order."""
        return sorted(
            {step for pictures in self.picture_histories.values() for step in pictures.steps}
        )

    def metrics(self) -> list[str]:
        """Every scalar seen, in the order they first came."""
        return list(dict.fromkeys(name for _, _, name in self.curves))

    def verdicts(self, lesson: Lesson) -> list[Judged]:
        """The lesson's claims, judged on what was recorded so far. Cached by version."""
        if self.end and self.end.claims:
            return [in_todays_name(lesson.id, claim) for claim in self.end.claims]
        if self._judged[0] != self.version:
            claims = judge(lesson.claims, self.history, over=self.over)
            self._judged = (self.version, claims)
        return self._judged[1]


def _rebuilt(history: History, variant: str, seed: int, name: str) -> Binned:
    """A curve made again from the history, after part of it was forgotten."""
    column, curve = history.track(variant, seed).columns[name], Binned()
    curve.extend(column.steps, Numbers(*map(list, (column.values, column.low, column.high))))
    return curve
