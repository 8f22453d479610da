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
    """Copies of some weights, each trained by the hand-written rule at a rate of its own."""

    def __init__(
        self, weights: Sequence[Tensor], losses: Losses, hp: Optimizers, rates: Sequence[float]
    ) -> None:
        self.hp, self.losses = hp, losses
        self.weights = [w.detach().expand(len(rates), *w.shape).clone() for w in weights]
        self.rates = torch.tensor(rates, dtype=self.weights[0].dtype, device=weights[0].device)
        self.past = [blank(w) for w in self.weights]
        self.axes = [w.ndim for w in weights]

    def step(self, *batch: Tensor) -> Tensor:
        """Find every copy's gradient, and take every copy's step. The losses before it, (L,)."""
        weights = [w.detach().requires_grad_() for w in self.weights]
        with torch.enable_grad():  # also where somebody asks
            losses = self.losses(weights, *batch)
        gradients = torch.autograd.grad(losses.sum(), weights)  # of each copy its own: they add up
        with torch.no_grad():
            rule = RULES[self.hp.optimizer]
            for place, (w, g) in enumerate(zip(weights, gradients, strict=True)):
                lr = self.rates.view(-1, *[1] * self.axes[place])  # (L, 1, …)
                w.copy_(rule(w, g, self.past[place], lr, self.hp))
        return losses.detach()

    @torch.no_grad()
    def look(self, measure: Losses, *rows: Tensor) -> Tensor:
        """What `measure` says of every copy, (L,)."""
        return measure(self.weights, *rows)

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        past = [{f.name: getattr(each, f.name) for f in fields(each)} for each in self.past]
        return {"weights": [w.detach() for w in self.weights], "past": past}

    @torch.no_grad()
    def load_state_dict(self, kept: dict[str, Any]) -> None:
        """Take it back."""
        for w, saved in zip(self.weights, kept["weights"], strict=True):
            w.copy_(saved)
        self.past = [Memory(**each) for each in kept["past"]]

