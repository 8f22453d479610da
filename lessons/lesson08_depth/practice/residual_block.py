"""A shortcut around two layers

    y = x + W₂ relu(W₁ x + b₁) + b₂

If the weights of the block are zero, it does nothing: the signal, and the gradient, pass through.
He et al. (2016).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def residual_block(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    """The block's output (N, D): x (N, D), weights (H, D) and (D, H), biases (H,) and (D,)."""
    return x + (x @ w1.T + b1).relu() @ w2.T + b2


def cases(draw: Draw) -> tuple[Tensor, ...]:
    """A batch and a block."""
    width, hidden = draw.size(), draw.size()
    return (
        draw.normal(draw.size(), width), draw.normal(hidden, width), draw.normal(hidden),
        draw.normal(width, hidden), draw.normal(width),
    )  # fmt: skip


exercise = Exercise(
    residual_block,
    hints=(
        "Two layers as in a small network, and then x is added.",
        "There is no ReLU after the sum here.",
        "return x + (x @ w1.T + b1).relu() @ w2.T + b2.",
    ),
    cases=cases,
    edges={
        "weights of zero": lambda draw: (
            draw.normal(2, 3),
            torch.zeros(4, 3),
            torch.zeros(4),
            torch.zeros(3, 4),
            torch.zeros(3),
        ),
    },
    gradients=True,
)
