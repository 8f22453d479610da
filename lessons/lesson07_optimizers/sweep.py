"""One network at many learning rates, in one batched computation: a U for each optimizer.

All copies begin with the same weights and see the same batches; only their learning rates differ.
Their weights lie in one tensor, (L, …), so that one product does the work of L.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

import torch
from torch import Tensor

from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.rules import RULES, Memory, blank

Losses = Callable[..., Tensor]
"""From weights (L, …) and what is to be learned, to a loss for each copy: (L,)."""


class Sweep:
    """Copies of some weights, each trained by the hand-written rule at a rate of its own.

    The copies' axis L is the first one, or, where the weights are those of several networks
    (S, …) already, the one after it: `copied_at` says which.
    """

    def __init__(
        self, weights: Sequence[Tensor], losses: Losses, hp: Optimizers, rates: Sequence[float],
        copied_at: int = 0,
    ) -> None:  # fmt: skip
        self.hp, self.losses = hp, losses
        self.weights = [
            torch.stack([w.detach()] * len(rates), copied_at).contiguous() for w in weights
        ]
        first = weights[0]
        self.rates = torch.tensor(rates, dtype=first.dtype, device=first.device)
        self.past = [blank(w) for w in self.weights]
        self.axes = [w.ndim - copied_at for w in weights]

    def step(self, *batch: Tensor) -> Tensor:
        """Find every copy's gradient, and take every copy's step. The losses before it, (L,)."""
        rule = RULES[self.hp.optimizer]
        weights = [w.detach().requires_grad_() for w in self.weights]
        with torch.enable_grad():  # also where somebody asks
            losses = self.losses(weights, *batch)
        gradients = torch.autograd.grad(losses.sum(), weights)  # of each copy its own: they add up
        for w, g, past, axes in zip(self.weights, gradients, self.past, self.axes, strict=True):
            lr = self.rates.view(-1, *[1] * axes)  # (L, 1, …)
            w.copy_(rule(w, g, past, lr, self.hp))
        return losses.detach()

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return kept(self.weights, self.past)

    def load_state_dict(self, saved: dict[str, Any]) -> None:
        """Take it back."""
        for w, own in zip(self.weights, saved["weights"], strict=True):
            w.copy_(own)
        self.past = [Memory(**own) for own in saved["past"]]


def kept(weights: Sequence[Tensor], past: Sequence[Memory]) -> dict[str, Any]:
    """Weights and what the rules remember, as plain lists and dicts of tensors."""
    names = [field.name for field in fields(Memory)]
    return {
        "weights": [w.clone() for w in weights],
        "past": [{name: getattr(each, name) for name in names} for each in past],
    }
