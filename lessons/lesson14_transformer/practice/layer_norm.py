"""LayerNorm

Bring each vector by itself to mean 0 and variance 1 over its numbers; then scale and shift. The
variance divides by D, and ε = 1e-5 stands under the root. The batch does not matter.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def layer_norm(x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    """The normalised vectors (…, D); gamma and beta are (D,)."""
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = centred.square().mean(dim=-1, keepdim=True)
    return centred / (variance + 1e-5).sqrt() * gamma + beta


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """A batch of sequences."""
    width = draw.size(2)
    return (
        draw.normal(draw.size(), draw.size(), width, scale=2.0),
        draw.normal(width),
        draw.normal(width),
    )


exercise = Exercise(
    layer_norm,
    hints=(
        "The mean and the variance are taken over the last axis, for each vector alone.",
        "keepdim=True keeps an axis to broadcast over. The variance is the mean square of "
        "what is left.",
        "centred / (centred.square().mean(dim=-1, keepdim=True) + 1e-5).sqrt() * gamma + beta.",
    ),
    cases=cases,
    edges={
        "a vector of equal numbers": lambda draw: (
            torch.ones(1, 1, 3),
            torch.ones(3),
            torch.ones(3),
        ),
    },
    gradients=True,
    tolerance=1e-3,
    without=("layer_norm", "LayerNorm"),
)
