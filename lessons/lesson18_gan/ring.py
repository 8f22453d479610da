"""Eight Gaussians on a ring, and the measure of who imitates them: modes, and share within 3σ."""

import math

import torch
from torch import Tensor

MODES = 8
RADIUS = 2.0
SIGMA = 0.05
NEAR = 3 * SIGMA
"""A sample belongs to a mode up to here. Of a round Gaussian 1 − exp(−9/2) = 98.9 % lie within."""
COUNTS = 0.02
"""A mode counts from this share of the samples; its fair share is 12.5 %."""


def centres(device: torch.device | str = "cpu") -> Tensor:
    """Where the Gaussians are, (8, 2)."""
    angle = torch.arange(MODES, device=device) * (2 * math.pi / MODES)
    return RADIUS * torch.stack([angle.cos(), angle.sin()], 1)


def draw(shape: tuple[int, ...], modes: Tensor) -> Tensor:
    """Real points, (*shape, 2), around modes (8, 2)."""
    which = torch.randint(len(modes), shape, device=modes.device)
    return modes[which] + SIGMA * torch.randn(*shape, 2, device=modes.device)


def measured(samples: Tensor) -> tuple[Tensor, Tensor]:
    """Modes that are there, and the share of samples (…, N, 2) within 3σ of one: (…), (…)."""
    away = torch.cdist(samples, centres(samples.device))  # (…, N, 8)
    inside = (away < NEAR).float()  # no point is that near to two of them
    shares = inside.mean(-2)  # (…, 8)
    return (shares >= COUNTS).sum(-1).float(), shares.sum(-1)


def nearest(x: Tensor) -> Tensor:
    """How far the nearest mode is from points (…, 2): (…)."""
    return torch.cdist(x, centres(x.device)).amin(-1)


def density(x: Tensor) -> Tensor:
    """p(x) of the ring at points (…, 2), for the best discriminator that there can be."""
    squares = torch.cdist(x, centres(x.device).to(x)).square()  # (…, 8)
    return (squares / (-2 * SIGMA**2)).exp().mean(-1) / (2 * math.pi * SIGMA**2)
