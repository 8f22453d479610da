"""LIME: a linear model that is fitted to the network around one input."""

import torch
from torch import Tensor

from lessons.lesson20_interpretability.gradient import Scores
from lessons.lesson20_interpretability.shapley import coalitions

DRAWN = 400
"""Points around an input."""


@torch.no_grad()
def lime(scores: Scores, x: Tensor, target: Tensor, width: float, noise: Tensor) -> Tensor:
    """The slopes β of the plane nearest to f around x, (N, M) from x (N, M) and noise (K, M).

    Ribeiro et al. (2016), eq. 1, with g linear and no penalty: least Σ π(z) (f(z) − β₀ − β·(z−x))²
    with the kernel π(z) = exp(−‖z − x‖² / 2 width²). The points are drawn from the kernel itself,
    z = x + width · noise, so that each counts once: with a narrow one no draw is wasted.
    """
    z = x[:, None] + width * noise  # (N, K, M)
    said = scores(z.flatten(0, 1)).unflatten(0, z.shape[:2])  # (N, K, C)
    f = said.gather(2, target[:, None, None].expand(-1, len(noise), 1))  # (N, K, 1)
    ones = noise.new_ones(len(noise), 1)
    plane = torch.cat([ones, width * noise], 1)  # (K, 1 + M)
    fitted: Tensor = torch.linalg.lstsq(plane.expand(len(x), -1, -1), f).solution
    return fitted[:, 1:, 0]


def lime_of_parts(values: Tensor, width: float) -> Tensor:
    """The same where parts are there or not, as words are: β (M,) from v of each coalition (2^M,).

    The kernel is LIME's for texts: π(S) = exp(−d² / width²), with d = 1 − √(|S| / M), the cosine
    distance from "all are there". All coalitions are used, so nothing is drawn.
    """
    parts = len(values).bit_length() - 1
    inside = coalitions(parts).to(values)  # (2^M, M)
    distance = 1 - (inside.mean(1)).sqrt()
    root = (-((distance / width) ** 2) / 2).exp()  # √π: least squares weighs with its square
    plane = torch.cat([torch.ones_like(inside[:, :1]), inside], 1) * root[:, None]
    fitted: Tensor = torch.linalg.lstsq(plane, (values * root)[:, None], driver="gelsd").solution
    return fitted[1:, 0]
