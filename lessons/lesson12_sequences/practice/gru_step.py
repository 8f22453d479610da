"""One step of a GRU

    r = σ(W_r [x, h])      z = σ(W_z [x, h])      n = tanh(W_n [x, r ∘ h])
    h ← (1 - z) ∘ n + z ∘ h

This is Cho's rule (2014), with the reset before the product; torch resets after it. No biases
here.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def gru_step(x: Tensor, h: Tensor, w_r: Tensor, w_z: Tensor, w_n: Tensor) -> Tensor:
    """The new state (B, H): x (B, D), each weight (H, D + H)."""
    both = torch.cat([x, h], dim=1)
    r, z = (both @ w_r.T).sigmoid(), (both @ w_z.T).sigmoid()
    n = (torch.cat([x, r * h], dim=1) @ w_n.T).tanh()
    return (1 - z) * n + z * h


def cases(draw: Draw) -> tuple[Tensor, ...]:
    """A batch in the middle of a text."""
    batch, width, hidden = draw.size(), draw.size(), draw.size()
    weights = (draw.normal(hidden, width + hidden) for _ in range(3))
    return draw.normal(batch, width), draw.normal(batch, hidden), *weights


exercise = Exercise(
    gru_step,
    hints=(
        "r and z are computed from the same two vectors, beside each other.",
        "The candidate n sees r ∘ h in place of h.",
        "n = (torch.cat([x, r * h], dim=1) @ w_n.T).tanh(); return (1 - z) * n + z * h.",
    ),
    cases=cases,
    gradients=True,
    without=("GRU", "GRUCell"),
)
