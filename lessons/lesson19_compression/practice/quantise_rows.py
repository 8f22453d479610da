"""A scale for each row, and the way back

One large weight makes the steps of all others coarse. Give each row a scale of its own: the row's
largest absolute weight divided by 127. Return what the weights are after rounding to 8 bits and
multiplying back. A row of zeros stays as it is.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def round_rows(weights: Tensor) -> Tensor:
    """The rounded weights as floats, (O, I) like the weights."""
    scale = weights.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
    return (weights / scale).round() * scale


def cases(draw: Draw) -> tuple[Tensor]:
    """Rows of different scales."""
    rows = draw.size()
    return (draw.normal(rows, draw.size()) * draw.uniform(rows, 1, low=0.01, high=5.0),)


exercise = Exercise(
    round_rows,
    hints=(
        "The largest of each row: amax(dim=1, keepdim=True) has the shape (O, 1).",
        "Divide, round, and multiply by the same scale. Mind a scale of zero.",
        "scale = weights.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127.",
    ),
    cases=cases,
    edges={
        "a row of zeros": lambda draw: (torch.tensor([[0.0, 0.0], [1.0, -0.3]]),),
    },
    tolerance=1e-5,
)
