"""Points of the plane in two classes: the four of XOR, and two spirals."""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor

TURNS, NOISE = 1.5, 0.02
TRAIN, TEST = 400, 2000
XOR = [(-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0)]
EDGES = {"xor": 1.5, "spirals": 1.1}
"""How far a picture of the plane goes on each side."""
NAMES = {"xor": ["same sign", "other sign"], "spirals": ["arm A", "arm B"]}

Rows = tuple[Tensor, Tensor]
"""Inputs (N, D) and classes (N,)."""


def xor() -> Rows:
    """Four points; those on a diagonal are of one class. No line has more than three right."""
    return torch.tensor(XOR), torch.tensor([0, 0, 1, 1])


def spiral(count: int, luck: Generator) -> Rows:
    """Two arms: points at a distance r from the centre and an angle 2π · turns · r (+ π)."""
    y = torch.arange(count) % 2
    r = torch.rand(count, generator=luck).sqrt()  # as many on the same area everywhere
    angle = 2 * math.pi * TURNS * r + math.pi * y
    x = r[:, None] * torch.stack([angle.cos(), angle.sin()], 1)
    return x + NOISE * torch.randn(count, 2, generator=luck), y
