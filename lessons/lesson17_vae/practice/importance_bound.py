"""A tighter bound

With K codes for each image, the importance-weighted bound is the logarithm of the mean weight;
log-weights are log p(x, z) - log q(z | x). Return the mean over the batch. exp of a log-weight of
-700 is zero in float32: stay with logarithms. Burda et al. (2016).
"""

import math

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def importance_bound(log_weights: Tensor) -> Tensor:
    """The mean bound, shape (), from log-weights (B, K)."""
    return (log_weights.logsumexp(dim=1) - math.log(log_weights.shape[1])).mean()


def cases(draw: Draw) -> tuple[Tensor]:
    """Log-weights of usual size."""
    return (draw.normal(draw.size(), draw.size()) * 3 - 90,)


exercise = Exercise(
    importance_bound,
    hints=(
        "log of a mean is log of the sum, minus log K.",
        "torch has logsumexp, which subtracts the largest before exp.",
        "(log_weights.logsumexp(dim=1) - math.log(K)).mean().",
    ),
    cases=cases,
    edges={
        "one code: the usual bound": lambda draw: (torch.tensor([[-80.0], [-100.0]]),),
        "log-weights of -700": lambda draw: (torch.tensor([[-700.0, -701.0]]),),
    },
    gradients=True,
)
