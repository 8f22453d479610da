"""No look into the future

Position t may look at the positions 0 … t. Return the scores with minus infinity where a row
looks ahead.
"""

import math

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def causal(scores: Tensor) -> Tensor:
    """The scores (…, T, T) with -inf above the diagonal; rows are queries."""
    steps = scores.shape[-1]
    ahead = torch.ones(steps, steps, dtype=torch.bool).triu(diagonal=1)
    return scores.masked_fill(ahead, -math.inf)


def cases(draw: Draw) -> tuple[Tensor]:
    """Scores of a batch of heads."""
    steps = draw.size()
    return (draw.normal(draw.size(1, 2), draw.size(1, 2), steps, steps),)


exercise = Exercise(
    causal,
    hints=(
        "Which cells look ahead? Those with a column larger than the row.",
        "torch.ones(T, T, dtype=torch.bool).triu(diagonal=1) is True there.",
        "scores.masked_fill(ahead, -math.inf): not masked_fill_, which changes what came in.",
    ),
    cases=cases,
)
