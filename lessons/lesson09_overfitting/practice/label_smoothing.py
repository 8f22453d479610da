"""Targets that are not certain

Label smoothing gives the true class 1 - ε + ε/C, and every other class ε/C. Return the cross-
entropy of the logits with these targets, averaged over the batch. With it, no weight has to grow
without end.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def smoothed_cross_entropy(logits: Tensor, target: Tensor, epsilon: float) -> Tensor:
    """The mean loss, shape (): logits (N, C), target (N,) int64."""
    log_p = logits.log_softmax(dim=1)  # (N, C)
    true = log_p[torch.arange(len(target)), target]
    return -((1 - epsilon) * true + epsilon * log_p.mean(dim=1)).mean()


def cases(draw: Draw) -> tuple[Tensor, Tensor, float]:
    """Logits and classes."""
    points, classes = draw.size(), draw.size(2)
    return draw.normal(points, classes), draw.integers(0, classes, points), draw.number(0.05, 0.4)


exercise = Exercise(
    smoothed_cross_entropy,
    hints=(
        "Cross-entropy with any targets q is -Σ q · log p.",
        "Make the targets: full of ε/C, with 1 - ε added at the true class. Or split the sum "
        "in two.",
        "loss = -((1 - epsilon) * true + epsilon * log_p.mean(dim=1)).mean(), with log_p = "
        "logits.log_softmax(1).",
    ),
    cases=cases,
    edges={
        "no smoothing": lambda draw: (draw.normal(2, 3), torch.tensor([0, 2]), 0.0),
    },
    gradients=True,
    without=("cross_entropy", "CrossEntropyLoss", "label_smoothing"),
)
