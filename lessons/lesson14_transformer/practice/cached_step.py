"""Attention with a cache

While a text is written, keys and values of the past do not change. Keep them: at each step append
the new key and value, and let the one new query look at all of them. Return the result and the
grown cache. The cache that comes in is not changed.
"""

import math

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def cached_step(
    query: Tensor, key: Tensor, value: Tensor, keys: Tensor, values: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The result (B, D), and keys and values (B, T + 1, D); the new ones are (B, D)."""
    keys = torch.cat([keys, key[:, None]], dim=1)
    values = torch.cat([values, value[:, None]], dim=1)
    scores = keys @ query[:, :, None] / math.sqrt(query.shape[-1])  # (B, T + 1, 1)
    return (scores.softmax(dim=1) * values).sum(dim=1), keys, values


def cases(draw: Draw) -> tuple[Tensor, ...]:
    """The middle of a text."""
    batch, steps, width = draw.size(), draw.size(), draw.size()
    new = (draw.normal(batch, width) for _ in range(3))
    return *new, draw.normal(batch, steps, width), draw.normal(batch, steps, width)


exercise = Exercise(
    cached_step,
    hints=(
        "Append first: the new position looks at itself, too.",
        "key[:, None] gives the new key an axis for time; torch.cat(…, dim=1) appends it.",
        "scores = keys @ query[:, :, None] / math.sqrt(d), softmax over dim=1, times values, "
        "summed over dim=1.",
    ),
    cases=cases,
    edges={
        "an empty cache": lambda draw: (
            draw.normal(2, 3),
            draw.normal(2, 3),
            draw.normal(2, 3),
            torch.zeros(2, 0, 3),
            torch.zeros(2, 0, 3),
        ),
    },
    without=("scaled_dot_product_attention",),
)
