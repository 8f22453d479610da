"""Cross-entropy that survives large logits

The loss of a classifier is -log softmax(logits)[target], averaged over the batch. exp(1000) is
infinite: subtract the largest logit of each row first. The result does not change.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """The mean loss, shape (): logits (N, C), target (N,) int64."""
    shifted = logits - logits.max(dim=1, keepdim=True).values
    log_sum = shifted.exp().sum(dim=1).log()  # (N,)
    return (log_sum - shifted[torch.arange(len(target)), target]).mean()


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Logits and classes."""
    points, classes = draw.size(), draw.size(2)
    return draw.normal(points, classes, scale=2.0), draw.integers(0, classes, points)


exercise = Exercise(
    cross_entropy,
    hints=(
        "log softmax(z)_k is z_k minus the logarithm of the sum of exp(z).",
        "Subtract the row's maximum from the row before exp: softmax stays the same, and no "
        "exp is above 1.",
        "log_sum = shifted.exp().sum(dim=1).log(); the loss is (log_sum - shifted[arange, "
        "target]).mean().",
    ),
    cases=cases,
    edges={
        "logits of a thousand": lambda draw: (
            torch.tensor([[1000.0, 0.0], [0.0, 1000.0]]),
            torch.tensor([0, 0]),
        ),
        "one class": lambda draw: (torch.tensor([[3.0]]), torch.tensor([0])),
        "equal logits": lambda draw: (torch.zeros(2, 4), torch.tensor([1, 3])),
    },
    gradients=True,
    without=(
        "cross_entropy",
        "log_softmax",
        "logsumexp",
        "nll_loss",
        "CrossEntropyLoss",
        "softmax",
    ),
)
