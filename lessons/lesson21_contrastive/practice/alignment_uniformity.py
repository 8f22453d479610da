"""Two things that good features do

Partners lie close together, and everything spreads over the sphere. With vectors of length one:

    alignment  = mean ‖x_i - y_i‖²
    uniformity = log of the mean of exp(-2 ‖x_i - x_j‖²) over all pairs i < j

Both are better when lower. Wang and Isola (2020).
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def alignment_uniformity(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Both measures, shape (): x and y are (N, D) of length one, N at least 2; y only aligns."""
    i, j = torch.triu_indices(len(x), len(x), offset=1)
    squares = (x[i] - x[j]).square().sum(dim=1)
    return (x - y).square().sum(dim=1).mean(), (-2 * squares).exp().mean().log()


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Two views of length one."""
    shape = draw.size(2), draw.size(2)
    return F.normalize(draw.normal(*shape), dim=1), F.normalize(draw.normal(*shape), dim=1)


exercise = Exercise(
    alignment_uniformity,
    hints=(
        "Squared distances: sum over D, then the mean over partners or pairs.",
        "torch.triu_indices(N, N, offset=1) gives every pair once.",
        "(-2 * squares).exp().mean().log(), with squares = (x[i] - x[j]).square().sum(dim=1).",
    ),
    cases=cases,
    gradients=True,
)
