"""Precision, recall and F1

Of those called positive, how many are? Of those that are positive, how many were found? F1 is the
harmonic mean of the two. Where nothing is called positive, precision is 0; where nothing is
positive, recall is 0; where both are 0, F1 is 0.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def precision_recall(predicted: Tensor, true: Tensor) -> tuple[float, float, float]:
    """Precision, recall and F1 from two bool tensors (N,)."""
    hits = (predicted & true).sum().item()
    precision = hits / max(predicted.sum().item(), 1)
    recall = hits / max(true.sum().item(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-12)


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Answers and truths."""
    count = draw.size()
    return draw.booleans(count), draw.booleans(count)


exercise = Exercise(
    precision_recall,
    hints=(
        "Count the hits: predicted and true. Both measures divide them by another number.",
        "Precision divides by the number called positive, recall by the number that is.",
        "hits = (predicted & true).sum().item(); F1 is 2 · P · R / (P + R), and 0 where both "
        "are 0.",
    ),
    cases=cases,
    edges={
        "nothing is called positive": lambda draw: (
            torch.tensor([False, False]),
            torch.tensor([True, False]),
        ),
        "nothing is positive": lambda draw: (torch.tensor([True]), torch.tensor([False])),
    },
)
