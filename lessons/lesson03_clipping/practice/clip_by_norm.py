"""Clip gradients by their norm

Take all gradients as one long vector. If it is longer than `longest`, shorten all of them by one
factor, so that the vector is exactly as long as allowed. Its direction stays.

    g ← g · min(1, longest / ‖g‖)

Return the clipped gradients, and the norm before (a tensor without dimensions). The gradients
that come in stay as they are. A gradient of zero stays zero. Pascanu et al. (2013).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def clip_by_norm(gradients: list[Tensor], longest: float) -> tuple[list[Tensor], Tensor]:
    """The gradients scaled by one factor, and the norm of all of them before, shape ()."""
    norm = torch.cat([gradient.flatten() for gradient in gradients]).square().sum().sqrt()
    scale = (longest / norm.clamp(min=1e-12)).clamp(max=1.0)
    return [gradient * scale for gradient in gradients], norm


def cases(draw: Draw) -> tuple[list[Tensor], float]:
    """Gradients of one to three parameters; about half of them too long."""
    shapes = [(draw.size(),) if draw.choice((0, 1)) else (draw.size(), draw.size())
              for _ in range(draw.size(1, 3))]  # fmt: skip
    return [draw.normal(*shape) for shape in shapes], draw.number(0.5, 4.0)


exercise = Exercise(
    clip_by_norm,
    hints=(
        "The norm is one number for all gradients together, not one for each. The square root of "
        "the sum of all squares.",
        "Compute one factor: longest / norm, but never more than 1. Multiply every gradient by it.",
        "norm = torch.cat([g.flatten() for g in gradients]).square().sum().sqrt(), then "
        "scale = (longest / norm.clamp(min=1e-12)).clamp(max=1.0).",
    ),
    cases=cases,
    edges={
        "a gradient of zero": lambda draw: ([draw.normal(2, 2) * 0.0], 1.0),
        "exactly as long as allowed": lambda draw: ([draw.normal(1) * 0 + 3.0], 3.0),
        "very large": lambda draw: ([draw.normal(3) * 1e15, draw.normal(2)], 1.0),
    },
    without=("clip_grad_norm_", "clip_grads_with_norm_", "get_total_norm"),
)
