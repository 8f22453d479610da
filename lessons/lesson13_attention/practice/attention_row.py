"""One row of attention

One query looks at T keys. Its scores are the dot products, divided by √d; softmax turns them into
weights; the result is the weighted sum of the values. Return the result and the weights.
"""

import math

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def attention_row(query: Tensor, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """The result (V,) and the weights (T,): query (D,), keys (T, D), values (T, V)."""
    weights = (keys @ query / math.sqrt(len(query))).softmax(dim=0)  # (T,)
    return weights @ values, weights


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """A query and what it looks at."""
    steps, width = draw.size(), draw.size()
    return draw.normal(width), draw.normal(steps, width), draw.normal(steps, draw.size())


exercise = Exercise(
    attention_row,
    hints=(
        "One score for each key: keys @ query.",
        "Divide by the root of d before the softmax; the weights then sum to 1.",
        "weights = (keys @ query / math.sqrt(len(query))).softmax(dim=0); return weights @ "
        "values, weights.",
    ),
    cases=cases,
    edges={
        "one key": lambda draw: (draw.normal(3), draw.normal(1, 3), draw.normal(1, 2)),
        "scores of a thousand": lambda draw: (
            torch.tensor([100.0]),
            torch.tensor([[10.0], [0.0]]),
            torch.tensor([[1.0], [2.0]]),
        ),
    },
    gradients=True,
    without=("scaled_dot_product_attention",),
)
