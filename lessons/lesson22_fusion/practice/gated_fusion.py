"""A gate that says whom to believe

For each example a gate mixes two vectors: g = σ(w · [a, b] + c) is one number, and the result is
g a + (1 - g) b. Return the result and the gate.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def gated_fusion(a: Tensor, b: Tensor, w: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """The mixture (N, D) and the gate (N,): a and b (N, D), w (2D,), c ()."""
    gate = (torch.cat([a, b], dim=1) @ w + c).sigmoid()  # (N,)
    return gate[:, None] * a + (1 - gate[:, None]) * b, gate


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Two senses of the same width."""
    count, width = draw.size(), draw.size()
    a, b = draw.normal(count, width), draw.normal(count, width)
    return a, b, draw.normal(2 * width), draw.normal(1)[0]


exercise = Exercise(
    gated_fusion,
    hints=(
        "The gate sees both vectors beside each other, and is one number for each example.",
        "torch.cat([a, b], dim=1) @ w has the shape (N,).",
        "gate[:, None] * a + (1 - gate[:, None]) * b.",
    ),
    cases=cases,
    gradients=True,
)
