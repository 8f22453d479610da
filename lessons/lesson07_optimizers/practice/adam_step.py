"""One step of Adam

Adam keeps two averages: of the gradients and of their squares. Both begin at zero, and are too
small at first, so they are divided by 1 - βᵗ, where t is the number of this step, from 1.

    m ← β₁ m + (1 - β₁) g          v ← β₂ v + (1 - β₂) g²
    w ← w - lr · m̂ / (√v̂ + ε)      m̂ = m / (1 - β₁ᵗ),  v̂ = v / (1 - β₂ᵗ)

β₁ = 0.9, β₂ = 0.999, ε = 1e-8. Return w, m and v after the step. Kingma and Ba (2015).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def adam_step(
    w: Tensor, g: Tensor, m: Tensor, v: Tensor, step: int, lr: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Weights and both averages after step number `step`, the first is 1; shaped like w."""
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g**2
    m_hat, v_hat = m / (1 - 0.9**step), v / (1 - 0.999**step)
    return w - lr * m_hat / (v_hat.sqrt() + 1e-8), m, v


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, Tensor, int, float]:
    """The middle of a run."""
    size = draw.size()
    w, g, m = (draw.normal(size) for _ in range(3))
    return w, g, m, draw.uniform(size), draw.integer(1, 30), draw.number(0.01, 0.3)


exercise = Exercise(
    adam_step,
    hints=(
        "Update both averages first. They are returned as they are; only the step uses the "
        "corrected ones.",
        "The correction divides by 1 - β to the power of the step's number.",
        "m_hat = m / (1 - 0.9 ** step); w - lr * m_hat / (v_hat.sqrt() + 1e-8).",
    ),
    cases=cases,
    edges={
        "the first step": lambda draw: (
            torch.zeros(2),
            torch.tensor([3.0, -0.001]),
            torch.zeros(2),
            torch.zeros(2),
            1,
            0.1,
        ),
        "a gradient as small as ε": lambda draw: (
            torch.zeros(1),
            torch.tensor([1e-8]),
            torch.zeros(1),
            torch.zeros(1),
            1,
            1.0,
        ),
        "a gradient of zero": lambda draw: (
            torch.ones(2),
            torch.zeros(2),
            torch.zeros(2),
            torch.zeros(2),
            1,
            0.1,
        ),
    },
    without=("Adam", "adam"),
)
