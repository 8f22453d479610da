"""The confusion matrix

Row i, column j: how many examples of the class i were called j. Everything else in evaluation can
be read from it. Return also the recall of each class; of a class that does not occur it is nan.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def confusion(predicted: Tensor, true: Tensor, classes: int) -> tuple[Tensor, Tensor]:
    """Counts (C, C) int64, true classes in rows, and recalls (C,); both inputs (N,) int64."""
    counts = torch.bincount(true * classes + predicted, minlength=classes**2)
    counts = counts.reshape(classes, classes)
    return counts, counts.diagonal() / counts.sum(dim=1)


def cases(draw: Draw) -> tuple[Tensor, Tensor, int]:
    """Answers and truths."""
    count, classes = draw.size(), draw.size(2)
    return draw.integers(0, classes, count), draw.integers(0, classes, count), classes


exercise = Exercise(
    confusion,
    hints=(
        "A loop over the examples would do: counts[t, p] += 1.",
        "Without a loop: the number true * classes + predicted names the cell.",
        "torch.bincount(true * classes + predicted, minlength=classes ** 2).reshape(classes, "
        "classes); recall is the diagonal over the rows' sums.",
    ),
    cases=cases,
    without=("confusion_matrix",),
)
