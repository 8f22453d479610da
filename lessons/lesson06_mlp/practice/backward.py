"""Backpropagation through a hidden layer

Find the gradients of the loss by all weights, by hand. `out` is the gradient at the outputs. Go
back through the second layer, the ReLU, and the first layer. A ReLU lets a gradient through where
its input was above zero.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def backward(
    x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, out: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The gradients by w1 (H, D), b1 (H,), w2 (C, H), b2 (C,); x is (N, D), `out` (N, C)."""
    before = x @ w1.T + b1  # (N, H)
    hidden = before.relu()
    delta = (out @ w2) * (before > 0)  # (N, H)
    return delta.T @ x, delta.sum(dim=0), out.T @ hidden, out.sum(dim=0)


def cases(draw: Draw) -> tuple[Tensor, ...]:
    """Points, weights, and the gradient at the outputs."""
    points, width, hidden, classes = (draw.size() for _ in range(4))
    return (
        draw.normal(points, width), draw.normal(hidden, width), draw.normal(hidden),
        draw.normal(classes, hidden), draw.normal(points, classes),
    )  # fmt: skip


exercise = Exercise(
    backward,
    hints=(
        "The gradient by a weight matrix has the matrix's shape: what comes from above, "
        "transposed, times what went in.",
        "∂L/∂W₂ = outᵀ · hidden. The gradient that reaches the hidden layer is out · W₂.",
        "delta = (out @ w2) * (before > 0); then delta.T @ x and delta.sum(dim=0).",
    ),
    cases=cases,
    edges={
        "a unit at exactly zero": lambda draw: (
            torch.ones(1, 1),
            torch.ones(2, 1),
            torch.tensor([-1.0, 1.0]),
            torch.ones(1, 2),
            torch.ones(1, 1),
        ),
    },
    without=("backward", "grad", "autograd"),
)
