"""Heads, apart and together

A vector of width H · d is cut into H heads of width d, and each head attends for itself: (B, T, H
· d) becomes (B, H, T, d). Join puts them together again. A reshape alone would mix the steps with
the heads.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def split_and_join(x: Tensor, heads: int) -> tuple[Tensor, Tensor]:
    """The heads (B, H, T, d); then joined (B, T, H · d), each multiplied by its number from 0."""
    batch, steps, width = x.shape
    split = x.reshape(batch, steps, heads, width // heads).transpose(1, 2)
    numbered = split * torch.arange(heads)[:, None, None]
    return split, numbered.transpose(1, 2).reshape(batch, steps, width)


def cases(draw: Draw) -> tuple[Tensor, int]:
    """A batch whose width is a multiple of the heads."""
    heads = draw.size(1, 4)
    return draw.normal(draw.size(), draw.size(), heads * draw.size(1, 4)), heads


exercise = Exercise(
    split_and_join,
    hints=(
        "Cut the last axis in two first: (B, T, H, d). Then exchange two axes.",
        "The head's number, 0 … H - 1, multiplies its whole (T, d): torch.arange(H)[:, None, "
        "None].",
        "x.reshape(B, T, H, d).transpose(1, 2); back: .transpose(1, 2).reshape(B, T, H * d).",
    ),
    cases=cases,
)
