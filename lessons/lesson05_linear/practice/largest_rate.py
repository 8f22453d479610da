"""The learning rate that is too large

Gradient descent on the mean squared error of a line without a bias converges only below 2 / λ,
where λ is the largest eigenvalue of the Hessian. The Hessian is 2/N · XᵀX. Return the limit.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def largest_rate(x: Tensor) -> float:
    """The limit of the learning rate, for inputs (N, D)."""
    hessian = 2 * x.T @ x / len(x)  # (D, D)
    return float(2 / torch.linalg.eigvalsh(hessian)[-1])


def cases(draw: Draw) -> tuple[Tensor]:
    """Inputs of different scales."""
    width = draw.size()
    return (draw.normal(draw.size(2), width) * draw.uniform(width, low=0.5, high=3.0),)


exercise = Exercise(
    largest_rate,
    hints=(
        "The Hessian does not depend on the weights: it is 2/N · XᵀX, with the shape (D, D).",
        "torch.linalg.eigvalsh gives the eigenvalues of a symmetric matrix, the smallest first.",
        "2 / torch.linalg.eigvalsh(2 * x.T @ x / len(x))[-1], as a float.",
    ),
    cases=cases,
    edges={
        "one input of ones": lambda draw: (torch.ones(5, 1),),
    },
    tolerance=1e-3,
)
