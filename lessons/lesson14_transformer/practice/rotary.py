"""Rotary positions

Turn each pair of numbers (x₂ᵢ, x₂ᵢ₊₁) of a vector at position t by the angle t · 10000^(-2i/D):

    (a, b) → (a cos φ - b sin φ,  a sin φ + b cos φ)

The dot product of two turned vectors depends on the distance of their positions only. Su et al.
(2021).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def rotary(x: Tensor) -> Tensor:
    """The turned vectors, (T, D) like x; the row's number is the position, D is even."""
    steps, width = x.shape
    rates = 10_000 ** (-torch.arange(0, width, 2) / width)
    angles = torch.arange(steps)[:, None] * rates  # (T, D / 2)
    a, b = x[:, 0::2], x[:, 1::2]
    sin, cos = angles.sin(), angles.cos()
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(1)


def cases(draw: Draw) -> tuple[Tensor]:
    """Vectors of even width."""
    return (draw.normal(draw.size(), 2 * draw.size(1, 4)),)


exercise = Exercise(
    rotary,
    hints=(
        "Even columns are the first of each pair, odd columns the second: x[:, 0::2] and x[:, "
        "1::2].",
        "The angles are those of the sinusoidal positions, (T, D / 2).",
        "torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(1) puts the "
        "pairs beside each other again.",
    ),
    cases=cases,
    edges={
        "position zero stays": lambda draw: (draw.normal(1, 4),),
    },
    gradients=True,
    tolerance=1e-3,
)
