"""A penalty on the discriminator's slope

R1 punishes a steep discriminator at real points: the mean over the points of ‖∇ₓ D(x)‖², times ½
γ. The penalty itself is trained on, so it needs a gradient by the discriminator's weights:
create_graph=True. The real points stay as they are. Mescheder et al. (2018).
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise


def r1_penalty(discriminator: Callable[[Tensor], Tensor], real: Tensor, gamma: float) -> Tensor:
    """The penalty, shape (): the discriminator takes (N, D) and gives (N,)."""
    real = real.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(discriminator(real).sum(), real, create_graph=True)
    return gamma / 2 * slopes.square().sum(dim=1).mean()


class Discriminator(nn.Module):
    """A layer, bent: its slope differs from point to point."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(bias)

    def forward(self, x: Tensor) -> Tensor:
        """The logits, (N,)."""
        return (x @ self.weight + self.bias).tanh().sum(dim=1)


def cases(draw: Draw) -> tuple[nn.Module, Tensor, float]:
    """A discriminator, and real points; later others of both, and points that have a gradient."""
    width, hidden = draw.size(), draw.size()
    discriminator: nn.Module = Discriminator(draw.normal(width, hidden), draw.normal(hidden))
    real = draw.normal(draw.size(), width)
    if draw.level >= LATER:
        if draw.choice((True, False)):
            discriminator = nn.Sequential(discriminator, Doubled())
        real.requires_grad_(draw.choice((True, False)))
    return discriminator, real, draw.number(0.1, 5.0)


LATER = 2
"""The level from which on points may have a gradient, and discriminators are of two kinds."""


class Doubled(nn.Module):
    """Another discriminator has other weights, or none, in other places."""

    def forward(self, logits: Tensor) -> Tensor:
        """Twice the logits, (N,)."""
        return 2 * logits


exercise = Exercise(
    r1_penalty,
    hints=(
        "The gradient is taken by the points: they need requires_grad, and must be leaves.",
        "torch.autograd.grad(D(real).sum(), real, create_graph=True) gives all points' "
        "gradients at once: they do not mix.",
        "gamma / 2 * slopes.square().sum(dim=1).mean(): squares are summed over D, and "
        "averaged over N.",
    ),
    cases=cases,
)
