"""NT-Xent and its gradient, written out with loops: slow, and no more than the formula.

The loop uses torch's cross-entropy; the panel "By hand, beside torch" says how far they are apart.
"""

import math

import torch
from torch import Tensor

from lessons.lesson21_contrastive import loss

PAIRS = 8
"""Pairs of views that are computed by hand: it takes (2B)² · D products."""


def cosine(a: list[float], b: list[float]) -> float:
    """Σ a_d b_d / (‖a‖ ‖b‖)."""
    product = sum(x * y for x, y in zip(a, b, strict=True))
    return product / math.sqrt(sum(x * x for x in a)) / math.sqrt(sum(y * y for y in b))


def nt_xent(z: list[list[float]], tau: float) -> float:
    """Chen et al. (2020), eq. 1, the mean over all 2B views i with their other view j(i):

    ℓ_i = −log ( exp(s_ij / τ) / Σ_{k ≠ i} exp(s_ik / τ) ),   s_ik = cos(z_i, z_k).
    """
    views = len(z)
    total = 0.0
    for i in range(views):
        j = (i + views // 2) % views
        others = [cosine(z[i], z[k]) / tau for k in range(views) if k != i]
        largest = max(others)  # no exp can overflow
        total += largest + math.log(sum(math.exp(s - largest) for s in others))
        total -= cosine(z[i], z[j]) / tau
    return total / views


def gradient(z: list[list[float]], tau: float) -> list[list[float]]:
    """∂L/∂z for z of length 1 whose length may change, as if s_ik were z_i · z_k:

    ∂L/∂s_ik = (p_ik − 1 if k = j(i)) / (2B τ), with p_ik the softmax of row i without itself;
    ∂L/∂z_i = Σ_k (∂L/∂s_ik + ∂L/∂s_ki) z_k. Who is near pushes most: p_ik is its share.
    """
    views, size = len(z), len(z[0])
    slopes = [_row(z, i, tau) for i in range(views)]
    return [
        [sum((slopes[i][k] + slopes[k][i]) * z[k][d] for k in range(views)) for d in range(size)]
        for i in range(views)
    ]


def _row(z: list[list[float]], i: int, tau: float) -> list[float]:
    """∂L/∂s_ik for all k; 0 for k = i."""
    views = len(z)
    scores = [sum(a * b for a, b in zip(z[i], z[k], strict=True)) / tau for k in range(views)]
    largest = max(scores)
    shares = [0.0 if k == i else math.exp(s - largest) for k, s in enumerate(scores)]
    total = sum(shares)
    j = (i + views // 2) % views
    return [(share / total - (k == j)) / (views * tau) for k, share in enumerate(shares)]


def compared(z: Tensor, tau: float) -> dict[str, float]:
    """How far torch and the formulas are apart on some pairs of these views, in float64."""
    first, second = z.detach().double().cpu().chunk(2)
    some = torch.cat([first[:PAIRS], second[:PAIRS]])
    some = (some / some.norm(dim=1, keepdim=True)).requires_grad_()
    with torch.enable_grad():
        theirs = loss.nt_xent(some @ some.T, tau)
    (slope,) = torch.autograd.grad(theirs, some)
    rows = some.tolist()
    apart = (slope - torch.tensor(gradient(rows, tau), dtype=torch.float64)).abs().max()
    return {"NT-Xent": abs(float(theirs.detach()) - nt_xent(rows, tau)),
            "its gradient": float(apart)}  # fmt: skip
