"""Tables whose law is known: one that speaks of columns, and one that speaks of a direction."""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from lessons.lesson06_mlp.planes import Rows

ROWS, TRAIN = 1000, 600
STEPS, OBLIQUE = 20, 10
"""Columns of each; most say nothing."""


def steps(luck: Generator) -> Rows:
    """Three of twenty columns vote, each by steps along its own axis; the class is the majority.

    The votes: ⌊1.5 x₁⌋ is odd, x₂ > 0, x₃ > ½.
    """
    x = torch.randn(ROWS, STEPS, generator=luck)
    votes = [(1.5 * x[:, 0]).floor() % 2 == 1, x[:, 1] > 0, x[:, 2] > 0.5]
    return x, (torch.stack(votes).sum(0) >= 2).long()


def oblique(luck: Generator) -> Rows:
    """The sign of a product of two random projections of ten columns: XOR, but not on the axes."""
    x = torch.randn(ROWS, OBLIQUE, generator=luck)
    directions = torch.randn(OBLIQUE, 2, generator=luck)
    a, b = (x @ directions).unbind(1)
    return x, (a * b > 0).long()


def rotation(columns: int, luck: Generator) -> Tensor:
    """A random rotation of so many columns, every one as likely: Q of a matrix of normal draws."""
    q, r = torch.linalg.qr(torch.randn(columns, columns, generator=luck))
    turned: Tensor = q * r.diagonal().sign()
    return turned
