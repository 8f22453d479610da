"""One neuron that is sure and wrong: p = σ(z) at z = −10, and the answer is y = 1.

    cross-entropy  L = −log p         dL/dz = p − y
    squared error  L = (p − y)²       dL/dz = 2 (p − y) p (1 − p)

The second carries σ′(z) = p (1 − p), which is 0 just where the neuron is sure: right or wrong.
"""

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from lessons.kit.loop import Event, Picture, Question, Run, Step
from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.counterexample import Number
from lessons.lesson07_optimizers.library import optimizer_of, set_rate

START, TRUTH = -10.0, 1.0
SPAN = 12.0  # the curves go from −12 to 12
FARTHEST = 700.0  # beyond it exp overflows


def loss_of(z: Tensor, criterion: str) -> Tensor:
    """What an answer σ(z) costs, where 1 is right."""
    if criterion == "squared":
        return (torch.sigmoid(z) - TRUTH) ** 2
    return -torch.nn.functional.logsigmoid(z)  # softplus is only near it beyond 20


def slope_of(z: Tensor, criterion: str) -> Tensor:
    """dL/dz, by the formulas above."""
    p = torch.sigmoid(z)
    if criterion == "squared":
        return 2 * (p - TRUTH) * p * (1 - p)
    return p - TRUTH


def recover(hp: Optimizers, run: Run) -> Iterator[Event]:
    """Ask how wrong it is, find the slope, step."""
    model = Number(START)
    optimizer = optimizer_of(hp, model.parameters())
    yield Question("The slope at which z?", slopes)

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        z = model.x
        loss = loss_of(z, hp.criterion)
        optimizer.zero_grad()
        loss.backward()
        slope = torch.zeros_like(z) if z.grad is None else z.grad.clone()
        formula = slope_of(z.detach(), hp.criterion)
        set_rate(optimizer, hp.lr)
        optimizer.step()
        if run.time_to_show(step):
            yield Picture("slopes", {hp.criterion: sloping(hp.criterion)})
        p = torch.sigmoid(z.detach())
        yield Step(loss=loss, p=p, z=z, slope=slope.abs(), off=((slope - formula) / formula).abs())


def sloping(criterion: str) -> list[tuple[float, float]]:
    """The size of the slope over z."""
    z = torch.linspace(-SPAN, SPAN, 49, dtype=torch.float64)
    return list(zip(z.tolist(), slope_of(z, criterion).abs().tolist(), strict=True))


def slopes(text: str) -> str:
    """Both slopes at this z."""
    try:
        z = float(text)
    except ValueError:
        z = math.nan
    if not abs(z) <= FARTHEST:
        return f"give a number from {-FARTHEST:.0f} to {FARTHEST:.0f}, such as -10"
    at = torch.tensor(z, dtype=torch.float64)
    found = {name: float(slope_of(at, name)) for name in ("cross-entropy", "squared")}
    both = ", ".join(f"{slope:.3g} with {name}" for name, slope in found.items())
    return f"at z = {z:g} the slope is {both}"
