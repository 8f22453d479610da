"""NT-Xent as the loop uses it, and what is measured beside it: one matrix of cosines is enough.

z is (2B, D) with rows of length 1; row i and row i + B are two views of one image.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def partners(similar: Tensor) -> Tensor:
    """The place of each row's other view, (2B,): B, B + 1, …, 0, 1, …"""
    rows = torch.arange(len(similar), device=similar.device)
    return rows.roll(len(similar) // 2)


def without_self(similar: Tensor) -> Tensor:
    """The cosines (2B, 2B) with −∞ on the diagonal: no view is compared with itself."""
    return similar.masked_fill(torch.eye(len(similar), dtype=torch.bool, device=similar.device),
                               -math.inf)  # fmt: skip


def nt_xent(similar: Tensor, tau: float) -> Tensor:
    """Cross-entropy of finding the other view among 2B − 1, from the cosines (2B, 2B)."""
    return F.cross_entropy(without_self(similar) / tau, partners(similar))


def attraction(similar: Tensor, tau: float) -> Tensor:
    """Only the upper half of NT-Xent, (): both views together, and nothing that pushes apart."""
    return alignment(similar) / (2 * tau)


def chance(batch: int) -> float:
    """The loss of a network to which all images look alike: ln(2B − 1)."""
    return math.log(2 * batch - 1)


def retrieval(similar: Tensor) -> Tensor:
    """The share of views, (), of which the nearest of all others is the other view."""
    return (without_self(similar).argmax(1) == partners(similar)).float().mean()


def alignment(similar: Tensor) -> Tensor:
    """The mean of ‖z_i − z_j‖² over pairs of views, (): 2 − 2 cos (Wang and Isola, 2020)."""
    return 2 - 2 * similar.gather(1, partners(similar)[:, None]).mean()


def uniformity(similar: Tensor) -> Tensor:
    """ln of the mean of exp(−2 ‖z_i − z_k‖²) over all i ≠ k, (): 0 where all are one point."""
    rows = len(similar)
    spread = torch.logsumexp((4 * without_self(similar) - 4).flatten(), 0)
    return spread - math.log(rows * (rows - 1))
