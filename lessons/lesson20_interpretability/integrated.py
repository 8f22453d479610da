"""Integrated gradients: the gradient's mean on the way from a baseline to the input."""

import torch
from torch import Tensor

from lessons.lesson20_interpretability.gradient import Scores, gradient

STEPS = 32


def integrated_gradients(
    scores: Scores, x: Tensor, baseline: Tensor, target: Tensor, steps: int = STEPS
) -> Tensor:
    """(x − x₀) · ∫₀¹ ∂f_c(x₀ + t (x − x₀)) / ∂x dt, (N, …). Sundararajan et al. (2017), eq. 1.

    The integral is a sum over the middles of equal parts. So the parts add up to f(x) − f(x₀) but
    for an error that shrinks with `steps`: their axiom of completeness.
    """
    total = torch.zeros_like(x)
    for step in range(steps):
        t = (step + 0.5) / steps
        total += gradient(scores, baseline + t * (x - baseline), target)
    return (x - baseline) * total / steps
