"""Least squares by hand: with more weights than examples, and with a penalty on large weights."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

TINY = 1e-10
"""A singular value below this share of the largest is taken for zero."""


@dataclass(frozen=True)
class Fitted:
    """The singular values of a problem, from which every ridge comes without solving again."""

    u: Tensor
    s: Tensor
    v: Tensor
    targets: Tensor

    def weights(self, ridge: float) -> Tensor:
        """W that makes ‖Φ W − T‖² + λ ‖W‖² smallest, (p, C): Hoerl and Kennard (1970).

        With Φ = U S Vᵀ it is W = V · diag(s / (s² + λ)) · Uᵀ T. For λ = 0 every s that is not
        zero has 1 / s: of all W that fit best, this is the one of the smallest norm.
        """
        is_used = self.s > TINY * self.s.max()
        share = torch.where(is_used, self.s / (self.s.square() + ridge), 0.0)  # (r,)
        weights: Tensor = self.v @ (share[:, None] * (self.u.mT @ self.targets))
        return weights


def decompose(features: Tensor, targets: Tensor) -> Fitted:
    """The singular value decomposition of the features Φ, (n, p), with the targets T, (n, C)."""
    u, s, vh = torch.linalg.svd(features, full_matrices=False)
    return Fitted(u, s, vh.mT, targets)


@dataclass(frozen=True)
class RandomFeatures:
    """A layer of ReLU units that is drawn once and never trained: φ(x) = max(0, A x + b) / √p."""

    mean: Tensor
    scale: Tensor
    a: Tensor
    b: Tensor

    def __call__(self, x: Tensor, p: int) -> Tensor:
        """The first p of the units for every row, (N, p); rows are standardised before."""
        standard = (x.double() - self.mean) / self.scale
        inner = standard @ self.a[:, :p] / self.a.shape[0] ** 0.5 + self.b[:p]
        phi: Tensor = inner.relu() / p**0.5
        return phi


def draw_features(inputs: int, most: int) -> tuple[Tensor, Tensor]:
    """A, (F, p), from N(0, 1), and b, (p,), from −1 to 1."""
    a = torch.randn(inputs, most, dtype=torch.float64)
    return a, 2 * torch.rand(most, dtype=torch.float64) - 1


def random_features(x: Tensor, drawn: tuple[Tensor, Tensor]) -> RandomFeatures:
    """The layer for examples like these rows: their means and deviations, and what was drawn.

    An input that never changes is divided by infinity: it says nothing.
    """
    rows = x.double().cpu()
    deviation = rows.std(0, correction=0)
    scale = torch.where(deviation > 0, deviation, torch.inf)
    return RandomFeatures(rows.mean(0), scale, *drawn)


def one_hot(labels: Tensor, classes: int) -> Tensor:
    """(N, C), 1 at the label and 0 elsewhere."""
    return torch.eye(classes, dtype=torch.float64)[labels.cpu()]


def share_wrong(scores: Tensor, labels: Tensor) -> float:
    """The share of rows of which another class has the largest score, (N, C)."""
    return float((scores.argmax(1) != labels.cpu()).double().mean())
