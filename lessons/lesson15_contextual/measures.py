"""What is measured of vectors of uses: which sense they are near, and how alike they are.

centroid of a sense    c = Σ u / n            over its n uses, u = v / |v|
cosine                 cos(a, b) = a · b / (|a| |b|)
gap                    mean cosine of two uses of one sense − of two senses
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

TIE = 1e-9
"""Cosines that differ by less are equal: of equal vectors no sense is nearer."""


@dataclass(frozen=True)
class Measured:
    """One way to make a vector of a use, judged."""

    accuracy: float
    same: float
    cross: float

    @property
    def gap(self) -> float:
        """How much more alike two uses of one sense are than two of different senses."""
        return self.same - self.cross


def unit(vectors: Tensor) -> Tensor:
    """Vectors of length 1."""
    return F.normalize(vectors, dim=-1)


def centroids(vectors: Tensor) -> Tensor:
    """(…, S, D), the mean direction of each sense, for uses (…, S, N, D)."""
    return unit(vectors).mean(-2)


def nearest(query: Tensor, centres: Tensor) -> Tensor:
    """The cosine of each use (…, S, N, D) with each centroid (…, S, D): (…, S, N, S)."""
    return torch.einsum("...snd,...kd->...snk", unit(query), unit(centres))


def right(query: Tensor, support: Tensor) -> Tensor:
    """For each use (…, S, N) whether its sense is the nearest; a tie of k counts 1 / k.

    Row s of `query` and of `support` are uses of sense s.
    """
    cosines = nearest(query, centroids(support))  # (…, S, N, S)
    best = cosines >= cosines.amax(-1, keepdim=True) - TIE
    own = torch.eye(cosines.shape[-1], dtype=torch.bool, device=cosines.device)[:, None]
    return (best & own).sum(-1) / best.sum(-1)


def alike(query: Tensor, support: Tensor) -> tuple[Tensor, Tensor]:
    """Mean cosine of a query with a support use of its own sense, and of another: (…,) each."""
    means = torch.einsum("...sd,...kd->...sk", unit(query).mean(-2), unit(support).mean(-2))
    senses = means.shape[-1]
    own = means.diagonal(dim1=-2, dim2=-1).sum(-1)
    return own / senses, (means.sum((-2, -1)) - own) / (senses * (senses - 1))


def measured(query: Tensor, support: Tensor) -> Measured:
    """Accuracy and cosines over all words, from uses (W, S, N, D)."""
    same, cross = alike(query, support)
    means = (right(query, support).mean(), same.mean(), cross.mean())
    return Measured(*torch.stack(means).tolist())


def plane(support: Tensor) -> Tensor:
    """Two directions (2, D) for uses of two senses (2, N, D): what parts them, and what they share.

    x is the way from one centroid to the other, y the part of their mean that is at right angles
    to it. Both come from the support alone, and have no sign to choose.
    """
    first, second = centroids(support)
    x = unit(second - first)
    shared = unit(first + second)
    return torch.stack([x, unit(shared - (shared @ x) * x)])


def on_plane(vectors: Tensor, directions: Tensor) -> list[list[float]]:
    """The cosines of each vector (N, D) with two directions."""
    found: list[list[float]] = (unit(vectors) @ directions.T).tolist()
    return found


def as_tensor(vectors: Any) -> Tensor:
    """An array as a tensor of doubles."""
    return torch.as_tensor(vectors, dtype=torch.float64)
