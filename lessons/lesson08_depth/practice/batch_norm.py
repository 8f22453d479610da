"""BatchNorm in training

Bring each feature of a batch to mean 0 and variance 1, over the batch; then scale and shift it.
The variance here divides by N, not by N - 1, and ε = 1e-5 stands under the root.

    y = (x - mean) / √(var + ε) · γ + β
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def batch_norm(x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    """The normalised batch (N, D); gamma and beta are (D,)."""
    mean = x.mean(dim=0)
    var = (x - mean).square().mean(dim=0)
    return (x - mean) / (var + 1e-5).sqrt() * gamma + beta


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """A batch of at least two."""
    width = draw.size()
    return draw.normal(draw.size(2), width, scale=2.0), draw.normal(width), draw.normal(width)


exercise = Exercise(
    batch_norm,
    hints=(
        "Statistics over the batch: one mean and one variance for each feature.",
        "The variance is the mean of the squared differences from the mean. torch.var divides "
        "by N - 1 unless you say otherwise.",
        "(x - mean) / (var + 1e-5).sqrt() * gamma + beta, with var = (x - "
        "mean).square().mean(dim=0).",
    ),
    cases=cases,
    edges={
        "a batch of one": lambda draw: (draw.normal(1, 3), draw.normal(3), draw.normal(3)),
        "a feature that never changes": lambda draw: (
            torch.ones(4, 2),
            torch.ones(2),
            torch.ones(2),
        ),
    },
    gradients=True,
    tolerance=1e-3,
    without=("batch_norm", "BatchNorm1d"),
)
