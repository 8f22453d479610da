"""Reddi, Kale and Kumar (2018), section 3: one number, three gradients, and Adam goes astray.

The losses come in turn: 3x, −x, −x, and 3x again, for x from −1 to 1. Over three of them x is
pushed by +1 in all, so the best x is −1. Adam with a short memory divides the rare large gradient
by its own size, and the two small ones by theirs: two votes against one, for the wrong end.
"""

import math
from collections.abc import Iterator

import torch
from torch import nn

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.library import optimizer_of, set_rate

LARGE = 3.0  # C of the paper
BEST = -1.0


class Number(nn.Module):
    """One number, in double precision."""

    def __init__(self, start: float = 0.0) -> None:
        super().__init__()
        self.x = nn.Parameter(torch.tensor(start, dtype=torch.float64))


def online(hp: Optimizers, run: Run) -> Iterator[Event]:
    """Take the loss of this turn, step at lr / √t, and stay between −1 and 1."""
    model = Number()
    optimizer = optimizer_of(hp, model.parameters())
    yield Question("The loss at which x?", average)

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        slope = LARGE if step % 3 == 1 else -1.0
        optimizer.zero_grad()
        (slope * model.x).backward()
        set_rate(optimizer, hp.lr / step**0.5)
        optimizer.step()
        with torch.no_grad():
            model.x.clamp_(-1.0, 1.0)
        yield Step(loss=(model.x.detach() - BEST) * (LARGE - 2) / 3, x=model.x)


def average(text: str) -> str:
    """What x costs a turn, and the best."""
    try:
        x = float(text)
    except ValueError:
        x = math.nan
    if not abs(x) <= 1:
        return "give a number from -1 to 1"
    a_turn = (LARGE - 2) / 3
    return f"{x * a_turn:.3f} a turn on average; the best is {BEST * a_turn:.3f}"
