"""The gradient: how much a score changes when an input changes a little."""

from collections.abc import Callable

import torch
from torch import Tensor

Scores = Callable[[Tensor], Tensor]
"""From inputs (N, …) to the scores of the classes, (N, C)."""


@torch.enable_grad()
def gradient(scores: Scores, x: Tensor, target: Tensor) -> Tensor:
    """∂ f_c(x) / ∂x of each input's own class c, (N, …) from x (N, …) and target (N,).

    Simonyan et al. (2014), section 3: its absolute values are a saliency map.
    """
    x = x.detach().requires_grad_()
    chosen = scores(x).gather(1, target[:, None])  # (N, 1)
    (found,) = torch.autograd.grad(chosen.sum(), x)  # no input has a part in another's score
    return found


def gradient_times_input(scores: Scores, x: Tensor, baseline: Tensor, target: Tensor) -> Tensor:
    """(x − x₀) · ∂f_c/∂x, (N, …): exact where f is linear, and nowhere else."""
    return (x - baseline) * gradient(scores, x, target)
