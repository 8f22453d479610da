"""Permutation importance: how much worse a network becomes when a column is shuffled."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

TIMES = 5
"""Shuffles of a column, of which the mean counts."""


@torch.no_grad()
def permutation_importance(
    loss: Callable[[Tensor], Tensor], x: Tensor, columns: Sequence[int], times: int = TIMES,
    luck: int = 0,
) -> float:  # fmt: skip
    """Mean of loss(x with these columns shuffled) − loss(x), for rows x (N, M).

    Breiman (2001), section 10, with the rows of the test. Several columns are shuffled together:
    they keep what they say of each other. Equal `luck` shuffles alike.
    """
    generator = torch.Generator().manual_seed(luck)
    more = 0.0
    for _ in range(times):
        shuffled = x.clone()
        order = torch.randperm(len(x), generator=generator).to(x.device)
        shuffled[:, list(columns)] = x[order][:, list(columns)]
        more += float(loss(shuffled)) / times
    return more - float(loss(x))
