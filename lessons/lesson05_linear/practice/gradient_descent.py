"""Gradient descent, the whole loop

Fit a line by steps down the gradient. Begin with w = 0 and b = 0. At each step note the loss,
find the gradient, and move against it. Return the weights, the bias, and the losses as floats.

Five steps are compared number by number; then a run of 300 steps is judged by its loss.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise, Verdict, at_most


def descend(x: Tensor, y: Tensor, lr: float, steps: int) -> tuple[Tensor, Tensor, list[float]]:
    """w (D,), b () and the mean squared error before each step; x is (N, D), y (N,)."""
    w, b = torch.zeros(x.shape[1]), torch.zeros(())
    losses = []
    for _ in range(steps):
        errors = x @ w + b - y  # (N,)
        losses.append(errors.square().mean().item())
        w = w - lr * 2 * x.T @ errors / len(x)
        b = b - lr * 2 * errors.mean()
    return w, b, losses


def cases(draw: Draw) -> tuple[Tensor, Tensor, float, int]:
    """Points, and a few steps."""
    points = draw.size(2)
    return (
        draw.normal(points, draw.size()),
        draw.normal(points),
        draw.number(0.02, 0.2),
        draw.integer(0, 5),
    )


def claim(descend: Callable[..., tuple[Tensor, Tensor, list[float]]]) -> Verdict:
    """The loss at the end; the noise alone has the variance 0.01.

    Seeds 0-7: 0.010 [0.009, 0.012]; 20-27: 0.009 [0.008, 0.011].
    """
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(200, 2, generator=generator)
    y = x @ torch.tensor([2.0, -1.0]) + 0.5 + 0.1 * torch.randn(200, generator=generator)
    _, _, losses = descend(x, y, 0.1, 300)
    return at_most(losses[-1], 0.02, f"the loss at the end is {losses[-1]:.3g}")


exercise = Exercise(
    descend,
    hints=(
        "Errors, loss, gradients, step: in this order, and the gradients of both from the "
        "same errors.",
        "The gradients are those of the exercise before: 2/N · Xᵀ(ŷ - y), and twice the mean "
        "error.",
        "w = w - lr * 2 * x.T @ errors / len(x); b = b - lr * 2 * errors.mean().",
    ),
    cases=cases,
    claim=claim,
)
