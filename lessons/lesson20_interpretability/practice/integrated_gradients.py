"""Integrated gradients

Go from a baseline to the input in a straight line, and average the gradients on the way, at the
middles of `steps` equal parts. Times the way itself, that gives a share of the output to each
input:

    a = (x - x₀) · mean over k of ∇f(x₀ + (k + ½) / steps · (x - x₀)),   k = 0 … steps - 1

Sundararajan et al. (2017).
"""

from collections.abc import Callable

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def integrated_gradients(
    f: Callable[[Tensor], Tensor], x: Tensor, baseline: Tensor, steps: int
) -> Tensor:
    """The shares (D,) for one input (D,): f takes (N, D) and gives (N,)."""
    shares = (torch.arange(steps) + 0.5) / steps  # (K,)
    points = baseline + shares[:, None] * (x - baseline)  # (K, D)
    points = points.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(f(points).sum(), points)
    return (x - baseline) * gradient.mean(dim=0)


def curved(x: Tensor) -> Tensor:
    """A function whose gradient changes on the way."""
    return x.square().sum(1) + x.prod(1)


def cases(draw: Draw) -> tuple[Callable[[Tensor], Tensor], Tensor, Tensor, int]:
    """An input and a baseline."""
    width = draw.size()
    return curved, draw.normal(width), draw.normal(width), draw.integer(1, 20)


exercise = Exercise(
    integrated_gradients,
    hints=(
        "All points on the way can go through the function at once, as a batch.",
        "shares = (torch.arange(steps) + 0.5) / steps, and points = baseline + shares[:, "
        "None] * (x - baseline).",
        "(x - baseline) * torch.autograd.grad(f(points).sum(), points)[0].mean(dim=0).",
    ),
    cases=cases,
    edges={
        "the input is the baseline": lambda draw: (curved, torch.ones(2), torch.ones(2), 4),
    },
)
