"""What scikit-learn's usual models make of the same rows. Imported by the worker alone.

Majority or mean, a linear model, boosted trees: fitted on the training rows, asked about the test
rows. Where a network does not win against them, its extra weights bought nothing.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, RidgeCV
from threadpoolctl import threadpool_limits

from lessons.shared.dataset import Dataset, Part
from lessons.shared.scores import (
    Values,
    accuracy,
    balanced_accuracy,
    explained,
    root_mean_square,
)

MOST_VALUES = 2_000_000
"""Numbers in the training rows that are used, 20,000 rows of 100 columns: a few seconds."""
ROUNDS, MOST_TREES = 100, 200
"""Rounds of boosting, each with a tree for each class; trees in all."""


@dataclass(frozen=True, eq=False)
class Baseline:
    """One model: its name, and what it says of each test row."""

    name: str
    said: Values
    """(N,) the class or the number, for `Dataset.test`."""
    p: Values | None = None
    """(N, C) the probability of each class of the training rows; none of a number."""


@lru_cache(maxsize=4)
def baselines(data: Dataset) -> tuple[Baseline, ...]:
    """The models in their order: majority (or mean), linear (or ridge), boosted trees.

    The same for every network of a race, so they are fitted once.
    """
    x, y = _some(data.train)
    test = _flat(data.test)
    found = []
    for name, model in _models(len(data.classes)):
        with warnings.catch_warnings(), threadpool_limits(1):
            warnings.simplefilter("ignore")  # "did not converge": its score says how far it came
            said = model.fit(x, y).predict(test)
            found.append(Baseline(name, said, model.predict_proba(test) if data.classes else None))
    return tuple(found)


def is_sampled(data: Dataset) -> bool:
    """Whether the models were fitted on a sample of the training rows."""
    return len(data.train) > _most(data.train)


def _models(classes: int) -> list[tuple[str, Any]]:
    if classes:
        rounds = ROUNDS if classes == 2 else min(ROUNDS, MOST_TREES // classes)
        trees = HistGradientBoostingClassifier(max_iter=rounds, random_state=0)
        linear = LogisticRegression(max_iter=300)
        return [("majority", DummyClassifier()), ("logistic", linear), ("boosted trees", trees)]
    trees = HistGradientBoostingRegressor(max_iter=ROUNDS, random_state=0)
    return [("mean", DummyRegressor()), ("ridge", RidgeCV()), ("boosted trees", trees)]


def _some(train: Part) -> tuple[Values, Values]:
    """The training rows, of very many the first: they are shuffled."""
    most = _most(train)
    return _flat(train)[:most], train.y[:most]


def _most(part: Part) -> int:
    columns = int(_flat(part).shape[1])
    return max(100, MOST_VALUES // max(1, columns))


def _flat(part: Part) -> Values:
    return part.x.reshape(len(part), -1)


def headings(data: Dataset) -> list[str]:
    """The columns of `compared`."""
    return ["", "accuracy", "balanced"] if data.classes else ["", "error", "R²"]


def compared(data: Dataset, said: Values, name: str = "network") -> list[list[Any]]:
    """Rows for a `Table` panel: the models beside the network, and who is ahead in words.

    `said` is the network's class or number for each test row, (N,).
    """
    models = baselines(data)
    rows = [_row(data, each.name, each.said) for each in models]
    return [*rows, _row(data, name, np.asarray(said)), [verdict(data, said, name), "", ""]]


def _row(data: Dataset, name: str, said: Values) -> list[Any]:
    true = data.test.y
    if data.classes:
        return [name, f"{accuracy(said, true):.3f}", f"{balanced_accuracy(said, true):.3f}"]
    return [name, f"{root_mean_square(said, true):.4g}", _share(explained(said, true))]


def _share(value: float) -> str:
    """Three decimals; of a network that has diverged -5.5e41, and not forty digits."""
    return f"{value:.3f}" if abs(value) < 100 else f"{value:.2g}".replace("e+", "e")


def verdict(data: Dataset, said: Values, name: str = "network") -> str:
    """Whether the network is ahead of the best model: "level" within two standard errors.

    Both were asked about the same rows, so the rows in which they differ decide.
    """
    models = baselines(data)
    mine = _losses(data, np.asarray(said))
    best = min(models, key=lambda each: float(_losses(data, each.said).mean()))
    gain = _losses(data, best.said) - mine
    error = float(gain.std()) / max(1, len(gain)) ** 0.5
    if abs(float(gain.mean())) <= 2 * error or not error:
        return f"{name} and {best.name}: level"
    return f"{name} ahead" if gain.mean() > 0 else f"{best.name} ahead"


def _losses(data: Dataset, said: Values) -> Values:
    true = data.test.y
    wrong: Values = (said != true) if data.classes else (said.astype(np.float64) - true) ** 2
    return wrong.astype(np.float64)
