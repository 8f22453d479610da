"""One trial while it is watched: its run's folder, and what has been read of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

from lessons.kit import History, Plan
from lessons.kit.stream.events import End, Resumed, Start, State
from tui_lab.client.final_state import BY_HAND
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.stream import Follower
from tui_lab.sweeps.journal import Ended
from tui_lab.sweeps.objective import Objective, Score, score, score_by

OVER = ("finished", "failed")
"""How a run ends that has nothing left to train."""


@dataclass
class Trial:
    """A run of a sweep."""

    number: int
    run: RunFolder
    plan: Plan
    follower: Follower = field(init=False)
    history: History = field(default_factory=History)
    has_begun: bool = False
    state: str = ""
    """What its worker last said that it does: warming, playing, paused or parked."""
    end: End | None = None
    """How its last worker ended it, if it did."""
    tries: int = 0
    """Workers that it had in this go."""
    told_at: float = -inf
    """When it was last told something, by the clock of `monotonic`."""

    @classmethod
    def of(cls, number: int, name: str, plan: Plan) -> Trial:
        """With the run of this name, made now where it is not there. Raises BadEnvironment."""
        run = RunFolder(places.runs_folder() / name)
        is_there = (run.path / "run.json").is_file()
        return cls(number, run if is_there else places.create(plan, name=name), plan)

    def __post_init__(self) -> None:
        self.follower = Follower(self.run.events)

    def read(self) -> None:
        """Take up all that was recorded since the last look."""
        while True:
            for event in self.follower.read():
                self.history.take_event(event)
                match event:
                    case Start() | Resumed():
                        self.has_begun, self.end = True, None
                    case End():
                        self.end = event
                    case State():
                        self.state = event.state
            if self.follower.at_end:
                return

    @property
    def is_parked(self) -> bool:
        """Whether its worker saved and left, as nobody looked at it for long."""
        return self.state == "parked"

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to train."""
        return self.end is not None and self.end.status in OVER

    @property
    def was_killed_by_hand(self) -> bool:
        """Whether a person ended it for ever, on the screen."""
        error = self.end.error if self.end else None
        return error is not None and error.message == BY_HAND.message

    def done(self, variant: str) -> int:
        """The steps that every seed has trained."""
        return self.history.done(variant)

    def standing(self, objective: Objective, share: int) -> float | None:
        """How it stood after one part of its steps in `share`; None before that."""
        step = max(self.plan.steps // share, 1)
        return score_by(objective, self.history, self.plan.seeds, step)

    def ended(self, objective: Objective, state: str, error: str = "") -> Ended:
        """The last entry about it."""
        found = score(objective, self.history, self.plan.seeds)
        if state == "finished":
            state = _state(found)
        told = self.end.error if self.end else None
        return Ended(
            self.number, state, None if found.diverged else found.mean, found.by_seed,
            None if found.diverged else found.spread, self.done(objective.variant),
            self.end.exit if self.end else None,
            error or (told.message if told and state != "pruned" else ""),
        )  # fmt: skip


def _state(found: Score) -> str:
    if found.diverged:
        return "diverged"
    return "failed" if found.mean is None else "finished"
