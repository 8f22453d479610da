"""Cross-validation against the truth: many small training sets, each judged in both ways.

Each step draws one training set. k-fold looks at nothing but this set; the true error is that of
the model on images that neither has seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from lessons.kit import Points
from lessons.kit.loop import Event, Picture, Run, Saved, Step
from lessons.lesson09_overfitting.least_squares import (
    decompose,
    draw_features,
    one_hot,
    random_features,
    share_wrong,
)
from lessons.lesson09_overfitting.taught import Examples, as_examples, draw_examples
from lessons.shared.dataset import Dataset

if TYPE_CHECKING:
    from lessons.lesson09_overfitting import Overfitting

UNITS = 200
"""The width of the random layer."""
Drawn = tuple[Tensor, Tensor]


def split_into_folds(order: Tensor, k: int) -> list[Tensor]:
    """The places of k folds, (n / k,) each; the first ones are larger by one where n / k is not
    whole. `order` is a random order of all n places."""
    return list(order.tensor_split(k))


def predict(taught: Examples, asked: Tensor, drawn: Drawn, classes: int, ridge: float) -> Tensor:
    """Scores, (N, C), of a ridge on a random layer: everything is learned from `taught`."""
    features = random_features(taught.x, drawn)
    phi = features(taught.x, UNITS)  # (n, p)
    weights = decompose(phi, one_hot(taught.labels, classes)).weights(ridge)  # (p, C)
    return features(asked, UNITS) @ weights


def cross_validated(
    taught: Examples, order: Tensor, k: int, drawn: Drawn, classes: int, ridge: float
) -> float:
    """k-fold: each fold is predicted by a model of the others; the share of all that is wrong.

    CV = 1/n Σ_folds Σ_{i in fold} [f₋fold(xᵢ) ≠ yᵢ]        (Stone, 1974)
    """
    wrong = 0.0
    for fold in split_into_folds(order, k):
        rest = order[~torch.isin(order, fold)]
        others = Examples(taught.x[rest], taught.labels[rest], taught.truth[rest], rest.tolist())
        scores = predict(others, taught.x[fold], drawn, classes, ridge)
        wrong += share_wrong(scores, taught.labels[fold]) * len(fold)
    return wrong / len(order)


def estimate(hp: Overfitting, run: Run) -> Iterator[Event]:
    """Draw a training set, estimate by k-fold, and see what is true."""
    data: Dataset = run.data
    tested = as_examples(data.test, torch.device("cpu"))
    classes = len(data.classes)
    points = Saved([])  # (k-fold, true) of every set so far

    for _ in run.steps(hp.steps, points=points):
        taught = draw_examples(hp, data, torch.device("cpu"))
        drawn = draw_features(taught.x.shape[1], UNITS)
        order = torch.randperm(len(taught))
        k = min(hp.folds, len(taught))
        estimated = cross_validated(taught, order, k, drawn, classes, hp.ridge)
        true = share_wrong(predict(taught, tested.x, drawn, classes, hp.ridge), tested.truth)
        trained = share_wrong(predict(taught, taught.x, drawn, classes, hp.ridge), taught.labels)
        points.value.append([estimated, true])

        yield Picture("folds", scatter(points.value))
        yield Step(
            loss=estimated,
            train_error=trained,
            true_error=true,
            too_high=estimated - true,
            off=abs(estimated - true),
        )


def scatter(found: list[list[float]]) -> Points:
    """Every set as a point, and the line on which k-fold would say what is true."""
    most = max(0.3, *(value for pair in found for value in pair))
    return Points([(x, y) for x, y in found], curves={"equal": [(0.0, 0.0), (most, most)]})
