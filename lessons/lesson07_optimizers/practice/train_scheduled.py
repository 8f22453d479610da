"""A schedule in the loop

With a constant learning rate, noise in the gradients keeps the weights on the move. Set the rate
before each step: `rate(step)` gives it, and the first step has the number 1. Train with SGD with a
momentum of 0.9: for each batch predict, take the mean squared error, clear the gradients, go back,
and step. Return the loss of every batch as a float.

The losses and the weights after a few batches are compared. Then a run of 600 batches is judged by
how far its weights are from the true ones.
"""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, Verdict, at_most

Batches = list[tuple[Tensor, Tensor]]


def train(model: nn.Module, batches: Batches, rate: Callable[[int], float]) -> list[float]:
    """The loss of each batch, before its step; `model(x)` and y are (B, 1)."""
    optimizer = torch.optim.SGD(model.parameters(), lr=rate(1), momentum=0.9)
    losses = []
    for step, (x, y) in enumerate(batches, 1):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


class Warm:
    """Up to `peak` in the first tenth, then half a cosine down to zero."""

    def __init__(self, peak: float, total: int) -> None:
        self.peak, self.total = peak, total
        self.says = f"a schedule up to {peak:g} of {total} steps"

    def __call__(self, step: int) -> float:
        """The rate of a step, from 1."""
        warm = max(self.total // 10, 1)
        if step <= warm:
            return self.peak * step / warm
        share = (step - warm) / (self.total - warm)
        return self.peak * (1 + math.cos(math.pi * share)) / 2


TRUTH = torch.tensor([[2.0], [-1.0], [0.5]])


def batches(count: int, generator: torch.Generator) -> Batches:
    """Eight points each, with much noise."""
    drawn = [torch.randn(8, 3, generator=generator) for _ in range(count)]
    return [(x, x @ TRUTH + 2 * torch.randn(8, 1, generator=generator)) for x in drawn]


def cases(draw: Draw) -> tuple[nn.Module, Batches, Callable[[int], float]]:
    """A few batches."""
    torch.manual_seed(draw.seed)
    count = draw.size()
    return nn.Linear(3, 1), batches(count, draw.generator), Warm(draw.number(0.05, 0.2), count + 1)


def distance(train: Callable[..., list[float]], seed: int) -> float:
    """How far the weights are from the truth after 600 batches."""
    torch.manual_seed(seed)
    model, generator = nn.Linear(3, 1), torch.Generator().manual_seed(seed)
    train(model, batches(600, generator), Warm(0.1, 600))
    return (model.weight.detach() - TRUTH.T).norm().item()


def claim(train: Callable[..., list[float]]) -> Verdict:
    """The distance at the end, where the rate falls to zero.

    Seeds 0-7: 0.13 [0.06, 0.21]; 20-27: 0.17 [0.10, 0.33]. At the constant rate of 0.1:
    1.6 [1.1, 3.6].
    """
    far = distance(train, 0)
    return at_most(far, 0.65, f"the weights end {far:.2g} from the true ones")


exercise = Exercise(
    train,
    hints=(
        "The optimizer remembers its momentum: make one, and change its rate.",
        'optimizer.param_groups is a list of dicts; each has a "lr".',
        "for step, (x, y) in enumerate(batches, 1): for group in optimizer.param_groups: "
        'group["lr"] = rate(step).',
    ),
    cases=cases,
    claim=claim,
    given=("Batches",),
)
