"""How much of the difference between trials each setting explains: Optuna's fANOVA, fitted often.

A forest is fitted to the trials, and its variance is split among the settings (Hutter et al. 2014).
One fit says nothing of its own doubt. So each of ten fits sees trials that are drawn with
replacement, and what is shown is the median of the ten and their range.

Run as `python -m tui_lab.sweeps.importance FOLDER`: it takes seconds, and a screen waits for none.
"""

from __future__ import annotations

import math
import random
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from lessons.kit.errors import Trouble, one_line, said
from lessons.kit.search.samplers import distributions, loaded, sampler, study
from lessons.kit.search.space import Knobs
from tui_lab.sweeps.folder import SweepFolder
from tui_lab.sweeps.journal import entries
from tui_lab.sweeps.ledger import Ledger
from tui_lab.sweeps.plan import SweepPlan

FITS = 10
FEWEST = 10  # trials with a score: of fewer a forest says what its seed wants
TREES = 32
DECADES = 30.0  # from the lowest score to the highest
Share = tuple[float, float, float]
"""The lowest, the median and the highest of the fits, each from 0 to 1."""


class Importance(msgspec.Struct, frozen=True):
    """What each setting explains, or why that cannot be said."""

    shares: dict[str, Share] = {}
    trials: int = 0
    why: str = ""
    is_log: bool = False
    """Whether the logarithm of the scores was explained."""


def too_few(count: int) -> str:
    """Why nothing is said of so few trials; "" where they are enough."""
    return f"needs {FEWEST} finished trials; there are {count}" if count < FEWEST else ""


def spans_decades(scores: Sequence[float]) -> bool:
    """Whether scores differ so much that only their logarithms can be compared."""
    return bool(scores) and min(scores) > 0 and max(scores) > DECADES * min(scores)


def importance(plan: SweepPlan, ledger: Ledger) -> Importance:
    """From the finished trials. What diverged has no score, and does not count."""
    scored = [
        (ledger.asked[end.trial].knobs, end.score)
        for end in ledger.ended.values()
        if end.state == "finished" and end.score is not None
    ]
    if why := too_few(len(scored)):
        return Importance(trials=len(scored), why=why)
    if len({score for _, score in scored}) < 2:
        return Importance(trials=len(scored), why="all trials have the same score")
    is_log = spans_decades([score for _, score in scored])
    if is_log:  # else the worst trial alone would be explained
        scored = [(knobs, math.log10(score)) for knobs, score in scored]
    try:
        fits = list(filter(None, (_fit(plan, scored, seed) for seed in range(FITS))))
    except Trouble as trouble:
        return Importance(trials=len(scored), why=str(trouble))
    except ImportError:
        return Importance(trials=len(scored), why="needs scikit-learn: pip install scikit-learn")
    if not fits:
        return Importance(trials=len(scored), why="the scores differ too little")
    shares = {name: _share(fits, name) for name in plan.space}
    return Importance(shares, len(scored), is_log=is_log)


def _share(fits: Sequence[dict[str, float]], name: str) -> Share:
    values = [fit.get(name, 0.0) for fit in fits]
    return min(values), median(values), max(values)


def _fit(
    plan: SweepPlan, scored: Sequence[tuple[Knobs, float]], seed: int
) -> dict[str, float] | None:
    """One forest on trials drawn with replacement; None where these have all one score."""
    optuna, drawn = loaded("importance"), random.Random(seed).choices(scored, k=len(scored))
    if len({score for _, score in drawn}) < 2:
        return None
    made = study(optuna, sampler(optuna, plan.space, "random", seed), maximize=False)
    spaces = distributions(optuna, plan.space)
    for knobs, score in drawn:
        made.add_trial(optuna.trial.create_trial(params=knobs, distributions=spaces, value=score))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        evaluator: Any = optuna.importance.FanovaImportanceEvaluator(n_trees=TREES, seed=seed)
        found = optuna.importance.get_param_importances(made, evaluator=evaluator)
    return {name: float(share) for name, share in found.items()}


def main(folder: str) -> None:
    """Print what is to be said of the sweep in this folder, as one JSON object."""
    sweep = SweepFolder(Path(folder))
    try:
        found = importance(sweep.plan, Ledger.of(entries(sweep.journal)))
    except Exception as error:
        found = Importance(why=f"cannot be computed ({one_line(said(error))[:120]})")
    sys.stdout.buffer.write(msgspec.json.encode(found))


if __name__ == "__main__":
    main(sys.argv[1])
