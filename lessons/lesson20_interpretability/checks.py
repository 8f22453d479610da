"""What an explanation is worth: is it of this network, and does the network mind what it names?"""

from __future__ import annotations

import torch
from torch import Tensor

from lessons.lesson20_interpretability.explained import Case

MOST_LOOKS = 32
"""Points of a deletion curve, beside the first."""
AT_ONCE = 16
"""Of these, how many in one pass of the network."""


def ranks(a: Tensor) -> Tensor:
    """Of each row (N, P): the place of each number in its row; equal numbers share their mean."""
    order = a.argsort(1)
    ordered = a.gather(1, order)
    is_new = torch.ones_like(ordered, dtype=torch.bool)
    is_new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    group = is_new.cumsum(1) - 1  # (N, P), the same for equal numbers
    places = torch.arange(a.shape[1], dtype=torch.float64, device=a.device).expand_as(ordered)
    sums, counts = torch.zeros(2, *a.shape, dtype=torch.float64, device=a.device)
    sums.scatter_add_(1, group, places)
    counts.scatter_add_(1, group, torch.ones_like(places))
    means = (sums / counts.clamp(min=1)).gather(1, group)
    return torch.zeros_like(means).scatter_(1, order, means)


def alike(a: Tensor, b: Tensor) -> Tensor:
    """Spearman's rank correlation of each row of a with that of b, (N,); 0 of a constant one."""
    centred = [found - found.mean(1, keepdim=True) for found in (ranks(a), ranks(b))]
    lengths = centred[0].norm(dim=1) * centred[1].norm(dim=1)
    found: Tensor = (centred[0] * centred[1]).sum(1) / lengths.clamp(min=1e-12)
    return found


@torch.no_grad()
def deletion(case: Case, order_by: Tensor) -> Tensor:
    """The probability of the target, (N, L), with 0 to all of the parts at their baseline.

    The part with the largest `order_by` (N, P) goes first. Petsiuk et al. (2018), section 3.3.
    """
    place = order_by.argsort(dim=1, descending=True, stable=True).argsort(1)  # (N, P), 0 goes first
    gone = torch.tensor(gone_of(order_by.shape[1]), device=place.device)
    said = []
    for some in gone.split(AT_ONCE):
        left = case.with_parts(place >= some[:, None, None])  # (l, N, …)
        p = case.scores(left.flatten(0, 1)).softmax(1).unflatten(0, left.shape[:2])  # (l, N, C)
        said.append(p.gather(2, case.target.expand(len(some), -1)[:, :, None])[:, :, 0])
    return torch.cat(said).T


def gone_of(parts: int) -> list[int]:
    """How many parts are gone at each point of a deletion curve: 0 first, all last."""
    looks = min(parts, MOST_LOOKS)
    return [round(parts * look / looks) for look in range(looks + 1)]
