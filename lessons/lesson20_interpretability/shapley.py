"""Shapley values, exactly: every coalition of the parts is tried. 2^M of them, so M is small."""

from math import comb

import torch
from torch import Tensor

from lessons.lesson20_interpretability.gradient import Scores

MOST_PARTS = 10
"""1,024 coalitions."""


def coalitions(parts: int) -> Tensor:
    """Every subset of the parts, (2^M, M): in number k are the parts whose bit is set in k."""
    bits = 2 ** torch.arange(parts)
    return (torch.arange(2**parts)[:, None] & bits) > 0


def shapley_values(values: Tensor) -> Tensor:
    """φ_i = Σ_S |S|! (M−|S|−1)! / M! · (v(S ∪ i) − v(S)), over all S without i. Shapley (1953).

    `values` (2^M, …) has v of each coalition, in the order of `coalitions`; returns (M, …). They
    add up to v(all) − v(none).
    """
    parts = len(values).bit_length() - 1
    inside = coalitions(parts).to(values.device)  # (2^M, M)
    sizes = inside.sum(1)
    found = []
    for part in range(parts):
        without = (~inside[:, part]).nonzero()[:, 0]  # (2^(M−1),)
        weights = [1 / (parts * comb(parts - 1, size)) for size in sizes[without].tolist()]
        gains = values[without + 2**part] - values[without]  # (2^(M−1), …)
        found.append(torch.tensordot(values.new_tensor(weights), gains, 1))
    return torch.stack(found)


@torch.no_grad()
def shapley(scores: Scores, x: Tensor, baseline: Tensor, target: Tensor) -> Tensor:
    """Of inputs x (N, M), with what is not in a coalition at its baseline: (N, M)."""
    inside = coalitions(x.shape[1]).to(x.device)
    mixed = torch.where(inside[:, None], x, baseline)  # (2^M, N, M)
    said = scores(mixed.flatten(0, 1)).unflatten(0, mixed.shape[:2])  # (2^M, N, C)
    return shapley_values(said.gather(2, target.expand(len(said), -1)[:, :, None])[:, :, 0]).T
