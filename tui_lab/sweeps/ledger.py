"""What a journal comes to: which trials there are, how each one ended, and which is the best."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tui_lab.sweeps.journal import (
    Asked,
    Confirmed,
    Confirming,
    Ended,
    Entry,
    Pruned,
    Reported,
)
from tui_lab.sweeps.plan import SweepPlan


@dataclass
class Ledger:
    """The entries of a journal, folded."""

    asked: dict[int, Asked] = field(default_factory=dict)
    ended: dict[int, Ended] = field(default_factory=dict)
    rungs: dict[int, int] = field(default_factory=dict)
    """How many points at which it can be pruned a trial has passed."""
    pruned: dict[int, int] = field(default_factory=dict)
    """The trials that are to stop, and the point at which that was decided."""
    confirming: Confirming | None = None
    confirmed: Ended | None = None

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Ledger:
        """All these entries."""
        ledger = cls()
        for entry in entries:
            ledger.take(entry)
        return ledger

    def take(self, entry: Entry) -> None:
        """Fold one entry in."""
        match entry:
            case Asked():
                self.asked[entry.trial] = entry
            case Reported():
                self.rungs[entry.trial] = entry.rung + 1
            case Pruned():
                self.pruned[entry.trial] = entry.rung
            case Ended():
                self.ended[entry.trial] = entry
            case Confirming():
                self.confirming = entry
            case Confirmed():
                self.confirmed = entry.end

    @property
    def runs(self) -> list[str]:
        """The names of all its runs: of each trial, and of the best on fresh seeds."""
        last = [self.confirming.run] if self.confirming else []
        return [*(asked.run for asked in self.asked.values()), *last]

    def unfinished(self) -> list[int]:
        """The trials that have no end yet, in their order."""
        return [number for number in self.asked if number not in self.ended]

    def best(self, plan: SweepPlan) -> Ended | None:
        """The finished trial with the best score, the earliest of equals; None without any."""
        best: Ended | None = None
        for end in sorted(self.ended.values(), key=lambda end: end.trial):
            if end.state != "finished" or end.score is None:
                continue
            if best is None or plan.objective.is_better(end.score, _score(best)):
                best = end
        return best


def _score(end: Ended) -> float:
    return 0.0 if end.score is None else end.score
