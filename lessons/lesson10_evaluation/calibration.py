"""Calibration after training: one or two numbers, fitted on rows that taught nothing.

z is the logit, p = σ(z). Both methods put p' = σ(a z + b) in its place. With a > 0 the order of
the rows stays, and so do the ROC curve and its area.
"""

from __future__ import annotations

import torch
from torch import Tensor

COLDEST, HOTTEST = 1e-3, 1e3
"""Temperatures that are looked at: rows that are all called right would ask for 0."""
TINY = 1e-12  # keeps a matrix from being singular where all z are one
ROUNDS = 60  # halvings of that stretch: 1e-17 of it is left


def temperature(z: Tensor, y: Tensor) -> float:
    """T that makes p' = σ(z / T) lose least (Guo et al., 2017, eq. 9).

    With a = 1/T the loss is convex, and its slope is the mean of (σ(a z) − y) z. Where the slope
    is 0 the loss is least: halve the stretch in which that must be.
    """
    z, y = z.double(), y.double()
    low, high = 1 / HOTTEST, 1 / COLDEST
    for _ in range(ROUNDS):
        a = (low * high) ** 0.5
        slope = float((((a * z).sigmoid() - y) * z).mean())
        low, high = (a, high) if slope < 0 else (low, a)
    return float(1 / (low * high) ** 0.5)


def platt(z: Tensor, y: Tensor) -> tuple[float, float]:
    """a and b that make p' = σ(a z + b) lose least (Platt, 1999).

    The answers are not 1 and 0 but (N₊ + 1) / (N₊ + 2) and 1 / (N₋ + 2), so that a and b stay
    finite where every row is called right. Newton's method: step = H⁻¹ g, halved while it is too
    long.
    """
    z, y = z.double(), y.double()
    positives, negatives = float(y.sum()), float((1 - y).sum())
    likely, unlikely = (positives + 1) / (positives + 2), 1 / (negatives + 2)
    target = y * likely + (1 - y) * unlikely  # (N,)
    inputs = torch.stack([z, torch.ones_like(z)], 1)  # (N, 2)
    weights = z.new_zeros(2)
    for _ in range(ROUNDS):
        p = (inputs @ weights).sigmoid()
        gradient = inputs.mT @ (p - target)  # (2,)
        hessian = inputs.mT @ (inputs * (p * (1 - p))[:, None])  # (2, 2)
        step = torch.linalg.solve(hessian + TINY * hessian.trace() * torch.eye(2).to(z), gradient)
        while _lost(inputs, target, weights - step) > _lost(inputs, target, weights) + 1e-12:
            step = step / 2
        weights = weights - step
        if float(step.abs().max()) < 1e-12:
            break
    return float(weights[0]), float(weights[1])


def _lost(inputs: Tensor, target: Tensor, weights: Tensor) -> float:
    z = inputs @ weights
    return float(torch.nn.functional.binary_cross_entropy_with_logits(z, target, reduction="sum"))


def fitted(method: str, z: Tensor, y: Tensor) -> tuple[float, float]:
    """a and b of a method, from the logits and answers of the validation rows."""
    if method == "temperature":
        return 1 / temperature(z, y), 0.0
    return platt(z, y) if method == "platt" else (1.0, 0.0)
