"""Attention that does not look at padding

All queries of a batch at once. Where the mask is False, a key gets the weight zero, and the
others still sum to one: set its score to minus infinity before the softmax.
"""

import math

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def attention(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """The results (B, T, V): query (B, T, D), key (B, S, D), value (B, S, V), mask (B, S) bool."""
    scores = query @ key.mT / math.sqrt(query.shape[-1])  # (B, T, S)
    scores = scores.masked_fill(~mask[:, None, :], -math.inf)
    return scores.softmax(dim=-1) @ value


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """A batch with keys of different lengths."""
    batch, queries, keys, width = (draw.size() for _ in range(4))
    mask = torch.arange(keys) < draw.lengths(batch, keys)[:, None]
    return (
        draw.normal(batch, queries, width), draw.normal(batch, keys, width),
        draw.normal(batch, keys, draw.size()), mask,
    )  # fmt: skip


exercise = Exercise(
    attention,
    hints=(
        "Scores have the shape (B, T, S): a row for each query, a column for each key.",
        "The mask belongs to the keys: give it an axis for the queries, mask[:, None, :].",
        "scores.masked_fill(~mask[:, None, :], -math.inf).softmax(dim=-1) @ value.",
    ),
    cases=cases,
    gradients=True,
    without=("scaled_dot_product_attention",),
)
