"""The mean of the words, without the padding

Average the vectors of each text over its words only. Adding a hundred cells of padding to a text
must not change its mean.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def masked_mean(vectors: Tensor, mask: Tensor) -> Tensor:
    """The mean of each text, (B, D): vectors (B, T, D), mask (B, T) True for words."""
    kept = mask[:, :, None]  # (B, T, 1)
    return (vectors * kept).sum(dim=1) / kept.sum(dim=1).clamp(min=1)


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Texts with padding behind them."""
    batch, steps, width = draw.size(), draw.size(), draw.size()
    mask = torch.arange(steps) < draw.lengths(batch, steps)[:, None]
    return draw.normal(batch, steps, width), mask


exercise = Exercise(
    masked_mean,
    hints=(
        "Set the vectors of the padding to zero, sum, and divide. By what?",
        "mask[:, :, None] has the shape (B, T, 1): multiply by it, and count it.",
        "(vectors * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1, keepdim=True).clamp(min=1).",
    ),
    cases=cases,
    edges={
        "a text without words": lambda draw: (
            draw.normal(2, 3, 2),
            torch.tensor([[True, True, False], [False] * 3]),
        ),
    },
    gradients=True,
)
