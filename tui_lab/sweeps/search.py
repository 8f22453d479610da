"""Which knobs to try next, and which trials to give up: asked of Optuna, which keeps nothing.

Its study is built again from the sweep's journal at each start, entry by entry. So there is one
truth on disk, and a sweep that goes on proposes what it would have proposed.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from lessons.kit.errors import BadEnvironment
from tui_lab.sweeps.journal import Asked, Ended, Entry, Reported
from tui_lab.sweeps.plan import Knobs, SweepPlan
from tui_lab.sweeps.space import Listed, Space, Span

if TYPE_CHECKING:
    import optuna

TRIES = 50  # proposals until one is new; then the search may come back to an old one
RUNGS = (27, 9, 3)
"""A trial can be pruned after one 27th, a 9th and a third of its steps: each leaves a third."""
REDUCTION = 3


def loaded() -> Any:
    """Optuna, quiet. Raises BadEnvironment where it is not installed."""
    try:
        import optuna
    except ImportError:
        raise BadEnvironment(
            "a sweep needs optuna, which is not installed", 'pip install "dl-lab[sweep]"'
        ) from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna


def all_points(space: Space, search: str, trials: int, seed: int) -> list[Knobs]:
    """The knobs of every trial of a search that does not look at results; none for TPE."""
    optuna = loaded()
    if search == "tpe":
        return []
    study = _study(optuna, _sampler(optuna, space, search, seed), None, maximize=False)
    if search == "sobol":  # its sequence begins where there is a trial to take the space from
        knobs = study.ask(_distributions(optuna, space)).params
        done = optuna.trial.create_trial(
            params=knobs, distributions=_distributions(optuna, space), value=0.0
        )
        study = _study(optuna, _sampler(optuna, space, search, seed), None, maximize=False)
        study.add_trial(done)
    found: list[Knobs] = []
    for _ in range(trials * TRIES):
        knobs = _in_order(space, _asked(study, optuna, space).params)
        if knobs not in found:
            found.append(knobs)
        if len(found) == trials:
            break
    return found


class Search:
    """The search of one sweep, as far as it has come."""

    def __init__(self, plan: SweepPlan, entries: Iterable[Entry]) -> None:
        self.plan = plan
        self._optuna = loaded()
        self._known: list[Knobs] = []
        self._trials: dict[int, optuna.Trial] = {}
        pruner = self._optuna.pruners.SuccessiveHalvingPruner(
            min_resource=1, reduction_factor=REDUCTION
        )
        sampler = _sampler(self._optuna, plan.space, "random", plan.seed)
        maximize = plan.objective.maximize
        self._study = _study(self._optuna, sampler, pruner, maximize=maximize)
        for entry in entries:
            self.learn(entry)

    def next_knobs(self) -> Knobs | None:
        """What the next trial has; None where every point has been tried."""
        number = len(self._known)
        if self.plan.search != "tpe":
            return self.plan.points[number] if number < len(self.plan.points) else None
        seed = self.plan.seed * 100_003 + number  # each proposal has its own: see above
        self._study.sampler = _sampler(self._optuna, self.plan.space, "tpe", seed)
        for _ in range(TRIES):
            trial = _asked(self._study, self._optuna, self.plan.space)
            knobs = _in_order(self.plan.space, trial.params)
            self._study.tell(trial, state=self._optuna.trial.TrialState.FAIL)
            if knobs not in self._known:
                break
        return knobs

    def learn(self, entry: Entry) -> bool:
        """Take up what happened; whether the trial that it is about should be pruned."""
        match entry:
            case Asked(trial=number, knobs=knobs):
                self._study.enqueue_trial(knobs)
                self._trials[number] = _asked(self._study, self._optuna, self.plan.space)
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


def _asked(study: optuna.Study, library: Any, space: Space) -> optuna.Trial:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return study.ask(_distributions(library, space))


def _study(library: Any, sampler: Any, pruner: Any, *, maximize: bool) -> optuna.Study:
    direction = "maximize" if maximize else "minimize"
    pruner = pruner or library.pruners.NopPruner()
    made = library.create_study(sampler=sampler, pruner=pruner, direction=direction)
    return cast("optuna.Study", made)


def _sampler(library: Any, space: Space, search: str, seed: int) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an experimental part of Optuna's says so
        match search:
            case "grid":
                lists = {name: _listed(span) for name, span in space.items()}
                return library.samplers.GridSampler(lists, seed=seed)
            case "sobol":
                return library.samplers.QMCSampler(
                    scramble=True, seed=seed, warn_independent_sampling=False
                )
            case "tpe":
                return library.samplers.TPESampler(seed=seed, constant_liar=True)
        return library.samplers.RandomSampler(seed=seed)


def _listed(span: Span) -> list[Any]:
    return list(span.values) if isinstance(span, Listed) else []


def _distributions(library: Any, space: Space) -> dict[str, Any]:
    return {name: _distribution(library.distributions, span) for name, span in space.items()}


def _distribution(kinds: Any, span: Span) -> Any:
    if isinstance(span, Listed):
        return kinds.CategoricalDistribution(span.values)
    if isinstance(span.low, int) and isinstance(span.high, int):
        return kinds.IntDistribution(span.low, span.high, log=span.log)
    return kinds.FloatDistribution(span.low, span.high, log=span.log)


def _in_order(space: Space, knobs: dict[str, Any]) -> Knobs:
    return {name: knobs[name] for name in space}
