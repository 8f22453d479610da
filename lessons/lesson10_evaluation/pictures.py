"""What is shown of a network: its threshold, its calibration, and how it stands on the test."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from typing import Any

import torch

from lessons.kit.loop import Picture, Points
from lessons.lesson10_evaluation import Evaluation, threshold
from lessons.lesson10_evaluation.measures import (
    Ranking,
    best_threshold,
    reliability,
)
from lessons.lesson10_evaluation.testing import USUAL, Look
from lessons.shared.baselines import baselines
from lessons.shared.dataset import Dataset

SHORT = {"boosted trees": "trees"}
"""Names that leave room for the cost in a panel of 38 columns."""


def pictures(look: Look, hp: Evaluation, content: Any) -> Iterator[Picture]:
    """Every panel of a network that judges rows."""
    yield from threshold.pictures(look, hp.miss)
    yield Picture("reliability", reliable(look))
    yield Picture("beside", beside(look, hp.miss, content))
    if look.halves:
        yield Picture("prevalence", by_prevalence(look))


def floor_of(floor: dict[int, float]) -> Picture:
    """The calibration error of who is exactly right, by the rows of the test."""
    return Picture("floor", {"exactly right": [(log10(n), e) for n, e in floor.items()]})


def reliable(look: Look) -> Points:
    """What was said against what was so, for each bin."""
    found = reliability(look.y, look.p).tolist()
    points = [(said, so, f"{count:.0f}") for said, so, count in found]
    return Points(points, {"exactly right": [(0, 0), (1, 1)]})


def beside(look: Look, miss: float, content: Any) -> list[list[Any]]:
    """The network, who says no to all, and for a table scikit-learn's models of the same rows."""
    network = row("network", look.ranking, miss)
    if not isinstance(content, Dataset):
        never = 1 - look.base, 0.5, look.base, miss * look.base
        return [network, ["no to all", *(f"{figure:.3f}" for figure in never)]]
    models = [(each.name, each.p) for each in baselines(content) if each.p is not None]
    truth = torch.from_numpy(content.test.y)
    return [
        network,
        *(
            row(SHORT.get(name, name), Ranking.of(truth, torch.from_numpy(p[:, 1])), miss)
            for name, p in models
        ),
    ]


def row(name: str, ranking: Ranking, miss: float) -> list[Any]:
    """Accuracy at 0.5, the areas, and the cost at t*."""
    cost = ranking.at(best_threshold(miss)).cost(miss)
    figures = ranking.at(USUAL).accuracy, ranking.auc(), ranking.average_precision(), cost
    return [name, *(f"{figure:.3f}" for figure in figures)]


def by_prevalence(look: Look) -> list[list[Any]]:
    """One network, two tests: few positives, and as many as negatives."""
    assert look.halves is not None
    rows = [("ROC-AUC", Ranking.auc, 0.5), ("average prec.", Ranking.average_precision, None)]
    return [
        [
            name,
            f"{of(look.ranking):.3f}",
            f"{of(look.halves):.3f}",
            chance or f"{look.base:.3f}, 0.500",
        ]
        for name, of, chance in rows
    ]
