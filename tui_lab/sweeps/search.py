"""Which knobs to try next, and which trials to give up: asked of Optuna, which keeps nothing.

Its study is built again from the sweep's journal at each start, entry by entry. So there is one
truth on disk, and a sweep that goes on proposes what it would have proposed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lessons.kit.search import samplers
from lessons.kit.search.samplers import REDUCTION, TRIES, asked, halving, in_order, sampler, study
from lessons.kit.search.space import Knobs, Space
from tui_lab.sweeps.journal import Asked, Ended, Entry, Reported
from tui_lab.sweeps.plan import SweepPlan

if TYPE_CHECKING:
    import optuna

RUNGS = (27, 9, 3)
"""A trial can be pruned after one 27th, a 9th and a third of its steps: each leaves a third."""
WHAT = "a sweep"


def all_points(space: Space, search: str, trials: int, seed: int) -> list[Knobs]:
    """The knobs of every trial of a search that does not look at results; none for TPE."""
    return samplers.all_points(samplers.loaded(WHAT), space, search, trials, seed)


class Search:
    """The search of one sweep, as far as it has come."""

    def __init__(self, plan: SweepPlan, entries: Iterable[Entry]) -> None:
        self.plan = plan
        self._optuna = samplers.loaded(WHAT)
        self._known: list[Knobs] = []
        self._trials: dict[int, optuna.Trial] = {}
        first = sampler(self._optuna, plan.space, "random", plan.seed)
        maximize, pruner = plan.objective.maximize, halving(self._optuna)
        self._study = study(self._optuna, first, maximize=maximize, pruner=pruner)
        for entry in entries:
            self.learn(entry)

    def next_knobs(self) -> Knobs | None:
        """What the next trial has; None where every point has been tried."""
        number = len(self._known)
        if self.plan.search != "tpe":
            return self.plan.points[number] if number < len(self.plan.points) else None
        seed = self.plan.seed * 100_003 + number  # each proposal has its own: see above
        self._study.sampler = sampler(self._optuna, self.plan.space, "tpe", seed)
        for _ in range(TRIES):
            trial = asked(self._study, self._optuna, self.plan.space)
            knobs = in_order(self.plan.space, trial.params)
            self._study.tell(trial, state=self._optuna.trial.TrialState.FAIL)
            if knobs not in self._known:
                break
        return knobs

    def learn(self, entry: Entry) -> bool:
        """Take up what happened; whether the trial that it is about should be pruned."""
        match entry:
            case Asked(trial=number, knobs=knobs):
                self._study.enqueue_trial(knobs)
                self._trials[number] = asked(self._study, self._optuna, self.plan.space)
                self._known.append(knobs)
            case Reported(trial=number, rung=rung, value=value):
                return self._is_behind(number, rung, value)
            case Ended():
                self._close(entry)
        return False

    def _is_behind(self, number: int, rung: int, value: float | None) -> bool:
        trial = self._trials[number]
        trial.report(self.plan.objective.worst if value is None else value, REDUCTION**rung)
        return bool(trial.should_prune())

    def _close(self, end: Ended) -> None:
        trial, states = self._trials[end.trial], self._optuna.trial.TrialState
        if end.score is not None and end.state in ("finished", "pruned"):
            self._tell_score(end, trial)
        elif end.state == "diverged":  # a place to keep away from: a failed trial would be none
            self._study.tell(trial, self.plan.objective.worst)
        else:
            self._study.tell(trial, state=states.FAIL)

    def _tell_score(self, end: Ended, trial: optuna.Trial) -> None:
        if end.state == "pruned":  # it counts as what it said last
            self._study.tell(trial, state=self._optuna.trial.TrialState.PRUNED)
        else:
            self._study.tell(trial, end.score)
