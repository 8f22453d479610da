"""A gradient from differences

Check a gradient without any calculus: move one number a little up and down, and see how much the
function changes. For each place i, with h = 0.001 by default:

    ∂f/∂x_i ≈ (f(x + h e_i) - f(x - h e_i)) / 2h
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def numeric_gradient(f: Callable[[Tensor], Tensor], x: Tensor, h: float = 1e-3) -> Tensor:
    """The central differences, float64 like x, (D,); `f` takes (D,) and returns ()."""
    gradient = torch.zeros_like(x)
    for place in range(len(x)):
        step = torch.zeros_like(x)
        step[place] = h
        gradient[place] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def bent(x: Tensor) -> Tensor:
    """The sum of cubes, steep enough that h shows."""
    return (30 * x**3).sum()


def wave(x: Tensor) -> Tensor:
    """A product of sines."""
    return x.sin().prod()


def cases(draw: Draw) -> tuple[Any, ...]:
    """A function and a point; sometimes h is left out."""
    f, x = draw.choice((bent, wave)), draw.normal(draw.size()).double()
    return draw.choice(((f, x, 0.1), (f, x, 0.01), (f, x)))


exercise = Exercise(
    numeric_gradient,
    hints=(
        "A loop over the places: only one number moves at a time.",
        "Make a step that is zero except for h at one place. Add it, and subtract it: x "
        "itself stays as it is.",
        "gradient[i] = (f(x + step) - f(x - step)) / (2 * h).",
    ),
    cases=cases,
    without=("backward", "grad", "jacobian"),
    tolerance=1e-6,
)
