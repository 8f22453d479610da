"""Positions as waves

    P[t, 2i] = sin(t / 10000^(2i/D))        P[t, 2i+1] = cos(t / 10000^(2i/D))

Sines in the even columns, cosines in the odd ones; D is even. Vaswani et al. (2017).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def positions(steps: int, width: int) -> Tensor:
    """The encoding (T, D), float32."""
    rates = 10_000 ** (-torch.arange(0, width, 2) / width)  # (D / 2,)
    angles = torch.arange(steps)[:, None] * rates  # (T, D / 2)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)


def cases(draw: Draw) -> tuple[int, int]:
    """A length and an even width."""
    return draw.size(), 2 * draw.size(1, 5)


exercise = Exercise(
    positions,
    hints=(
        "All angles at once: positions in rows, frequencies in columns.",
        "The exponent uses 2i = 0, 2, 4 …: torch.arange(0, D, 2) / D.",
        "Fill result[:, 0::2] with angles.sin() and result[:, 1::2] with angles.cos().",
    ),
    cases=cases,
    edges={
        "a hundred positions": lambda draw: (100, 8),
    },
    tolerance=1e-3,
)
