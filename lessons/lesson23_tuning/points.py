"""What a search proposes: points (R, T, D) from 0 to 1, for R searches of T trials of D knobs.

Grid, random and Sobol look at no result, so all their points are known before the first trial.
With `engine=optuna` Optuna proposes, through the same functions as for `dl-lab sweep`; TPE is
always Optuna's.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from lessons.kit.search.samplers import all_points, asked, distributions, loaded, sampler, study
from lessons.kit.search.space import Listed, Range, Space
from lessons.lesson23_tuning import Tuning

SEEDS = 100_003
"""Each proposal of TPE has a seed of its own, so that a search that is resumed goes on alike."""


def random(searches: int, trials: int, knobs: int) -> Tensor:
    """Each knob of each trial drawn by itself."""
    return torch.rand(searches, trials, knobs, dtype=torch.float64)


def per_knob(trials: int, knobs: int) -> int:
    """How many values of each knob a grid of so many trials has room for: T^(1/D), rounded down."""
    values = 1
    while (values + 1) ** knobs <= trials:
        values += 1
    return values


def middles(values: int) -> Tensor:
    """The middles of so many equal parts of the range."""
    return (torch.arange(values, dtype=torch.float64) + 0.5) / values


def grid(searches: int, trials: int, knobs: int) -> Tensor:
    """Every combination of a few values, in a random order; then from the first one on again."""
    axes = [middles(per_knob(trials, knobs))] * knobs
    cells = torch.cartesian_prod(*axes).view(-1, knobs)  # (V^D, D)
    order = torch.rand(searches, len(cells)).argsort(1)  # (R, V^D)
    again = order.repeat(1, -(-trials // len(cells)))[:, :trials]
    return cells[again]


def sobol(searches: int, trials: int, knobs: int) -> Tensor:
    """Spread evenly in all knobs at once (Sobol, 1967), each search scrambled by itself."""
    seeds = torch.randint(2**31, (searches,)).tolist()
    engines = [torch.quasirandom.SobolEngine(knobs, scramble=True, seed=seed) for seed in seeds]
    return torch.stack([engine.draw(trials, dtype=torch.float64) for engine in engines])


OWN = {"random": random, "grid": grid, "sobol": sobol}


def space_of(search: str, trials: int, knobs: int) -> Space:
    """The same cube in the words of `dl-lab sweep`."""
    values = Listed(middles(per_knob(trials, knobs)).tolist())
    return {f"k{n}": values if search == "grid" else Range(0.0, 1.0) for n in range(knobs)}


class Proposals:
    """The points of R searches: all there at the start, or one after another from TPE."""

    def __init__(self, hp: Tuning, knobs: int) -> None:
        self.knobs, self.searches, self.search = knobs, hp.repeats, hp.search
        self.space = space_of(hp.search, hp.steps, knobs)
        self.seeds: list[int] = []
        self.points: Tensor | None = None
        if hp.search != "tpe" and hp.engine == "own":
            self.points = OWN[hp.search](hp.repeats, hp.steps, knobs)
            return
        self.library = loaded("the search tpe" if hp.search == "tpe" else "engine=optuna")
        self.seeds = torch.randint(2**31 // SEEDS, (hp.repeats,)).tolist()
        if hp.search == "tpe":
            self.studies = [self._study() for _ in self.seeds]
            self.known = [0] * len(self.seeds)  # trials that each study has been told
        else:
            self.points = torch.stack([self._all(seed, hp.steps) for seed in self.seeds])

    def at(self, step: int, past: Tensor, scores: Tensor) -> Tensor:
        """Points (R, D) of this trial; TPE is told points (R, T, D) and scores (R, T) before it."""
        if self.points is not None:
            return self.points[:, step - 1]
        rows = [self._proposed(r, step, past[r], scores[r]) for r in range(self.searches)]
        return torch.tensor(rows, dtype=torch.float64)

    def _study(self) -> Any:
        first = sampler(self.library, self.space, "tpe", 0)
        return study(self.library, first, maximize=True)

    def _all(self, seed: int, trials: int) -> Tensor:
        found = all_points(self.library, self.space, self.search, trials, seed)
        points = torch.tensor([list(each.values()) for each in found], dtype=torch.float64)
        return points.repeat(-(-trials // len(points)), 1)[:trials]  # a grid begins again

    def _proposed(self, search: int, step: int, past: Tensor, scores: Tensor) -> list[float]:
        """Optuna's next point, after its study has been told the trials that it lacks."""
        made, kinds = self.studies[search], distributions(self.library, self.space)
        for place in range(self.known[search], step - 1):
            knobs = dict(zip(self.space, past[place].tolist(), strict=True))
            made.add_trial(self.library.trial.create_trial(
                params=knobs, distributions=kinds, value=float(scores[place])))  # fmt: skip
        self.known[search] = step - 1
        made.sampler = sampler(self.library, self.space, "tpe", self.seeds[search] * SEEDS + step)
        trial = asked(made, self.library, self.space)
        made.tell(trial, state=self.library.trial.TrialState.FAIL)
        return [float(trial.params[name]) for name in self.space]
