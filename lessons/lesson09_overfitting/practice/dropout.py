"""Dropout that needs no change at test time

Set units to zero where `drop` is True, and divide the others by 1 - p: so the expected sum stays
the same, and at test time nothing is done at all. In evaluation return x as it is. Srivastava et
al. (2014).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def dropout(x: Tensor, drop: Tensor, p: float, training: bool) -> Tensor:
    """x with units dropped, same shape; `drop` is True where a unit goes, each with chance p."""
    if not training:
        return x
    return x * ~drop / (1 - p)


def cases(draw: Draw) -> tuple[Tensor, Tensor, float, bool]:
    """Mostly in training."""
    shape, p = (draw.size(), draw.size()), draw.number(0.1, 0.8)
    return draw.normal(*shape), draw.booleans(*shape, share=p), p, draw.seed % 3 > 0


exercise = Exercise(
    dropout,
    hints=(
        "What is kept becomes larger, by how much is lost on average.",
        "~drop is True for the units that stay.",
        "return x * ~drop / (1 - p) in training, and x in evaluation.",
    ),
    cases=cases,
    edges={
        "everything dropped": lambda draw: (
            draw.normal(2, 2),
            torch.ones(2, 2, dtype=torch.bool),
            0.5,
            True,
        ),
        "in evaluation": lambda draw: (
            draw.normal(2, 2),
            torch.ones(2, 2, dtype=torch.bool),
            0.5,
            False,
        ),
    },
    gradients=True,
    without=("dropout", "Dropout"),
)
