"""Draw learning rates on a log scale

Between 0.0001 and 1 half of all draws should be below 0.01. Turn numbers that are uniform between
0 and 1 into draws whose logarithm is uniform between log low and log high.
"""

import math

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def log_uniform(u: Tensor, low: float, high: float) -> Tensor:
    """The draws (N,) from uniform numbers (N,)."""
    return (math.log(low) + u * (math.log(high) - math.log(low))).exp()


def cases(draw: Draw) -> tuple[Tensor, float, float]:
    """Bounds far apart."""
    low = draw.choice((1e-4, 1e-3, 0.1))
    return draw.uniform(draw.size()), low, low * draw.choice((10.0, 1000.0))


exercise = Exercise(
    log_uniform,
    hints=(
        "What is uniform is the logarithm: mix log low and log high.",
        "u = 0 gives low, u = 1 gives high, u = 0.5 the geometric mean.",
        "(math.log(low) + u * (math.log(high) - math.log(low))).exp().",
    ),
    cases=cases,
    edges={
        "both ends and the middle": lambda draw: (torch.tensor([0.0, 0.5, 1.0]), 1e-4, 1.0),
    },
    without=("loguniform",),
    tolerance=1e-5,
)
