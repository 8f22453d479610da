"""Is the difference real, or luck of the seed?

Two settings were trained with the same seeds. Take the differences for each seed: their mean, and
its standard error, the standard deviation (with N - 1) divided by √N. Return the mean, the
standard error, and whether the mean is more than two standard errors from zero.
"""

import math

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def real_difference(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor, bool]:
    """Mean and standard error of first - second, shape (), and the verdict; both (N,), N ≥ 2."""
    differences = first - second
    mean = differences.mean()
    error = differences.std() / math.sqrt(len(differences))
    return mean, error, bool(mean.abs() > 2 * error)


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Scores of the same seeds: the seed's own luck is in both."""
    count = draw.size(2)
    luck = draw.normal(count, scale=3.0)
    return luck + draw.normal(count, scale=0.3), luck + draw.number(0.0, 1.0)


exercise = Exercise(
    real_difference,
    hints=(
        "The luck of a seed is in both scores: it goes away in the difference.",
        "torch's std divides by N - 1, which is what is asked.",
        "error = differences.std() / math.sqrt(N); bool(mean.abs() > 2 * error).",
    ),
    cases=cases,
    edges={
        "two standard errors and a half": lambda draw: (
            torch.tensor([0.0, 2.0, 2.0, 1.0]) + 0.1,
            torch.zeros(4),
        ),
        "one standard error and a half": lambda draw: (
            torch.tensor([-1.0, 2.0, 2.0, 0.0]),
            torch.zeros(4),
        ),
    },
    tolerance=1e-3,
)
