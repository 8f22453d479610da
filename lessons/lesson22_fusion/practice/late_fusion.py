"""Fuse late: two opinions

Two networks judge apart. If their senses are independent given the class, Bayes says: multiply
their probabilities and divide by the prior of the class, then normalise. Return the
probabilities. Work with logarithms: a product of small numbers becomes zero.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def late_fusion(first: Tensor, second: Tensor, prior: Tensor) -> Tensor:
    """The probabilities (N, C), from log-probabilities (N, C) of both, and the prior (C,)."""
    return (first + second - prior.log()).softmax(dim=1)


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """Two opinions."""
    count, classes = draw.size(), draw.size(2)
    first, second = draw.normal(count, classes), draw.normal(count, classes)
    return first.log_softmax(1), second.log_softmax(1), draw.probabilities(classes)


exercise = Exercise(
    late_fusion,
    hints=(
        "A product is a sum of logarithms, and dividing is subtracting.",
        "What is left is to normalise: a softmax of the sum of logarithms.",
        "(first + second - prior.log()).softmax(dim=1).",
    ),
    cases=cases,
    edges={
        "log-probabilities of -200": lambda draw: (
            torch.tensor([[-200.0, -201.0]]),
            torch.tensor([[-300.0, -300.0]]),
            torch.tensor([0.5, 0.5]),
        ),
    },
)
