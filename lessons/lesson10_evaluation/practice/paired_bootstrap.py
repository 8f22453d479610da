"""Is the better model really better?

Two models answered the same test. Draw the test again, with replacement, many times; `drawn` has
the numbers of the examples of each draw. Return the share of draws in which the first model is
right more often than the second. Both models are always judged on the same examples.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def paired_bootstrap(first: Tensor, second: Tensor, drawn: Tensor) -> float:
    """The share of draws; first and second (N,) bool: right or not; drawn (R, N) int64."""
    difference = first.float() - second.float()  # (N,)
    return (difference[drawn].sum(dim=1) > 0).float().mean().item()


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """Two models and a few draws."""
    count = draw.size(2)
    first, second = draw.booleans(count, share=0.7), draw.booleans(count)
    return first, second, draw.integers(0, count, draw.size(2), count)


exercise = Exercise(
    paired_bootstrap,
    hints=(
        "Only the difference of the two matters: 1, 0 or -1 for each example.",
        "difference[drawn] has one row for each draw.",
        "(difference[drawn].sum(dim=1) > 0).float().mean().item().",
    ),
    cases=cases,
    edges={
        "equal models": lambda draw: (
            torch.ones(3, dtype=torch.bool),
            torch.ones(3, dtype=torch.bool),
            torch.tensor([[0, 1, 1]]),
        ),
    },
)
