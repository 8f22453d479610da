"""The formulas and searches of lesson 23, against scikit-learn's, torch's and Optuna's."""

from typing import Any

import numpy as np
import pytest
import torch
from scipy.stats import kstest
from sklearn.linear_model import Ridge as Reference
from torch import Tensor, nn

import lessons
from lessons.kit.search import samplers
from lessons.lesson23_tuning import points, toy
from lessons.lesson23_tuning.halving import RUNGS, goes_on
from lessons.lesson23_tuning.network import Networks
from lessons.lesson23_tuning.real import between
from lessons.lesson23_tuning.ridge import Ridge, Rows

EXACT = 1e-9
HP = lessons.load("lesson23").params()


def rows(columns: int, count: int = 40, searches: int = 3, classes: int = 4) -> Rows:
    """Made-up rows: of each search some are learned from, some choose, and some test."""
    torch.manual_seed(0)
    x, y = torch.randn(count, columns), torch.randint(classes, (count,))
    order = torch.rand(searches, count).argsort(1)
    return Rows(x, y, classes, order[:, :20], order[:, 20:30], torch.arange(5))


@pytest.mark.parametrize("columns", [6, 30])
@pytest.mark.parametrize("penalty", [1e-3, 1.0, 100.0])
def test_a_ridge_is_that_of_scikit_learn(columns: int, penalty: float) -> None:
    """With fewer columns than rows and with more, on the columns that are kept alone."""
    made = rows(columns)
    kept = (torch.rand(3, columns) < 0.5).double()
    kept[:, 0] = 1
    weights, bias = Ridge(made).solve(torch.full((3,), penalty).double(), kept)

    for search in range(3):
        x = made.x[made.taught[search]].double().numpy()
        y = np.eye(4)[made.y[made.taught[search]].numpy()]
        on = kept[search].bool().numpy()
        found = Reference(alpha=penalty).fit(x[:, on], y)

        assert found.coef_.T == pytest.approx(weights[search][on].numpy(), abs=EXACT)
        assert found.intercept_ == pytest.approx(bias[search, 0].numpy(), abs=EXACT)
        assert 0 == weights[search][~on].abs().sum()


def test_networks_side_by_side_learn_what_each_learns_alone() -> None:
    """Torch's own SGD, with momentum and weight decay, on the same weights."""
    made = rows(6)
    torch.manual_seed(1)
    networks = Networks(made, 5, torch.ones(3))
    networks.weights = [w.detach().double().requires_grad_() for w in networks.weights]
    networks.velocity = [v.double() for v in networks.velocity]
    start = [w.detach().clone() for w in networks.weights]
    x, labels = made.x[made.taught].double(), made.y[made.taught]
    lr, momentum, decay = (
        torch.tensor(each) for each in ([0.1, 0.2, 0.3], [0.0, 0.5, 0.9], [0.0, 0.1, 0.0])
    )
    targets = nn.functional.one_hot(labels, 4).double()
    for _ in range(4):
        networks.step(x, targets, lr, momentum, decay)

    for search in range(3):
        alone = [w[search].clone().requires_grad_() for w in start]
        settings = {"lr": float(lr[search]), "momentum": float(momentum[search]),
                    "weight_decay": float(decay[search])}  # fmt: skip
        optimizer = torch.optim.SGD(alone, **settings)
        for _ in range(4):
            optimizer.zero_grad()
            hidden = (x[search] @ alone[0] + alone[1]).relu()
            nn.functional.cross_entropy(hidden @ alone[2] + alone[3], labels[search]).backward()
            optimizer.step()
        for here, there in zip(alone, networks.weights, strict=True):
            assert torch.allclose(here, there[search], atol=1e-7)  # the rates are float32


def test_random_search_follows_its_formula() -> None:
    """The mean of 20,000 searches, for few trials and many, narrow peaks and broad ones."""
    torch.manual_seed(0)
    for trials, width in ((1, 0.05), (8, 0.02), (32, 0.05), (8, 0.5)):
        u, c = torch.rand(20_000, trials).double(), torch.rand(20_000, 1).double()
        best = (-((u - c) / width).square() / 2).exp().amax(1)

        assert float(best.mean()) == pytest.approx(toy.expected(trials, width), abs=0.01)


@pytest.mark.parametrize(("trials", "knobs", "values"), [
    (32, 5, 2), (31, 5, 1), (9, 2, 3), (8, 2, 2), (1000, 3, 10), (7, 1, 7), (1, 10, 1),
])  # fmt: skip
def test_a_grid_has_as_many_values_as_its_trials_allow(
    trials: int, knobs: int, values: int
) -> None:
    """The largest whole V with V^D trials or fewer; and each cell comes once, then again."""
    grid = points.grid(2, trials, knobs)

    assert values == points.per_knob(trials, knobs)
    assert values**knobs == len(grid[0].unique(dim=0))
    assert (2, trials, knobs) == grid.shape
    assert not len(set(map(float, grid[0, :, 0].unique())) - set(points.middles(values).tolist()))


def optuna_points(search: str, trials: int, knobs: int, seed: int = 3) -> Tensor:
    """What Optuna proposes, as `dl-lab sweep` asks it."""
    space = points.space_of(search, trials, knobs)
    found = samplers.all_points(samplers.loaded("a test"), space, search, trials, seed)
    return torch.tensor([[float(value) for value in each.values()] for each in found])


def test_our_grid_is_optunas() -> None:
    """The same 32 cells."""
    torch.manual_seed(0)
    ours, theirs = points.grid(1, 32, 5)[0], optuna_points("grid", 32, 5)

    assert sorted(theirs.tolist()) == sorted(ours.tolist())


def test_our_random_points_are_spread_as_optunas() -> None:
    """Each knob evenly, by the test of Kolmogorov and Smirnov."""
    torch.manual_seed(0)
    for found in (points.random(1, 300, 2)[0], optuna_points("random", 300, 2)):
        for knob in range(2):
            assert kstest(found[:, knob].numpy(), "uniform").pvalue > 0.01


def test_sobols_points_fill_every_interval_once_ours_and_optunas() -> None:
    """Of the first 32 points there is one in each 32nd of every knob's range."""
    torch.manual_seed(0)
    for found in points.sobol(3, 32, 5):
        for knob in range(5):
            assert 32 == len((found[:, knob] * 32).floor().unique())
    theirs = optuna_points("sobol", 33, 2)[1:]  # the first one is drawn by chance
    filled = [len((theirs[:, knob] * 32).floor().unique()) for knob in range(2)]
    assert min(filled) >= 31  # its sequence begins one later


def test_halving_goes_on_as_optunas_pruner_says() -> None:
    """The same trials reach the same rungs, in a search of 60 trials with scores that tie."""
    library = samplers.loaded("a test")
    made = samplers.study(library, library.samplers.RandomSampler(seed=0), maximize=True,
                          pruner=samplers.halving(library))  # fmt: skip
    torch.manual_seed(0)
    reached = torch.full((len(RUNGS), 1, 60), torch.nan)
    for _ in range(60):
        trial, going = made.ask(), True
        for place, units in enumerate(RUNGS):
            score = torch.randint(20, (1,)) / 20
            count = int(reached[place].isfinite().sum())
            reached[place, 0, count] = score
            trial.report(float(score), units)
            going = not trial.should_prune()

            assert going == bool(goes_on(reached[place], score))
            if not going:
                break
        made.tell(trial, float(score))


def test_the_share_that_a_knob_explains() -> None:
    """η² of two groups: 1 where the halves are all, 0 where they are alike or nothing varies."""
    half = torch.tensor([True, True, False, False])

    assert 1 == pytest.approx(between(torch.tensor([1.0, 1, 0, 0]), half))
    assert 0 == between(torch.tensor([1.0, 0, 1, 0]), half)
    assert 0 == between(torch.ones(4), half)
    assert 0.2 == pytest.approx(between(torch.tensor([3.0, 1, 2, 0]), half), abs=EXACT)


@pytest.mark.parametrize("surface", ["one", "all", "trap"])
def test_the_highest_score_is_at_the_peak(surface: str) -> None:
    """1 there; in trap, that is half the range away from the hill, which is 0.6 high."""
    hp: Any = HP.override({"surface": surface})
    c = torch.tensor([[0.2, 0.4, 0.6, 0.8, 0.1]]).double()
    peak = c.clone()
    peak[0, 0] = 0.7 if surface == "trap" else 0.2

    assert 1 == pytest.approx(float(toy.score(peak[:, None], c, hp)))
    if surface == "trap":
        assert 0.6 == pytest.approx(float(toy.score(c[:, None], c, hp)))
