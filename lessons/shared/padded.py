"""Sequences of different lengths in one batch: padding stands at their end, and is no input.

The batch is (B, T, …), of which the first `lengths` (B,) steps are real.
"""

import torch
from torch import Tensor


def reversed_padded(x: Tensor, lengths: Tensor) -> Tensor:
    """Every sequence backwards, its padding left where it was. Doing it twice undoes it."""
    t = torch.arange(x.shape[1], device=x.device)
    places = (lengths[:, None] - 1 - t) % x.shape[1]  # (B, T)
    return x.take_along_dim(places[:, :, None], dim=1)


def pooled(states: Tensor, lengths: Tensor, pooling: str) -> Tensor:
    """One vector for each sequence, (B, H), out of the states after each step, (B, T, H)."""
    if pooling == "padded":
        return states[:, -1]  # the bug: of a short one this is the state after its padding
    if pooling == "last":
        return states[torch.arange(len(states), device=states.device), lengths - 1]
    is_real = torch.arange(states.shape[1], device=states.device) < lengths[:, None]  # (B, T)
    if pooling == "max":
        return states.masked_fill(~is_real[:, :, None], -torch.inf).amax(dim=1)
    return (states * is_real[:, :, None]).sum(dim=1) / lengths[:, None]
