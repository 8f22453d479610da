"""Weight decay with nothing else: the loss is flat, and only the decay moves the weights.

AdamW: w ← w − η λ w, so after t steps (1 − η λ)ᵗ is left, of every weight. Adam has λ w in its
gradient and divides by the gradient's own size: the step is η, whatever λ is and whatever w is.
"""

from collections.abc import Iterator

import torch
from torch import nn

from lessons.kit.loop import Event, Run, Step
from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.library import optimizer_of, set_rate

STARTS = (1.0, 10.0)


class Pair(nn.Module):
    """A small weight and a large one, in double precision."""

    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.tensor(STARTS, dtype=torch.float64))


def fade(hp: Optimizers, run: Run) -> Iterator[Event]:
    """A loss that says nothing, and a step."""
    model = Pair()
    optimizer = optimizer_of(hp, model.parameters())
    starts = torch.tensor(STARTS, dtype=torch.float64)

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        loss = 0 * model.w.sum()  # its gradient is 0
        optimizer.zero_grad()
        loss.backward()
        set_rate(optimizer, hp.lr)
        optimizer.step()
        small, large = model.w.detach() / starts
        exact = (1 - hp.lr * hp.weight_decay) ** step
        yield Step(loss=loss, small=small, large=large, beside=(small - exact).abs())
