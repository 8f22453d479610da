"""Double descent: least squares at one width after the other, from far too few to far too many.

Nothing is trained here in steps: each step is one width, solved exactly, with a ridge and without.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log2
from typing import TYPE_CHECKING

import torch

from lessons.kit.loop import Event, Picture, Run, Saved, Step
from lessons.lesson09_overfitting.least_squares import (
    decompose,
    draw_features,
    one_hot,
    random_features,
    share_wrong,
)
from lessons.lesson09_overfitting.taught import as_examples, draw_examples
from lessons.shared.dataset import Dataset

if TYPE_CHECKING:
    from lessons.lesson09_overfitting import Overfitting

NARROWEST, WIDEST = 0.1, 16.0
"""The widths of a sweep, as shares of the number of examples."""


def widths(examples: int, steps: int) -> list[int]:
    """So many widths, each a factor above the one before; the nearest to n examples is n."""
    ratio = (WIDEST / NARROWEST) ** (1 / max(1, steps - 1))
    found = [max(1, round(NARROWEST * examples * ratio**at)) for at in range(steps)]
    nearest = min(range(steps), key=lambda at: abs(found[at] / examples - 1))
    found[nearest] = examples
    return found


def sweep(hp: Overfitting, run: Run) -> Iterator[Event]:
    """Fit at each width: without a penalty, and with a ridge; test both."""
    data: Dataset = run.data
    taught = draw_examples(hp, data, torch.device("cpu"))
    tested = as_examples(data.test, torch.device("cpu"))
    sizes = widths(len(taught), hp.steps)
    drawn = draw_features(taught.x.shape[1], max(sizes))
    features = random_features(taught.x, drawn)
    targets = one_hot(taught.labels, len(data.classes))  # (n, C)
    curves = Saved({"no penalty": [], "ridge": []})

    for step in run.steps(hp.steps, curves=curves):
        p = sizes[step - 1]
        fitted = decompose(features(taught.x, p), targets)
        free, held = fitted.weights(0.0), fitted.weights(hp.ridge)  # (p, C)
        seen, unseen = features(taught.x, p), features(tested.x, p)  # (n, p), (N, p)
        wrong = {
            "no penalty": share_wrong(unseen @ free, tested.truth),
            "ridge": share_wrong(unseen @ held, tested.truth),
        }
        for name, share in wrong.items():
            curves.value[name].append([log2(p / len(taught)), 1 - share])

        yield Picture("widths", {name: list(points) for name, points in curves.value.items()})
        yield Step(
            loss=(seen @ free - targets).square().sum(1).mean(),
            width=p / len(taught),
            train_accuracy=1 - share_wrong(seen @ free, taught.labels),
            free_accuracy=1 - wrong["no penalty"],
            ridge_accuracy=1 - wrong["ridge"],
            norm=free.norm(),
        )
