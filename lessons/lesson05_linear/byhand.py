"""Forward and backward of a line, by hand: three ways to one gradient.

The line is ŷ = X w + b, with X (N, F), w (F,) and b a single number. The loss is the mean squared
error. The loop leaves both passes to torch; these stand beside them.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

Gradient = tuple[Tensor, Tensor]
"""dL/dw, (F,), and dL/db, a single number."""
NUDGE = 1e-3
"""Of the largest parameter, or of the usual error if that is larger. A parabola's difference is
exact at any width, so it may be wide; a narrow one is lost in the rounding of the loss."""


def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """What the line says of every row: ŷ = X w + b, (N,)."""
    return x @ w + b


def loss_of(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """The mean squared error: L = 1/N Σ (ŷ − y)²."""
    return (forward(x, w, b) - y).square().mean()


def backward(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Gradient:
    """The chain rule from the end: dL/dŷ = 2/N (ŷ − y), dL/dw = Xᵀ dL/dŷ, dL/db = Σ dL/dŷ."""
    d_prediction = 2 / len(y) * (forward(x, w, b) - y)  # (N,)
    return x.mT @ d_prediction, d_prediction.sum()


def differences(x: Tensor, y: Tensor, theta: Tensor, places: Sequence[int]) -> Tensor:
    """Without a derivative: (L(θ + h) − L(θ − h)) / 2h, for each of these parameters.

    θ has the bias last.
    """
    error = loss_of(x, y, theta[:-1], theta[-1]).sqrt()
    h = NUDGE * (max(float(theta.abs().max()), float(error)) or 1.0)
    return torch.stack([difference(x, y, theta, at, h) for at in places])


def difference(x: Tensor, y: Tensor, theta: Tensor, at: int, h: float) -> Tensor:
    """The slope of the loss between h above a parameter and h below it."""
    more, less = theta.clone(), theta.clone()
    more[at] += h
    less[at] -= h
    rise = loss_of(x, y, more[:-1], more[-1]) - loss_of(x, y, less[:-1], less[-1])
    return rise / (more[at] - less[at])


def flat(gradient: Gradient) -> Tensor:
    """The gradient as one vector, the bias last: (F + 1,)."""
    w, b = gradient
    return torch.cat([w, b[None]])


def relative(one: Tensor, other: Tensor, largest: float) -> float:
    """How far two gradients are from each other, in lengths of `other`, or of `largest` if longer.

    At the bottom the gradient is 0 and what is left of it is rounding: a share of nothing would
    say nothing.
    """
    length = max(float(other.norm()), largest)
    return float((one - other).norm()) / length if length else 0.0
