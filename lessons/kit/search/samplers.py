"""Optuna's samplers and its pruner, for a space of ours. Optuna is an extra, loaded when asked."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, cast

from lessons.kit.errors import BadEnvironment
from lessons.kit.search.space import Knobs, Listed, Space, Span

if TYPE_CHECKING:
    import optuna

TRIES = 50  # proposals until one is new; then the search may come back to an old one
REDUCTION = 3
"""Of the trials that come to a rung, a third goes on."""


def loaded(what: str) -> Any:
    """Optuna, quiet, for `what`. Raises BadEnvironment where it is not installed."""
    try:
        import optuna
    except ImportError:
        raise BadEnvironment(
            f"{what} needs optuna, which is not installed", 'pip install "dl-lab[sweep]"'
        ) from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna


def all_points(library: Any, space: Space, search: str, trials: int, seed: int) -> list[Knobs]:
    """The knobs of every trial of a search that does not look at results; none for TPE."""
    if search == "tpe":
        return []
    made = study(library, sampler(library, space, search, seed), maximize=False)
    if search == "sobol":  # its sequence begins where there is a trial to take the space from
        knobs = made.ask(distributions(library, space)).params
        done = library.trial.create_trial(
            params=knobs, distributions=distributions(library, space), value=0.0
        )
        made = study(library, sampler(library, space, search, seed), maximize=False)
        made.add_trial(done)
    found: list[Knobs] = []
    for _ in range(trials * TRIES):
        knobs = in_order(space, asked(made, library, space).params)
        if knobs not in found:
            found.append(knobs)
        if len(found) == trials:
            break
    return found


def asked(study: optuna.Study, library: Any, space: Space) -> optuna.Trial:
    """The study's next trial."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return study.ask(distributions(library, space))


def study(library: Any, sampler: Any, *, maximize: bool, pruner: Any = None) -> optuna.Study:
    """A study in memory that prunes nothing, unless a pruner is given."""
    direction = "maximize" if maximize else "minimize"
    pruner = pruner or library.pruners.NopPruner()
    made = library.create_study(sampler=sampler, pruner=pruner, direction=direction)
    return cast("optuna.Study", made)


def halving(library: Any) -> Any:
    """ASHA: a trial goes on from a rung if it is among the best third that came to it so far."""
    return library.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=REDUCTION)


def sampler(library: Any, space: Space, search: str, seed: int) -> Any:
    """What proposes: random, sobol, grid or tpe."""
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


def distributions(library: Any, space: Space) -> dict[str, Any]:
    """A space in Optuna's words."""
    return {name: _distribution(library.distributions, span) for name, span in space.items()}


def _distribution(kinds: Any, span: Span) -> Any:
    if isinstance(span, Listed):
        return kinds.CategoricalDistribution(span.values)
    if isinstance(span.low, int) and isinstance(span.high, int):
        return kinds.IntDistribution(span.low, span.high, log=span.log)
    return kinds.FloatDistribution(span.low, span.high, log=span.log)


def in_order(space: Space, knobs: dict[str, Any]) -> Knobs:
    """The same knobs, in the order of the space."""
    return {name: knobs[name] for name in space}
