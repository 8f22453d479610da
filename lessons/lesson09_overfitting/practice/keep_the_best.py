"""Keep the weights of the best epoch

The network learns by heart in the end, so the best weights are in the middle of the run. In each
epoch train on all of `x` in one step with SGD: predict, mean squared error, clear, go back, step.
Then find, without gradients, the loss on the validation part. Keep a copy of the weights whenever
that loss is lower than all before. At the end put the best ones back. Return the validation losses
as floats, and the epoch (from 0) that was best.

The losses and the weights are compared over a few epochs. Then a run of 800 epochs is judged by the
error of the network that you leave, on other points.
"""

import copy
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.practice import Draw, Exercise, PassMeter, Verdict, at_most

Part = tuple[Tensor, Tensor]


def train(
    model: nn.Module, part: Part, validation: Part, lr: float, epochs: int
) -> tuple[list[float], int]:
    """The validation loss after each epoch, and the best epoch; parts are inputs and targets."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses: list[float] = []
    best, kept = 0, copy.deepcopy(model.state_dict())
    for epoch in range(epochs):
        loss = F.mse_loss(model(part[0]), part[1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            losses.append(F.mse_loss(model(validation[0]), validation[1]).item())
        if epoch == 0 or losses[-1] < losses[best]:
            best, kept = epoch, copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return losses, best


def network() -> nn.Module:
    """A line, which says how it was used."""
    return nn.Sequential(PassMeter(), nn.Linear(20, 1))


def part(count: int, generator: torch.Generator) -> Part:
    """Points with 20 inputs, of which one matters, and noise."""
    x = torch.randn(count, 20, generator=generator)
    return x, x[:, :1] + torch.randn(count, 1, generator=generator)


def cases(draw: Draw) -> tuple[nn.Module, Part, Part, float, int]:
    """A few epochs; a large rate makes some of them worse."""
    torch.manual_seed(draw.seed)
    parts = part(draw.size(2), draw.generator), part(draw.size(2), draw.generator)
    return network(), *parts, draw.number(0.01, 0.1), draw.size()


def error(train: Callable[..., tuple[list[float], int]], seed: int) -> float:
    """The error of what is left after 800 epochs, on 500 other points; noise alone has 1."""
    torch.manual_seed(seed)
    model, generator = network(), torch.Generator().manual_seed(seed)
    train(model, part(22, generator), part(200, generator), 0.1, 800)
    x, y = part(500, generator)
    return F.mse_loss(model(x), y).item()


def claim(train: Callable[..., tuple[list[float], int]]) -> Verdict:
    """The error of the network that is left.

    Seeds 0-7: 1.7 [1.4, 2.3]; 20-27: 1.6 [1.5, 2.0]. With the last weights, which is also
    what a state_dict that was not copied comes to: 7.4 [5.7, 15].
    """
    end = error(train, 0)
    return at_most(end, 3.5, f"the error on other points is {end:.3g}")


exercise = Exercise(
    train,
    hints=(
        "model.state_dict() holds the weights themselves, and they go on changing.",
        "copy.deepcopy(model.state_dict()) is a copy; model.load_state_dict(…) puts it back.",
        "if epoch == 0 or losses[-1] < losses[best]: best, kept = epoch, "
        "copy.deepcopy(model.state_dict()).",
    ),
    cases=cases,
    edges={
        "a rate of zero, so that all losses are equal": lambda draw: (
            network(),
            part(2, draw.generator),
            part(2, draw.generator),
            0.0,
            3,
        ),
    },
    claim=claim,
    given=("Part",),
)
