"""Weight decay with nothing else: the loss is flat, and only the decay moves the weights.

AdamW: w ← w − η λ w, so after t steps (1 − η λ)ᵗ is left, of every weight. Adam has λ w in its
gradient and divides by the gradient's own size: the step is η, whatever λ is and whatever w is.
"""

import math
from collections.abc import Iterator

import torch
from torch import nn

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.library import optimizer_of, set_rate

STARTS = (1.0, 10.0)
LARGEST = 1e6
ASKED = 1000  # steps at most that an answer takes


class Weights(nn.Module):
    """A few weights in double precision: at first a small one and a large one."""

    def __init__(self, starts: tuple[float, ...] = STARTS) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.tensor(starts, dtype=torch.float64))


def fade(hp: Optimizers, run: Run) -> Iterator[Event]:
    """A loss that says nothing, and a step."""
    model = Weights()
    optimizer = optimizer_of(hp, model.parameters())
    starts = torch.tensor(STARTS, dtype=torch.float64)
    yield Question("What becomes of which w?", lambda text: what_is_left(hp, text))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        loss = 0 * model.w.sum()  # its gradient is 0
        optimizer.zero_grad()
        loss.backward()
        set_rate(optimizer, hp.lr)
        optimizer.step()
        small, large = model.w.detach() / starts
        exact = (1 - hp.lr * hp.weight_decay) ** step
        yield Step(loss=loss, small=small, large=large, beside=(small - exact).abs())


def what_is_left(hp: Optimizers, text: str) -> str:
    """What the decay leaves of a weight that somebody names, at the present learning rate."""
    try:
        start = float(text)
    except ValueError:
        start = math.nan
    if not 0 < abs(start) <= LARGEST:
        return f"give a weight other than 0, at most {LARGEST:,.0f}, such as 10"
    steps = min(hp.steps, ASKED)
    with torch.inference_mode(mode=False), torch.enable_grad():  # an answer keeps no gradients
        model = Weights((start,))
        optimizer = optimizer_of(hp, model.parameters())
        for _ in range(steps):
            optimizer.zero_grad()
            (0 * model.w.sum()).backward()
            optimizer.step()
    end = float(model.w.detach()[0])
    return f"after {steps} steps {start:g} is {end:.4g}: {end / start:.4g} of it is left"
