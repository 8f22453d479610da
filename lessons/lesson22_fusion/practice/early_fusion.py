"""Fuse early: one network sees both senses

Put the features of the image and of the text beside each other, and score the classes with one
hidden layer over both. Only so can a class depend on the two together.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def early_fusion(image: Tensor, text: Tensor, w1: Tensor, w2: Tensor) -> Tensor:
    """The logits (N, C): image (N, I), text (N, T), w1 (H, I + T), w2 (C, H); ReLU, no biases."""
    both = torch.cat([image, text], dim=1)  # (N, I + T)
    return (both @ w1.T).relu() @ w2.T


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Features of both, and weights."""
    count, pixels, words, hidden = (draw.size() for _ in range(4))
    return (
        draw.normal(count, pixels), draw.normal(count, words),
        draw.normal(hidden, pixels + words), draw.normal(draw.size(), hidden),
    )  # fmt: skip


exercise = Exercise(
    early_fusion,
    hints=(
        "Beside each other: along the axis of the features, not of the examples.",
        "torch.cat([image, text], dim=1), the image first.",
        "(both @ w1.T).relu() @ w2.T.",
    ),
    cases=cases,
    gradients=True,
)
