"""The loss of a line is a bowl, and everything about gradient descent in it can be computed.

With θ = (w, b) and A = (X, 1), the loss is L(θ) = L* + ½ (θ − θ*)ᵀ H (θ − θ*), H = 2/N AᵀA. Along
each eigen-direction v of H the bowl is a parabola of curvature λ, and a step of gradient descent
multiplies the distance from the bottom by 1 − lr·λ. No direction knows of the others.
"""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

FLAT = 1e-10
"""Of the largest curvature: along a flatter direction the loss does not change, nor do we."""
HERE = 1e-6
"""Of the length of θ: a shorter distance from the bottom is nearly all rounding."""


@dataclass(frozen=True, eq=False)
class Bowl:
    """The bottom, the curvatures and the directions of a loss; the steepest direction first."""

    best: Tensor
    """(P,) θ*, by least squares; the bias is last."""
    curvatures: Tensor
    """(K,) λ of each direction that is not flat, the largest first."""
    directions: Tensor
    """(P, K) the eigen-directions of H, in columns."""
    bottom: float
    """L*, the smallest loss that a line can have here."""

    @cached_property
    def limit(self) -> float:
        """The learning rate 2/λ_max: 1 − lr·λ is −1 there, and beyond it grows."""
        return 2 / float(self.curvatures[0])

    @property
    def condition(self) -> float:
        """λ_max / λ_min: how much longer the flattest direction takes than the steepest."""
        return float(self.curvatures[0] / self.curvatures[-1])

    def along(self, theta: Tensor) -> Tensor:
        """How far from the bottom θ is along each direction: c = Vᵀ(θ − θ*), (K,)."""
        return self.directions.mT @ (theta - self.best)

    def factors(self, lr: float) -> Tensor:
        """What one step multiplies each distance by: 1 − lr·λ, (K,)."""
        return 1 - lr * self.curvatures

    @cached_property
    def length(self) -> float:
        """‖θ*‖, or 1 where that is 0: what distances are measured in."""
        return float(self.best.norm()) or 1.0

    def error(self, c: Tensor) -> float:
        """The distance from the bottom, in lengths of θ*."""
        return float(c.norm()) / self.length

    def counted(self, c: Tensor) -> Tensor:
        """The directions in which θ is on its way: below 1e-6 of θ only rounding moves it. (K,)"""
        on_its_way: Tensor = c.abs() > HERE * (c.norm() + self.length)
        return on_its_way

    def stray(self, before: Tensor, after: Tensor, lr: float) -> float:
        """How far the factors of one step are from 1 − lr·λ, at most, where θ is on its way."""
        counted = self.counted(before)
        if not counted.any():
            return 0.0
        ratio = after[counted] / before[counted]
        return float((ratio - self.factors(lr)[counted]).abs().max())


def bowl_of(x: Tensor, y: Tensor) -> Bowl:
    """The bowl of these points, (N, F) and (N,)."""
    a = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)  # (N, P)
    curvatures, directions = torch.linalg.eigh(2 / len(y) * a.mT @ a)  # the smallest first
    bent = curvatures > FLAT * curvatures[-1]
    best = least_squares(a, y)
    bottom = float((a @ best - y).square().mean())
    return Bowl(best, curvatures[bent].flip(0), directions[:, bent].flip(1), bottom)


def least_squares(a: Tensor, y: Tensor) -> Tensor:
    """θ* = (AᵀA)⁻¹ Aᵀy in one go, (P,); of many that are equally good the shortest."""
    found = torch.linalg.lstsq(a, y[:, None], rcond=FLAT**0.5, driver="gelsd")
    best: Tensor = found.solution[:, 0]
    return best
