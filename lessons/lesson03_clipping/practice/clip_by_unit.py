"""Adaptive clipping: each unit by its own weights

A row of a weight matrix belongs to one unit. Hold the gradient of each row to a share of the
length of that row's weights:

    g ← g · min(1, ratio · ‖w‖ / ‖g‖)      for each row w, with its gradient g

A row of weights whose length is below 0.001 counts as 0.001 long: a unit that starts at zero may
still begin to move. Brock et al. (2021).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def clip_by_unit(weight: Tensor, gradient: Tensor, ratio: float) -> Tensor:
    """The gradient with each row held to its own limit; all shapes (rows, columns)."""
    allowed = ratio * weight.norm(dim=1, keepdim=True).clamp(min=1e-3)  # (rows, 1)
    norms = gradient.norm(dim=1, keepdim=True).clamp(min=1e-12)  # (rows, 1)
    return gradient * (allowed / norms).clamp(max=1.0)


def cases(draw: Draw) -> tuple[Tensor, Tensor, float]:
    """A matrix and its gradient."""
    rows, columns = draw.size(), draw.size()
    return draw.normal(rows, columns), draw.normal(rows, columns), draw.number(0.1, 2.0)


exercise = Exercise(
    clip_by_unit,
    hints=(
        "This is clipping by the norm, once for each row: norms along the columns.",
        "weight.norm(dim=1, keepdim=True) has the shape (rows, 1), and so it scales whole rows.",
        "allowed = ratio * weight.norm(dim=1, keepdim=True).clamp(min=1e-3); the factor is "
        "allowed / norms of the gradient, at most 1.",
    ),
    cases=cases,
    edges={
        "weights of zero": lambda draw: (torch.zeros(2, 3), draw.normal(2, 3), 0.5),
        "a gradient of zero": lambda draw: (draw.normal(2, 3), torch.zeros(2, 3), 0.5),
    },
    tolerance=1e-5,
)
