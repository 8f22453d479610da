"""The loss of a yes or no, from a logit

The network gives one number for each point, its logit. Return the mean of -log σ(logit) where the
class is 1, and of -log (1 - σ(logit)) where it is 0. A logit of 1000 must not become infinite:
use F.softplus(x) = log(1 + exp(x)), which stays exact.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def logistic_loss(logits: Tensor, classes: Tensor) -> Tensor:
    """The mean loss, shape (): logits (N,), classes (N,) float32, 0 or 1."""
    return (F.softplus(logits) - logits * classes).mean()


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Logits and classes of one or more points; called many times, for few points first."""
    points = draw.size()
    return draw.normal(points, scale=2.0), draw.booleans(points).float()


exercise = Exercise(
    logistic_loss,
    hints=(
        "Where the class is 1, the loss is softplus(-logit); where it is 0, softplus(logit).",
        "Both in one: softplus(logit) - logit · class. Try it for class 0 and for class 1.",
        "return (F.softplus(logits) - logits * classes).mean()",
    ),
    cases=cases,
    edges={
        "a logit of a thousand": lambda draw: (torch.tensor([1000.0]), torch.tensor([1.0])),
        "wrong by a thousand": lambda draw: (torch.tensor([-1000.0]), torch.tensor([1.0])),
    },
    gradients=True,
    without=("binary_cross_entropy_with_logits", "binary_cross_entropy", "BCEWithLogitsLoss"),
)
