"""Which input moves the answer?

Saliency is the absolute gradient of one class's logit by the input. Return it for each example of
a batch, with its own class. The model and the inputs stay as they are.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def saliency(model: Callable[[Tensor], Tensor], x: Tensor, target: Tensor) -> Tensor:
    """|∂ logit / ∂x|, (N, D): the model takes (N, D) and gives (N, C), target is (N,) int64."""
    x = x.detach().requires_grad_()
    logits = model(x)[torch.arange(len(x)), target]  # (N,)
    (gradient,) = torch.autograd.grad(logits.sum(), x)
    return gradient.abs()


def curved(x: Tensor) -> Tensor:
    """A model with three classes."""
    return torch.stack([x.square().sum(1), x.prod(1), x.sin().sum(1)], dim=1)


def cases(draw: Draw) -> tuple[Callable[[Tensor], Tensor], Tensor, Tensor]:
    """A batch."""
    count = draw.size()
    return curved, draw.normal(count, draw.size()), draw.integers(0, 3, count)


exercise = Exercise(
    saliency,
    hints=(
        "The gradient is by the input, so the input needs requires_grad: a copy of it.",
        "Pick one logit for each example. Their sum has the right gradient for each: examples "
        "do not mix.",
        "torch.autograd.grad(logits.sum(), x) gives a tuple with one gradient; take .abs().",
    ),
    cases=cases,
)
