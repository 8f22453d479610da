"""Pruning by hand: weights that are set to zero and stay there, and the loop with it.

Magnitude pruning (Han et al., 2015) takes the smallest weights of each layer; its control takes
as many by chance. Fine-tuned means that the weights that are left train on.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import torch
from torch import Tensor, nn

from lessons.lesson19_compression.quantise import weights_of

LEVELS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
"""Shares of zeros that are looked at."""
ROUNDS = 10
"""In which gradual pruning takes the weights; between two of them it trains."""
GRADUAL_UNTIL = 0.7
"""The share of the fine-tuning in which they are taken."""


def mask_of(w: Tensor, share: float, criterion: str, kept: Tensor | None = None) -> Tensor:
    """1 for the weights that stay and 0 for the share of them that goes; (O, I, …).

    What is gone already (0 in `kept`) goes first.
    """
    score = w.abs() if criterion == "magnitude" else torch.rand_like(w)
    if kept is not None:
        score = torch.where(kept > 0, score, -1.0)
    mask = torch.ones_like(w).flatten()
    mask[score.flatten().argsort()[: round(share * w.numel())]] = 0
    return mask.view_as(w)


class Pruner:
    """The masks of a network, which only ever grow emptier. A checkpoint keeps them.

    A weight that is 0 to begin with is gone already.
    """

    def __init__(self, model: nn.Module, criterion: str) -> None:
        self.weights = weights_of(model)
        self.criterion = criterion
        self.masks = {name: (w.detach() != 0).to(w.dtype) for name, w in self.weights.items()}

    @torch.no_grad()
    def prune(self, share: float) -> None:
        """Take weights until this share of each layer is gone; what is gone stays gone."""
        for name, w in self.weights.items():
            if share > 1 - float(self.masks[name].mean()):
                self.masks[name] = mask_of(w, share, self.criterion, self.masks[name])
        self.apply()

    @torch.no_grad()
    def apply(self) -> None:
        """Set to zero what a step has moved away from it."""
        for name, w in self.weights.items():
            w.mul_(self.masks[name])

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"masks": dict(self.masks)}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take it back."""
        self.masks = {n: m.to(self.weights[n].device) for n, m in state["masks"].items()}


def due_share(schedule: str, sparsity: float, step: int, begin: int, total: int) -> float:
    """The share of zeros after this step, when fine-tuning begins after step `begin`.

    `once` takes all at its beginning. `gradual` takes the same share of what is left in each of
    ten rounds, so that few go at once where few are left.
    """
    if schedule == "never" or step <= begin:
        return 0.0
    if schedule == "once":
        return sparsity
    each = max(1, int((total - begin) * GRADUAL_UNTIL / ROUNDS))
    done = min(ROUNDS, (step - begin - 1) // each + 1)
    left: float = (1.0 - sparsity) ** (done / ROUNDS)
    return 1.0 - left


@torch.no_grad()
def pruned(model: nn.Module, share: float, criterion: str, draw: int = 0) -> nn.Module:
    """A copy with this share of zeros in each layer; by chance, those of this draw."""
    copy = deepcopy(model)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(draw)
        Pruner(copy, criterion).prune(share)
    return copy


def share_of_zeros(model: nn.Module) -> float:
    """Of all weights that are compressed."""
    weights = weights_of(model).values()
    return sum(int((w == 0).sum()) for w in weights) / sum(w.numel() for w in weights)
