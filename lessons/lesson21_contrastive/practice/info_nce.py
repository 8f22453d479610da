"""The contrastive loss

N images, two views of each: rows i of `first` and `second` belong together. All 2N vectors get
the length one. For each of them, its partner is the right answer among all others, by the cosine
divided by a temperature: a cross-entropy over 2N - 1 candidates. A vector is no candidate for
itself. Return the mean over all 2N. Chen et al. (2020).
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def info_nce(first: Tensor, second: Tensor, temperature: float) -> Tensor:
    """The mean loss, shape (), from the two views (N, D)."""
    z = F.normalize(torch.cat([first, second]), dim=1)  # (2N, D)
    scores = z @ z.T / temperature
    scores = scores.masked_fill(torch.eye(len(z), dtype=torch.bool), -math.inf)
    partner = torch.arange(len(z)).roll(len(first))
    return F.cross_entropy(scores, partner)


def cases(draw: Draw) -> tuple[Tensor, Tensor, float]:
    """Two views that are alike."""
    shape = draw.size(2), draw.size(2)
    first = draw.normal(*shape)
    return first, first + draw.normal(*shape) / 2, draw.choice((0.1, 0.5, 1.0))


exercise = Exercise(
    info_nce,
    hints=(
        "Put the two views below each other: 2N rows. The partner of row i is row i + N, and back.",
        "Cosines are z @ z.T with F.normalize(z, dim=1). Set the diagonal to -inf.",
        "F.cross_entropy(scores, torch.arange(2 * N).roll(N)).",
    ),
    cases=cases,
    edges={
        "a single image": lambda draw: (
            torch.tensor([[1.0, 0.0]]),
            torch.tensor([[0.0, 2.0]]),
            0.5,
        ),
    },
    gradients=True,
    tolerance=1e-3,
)
