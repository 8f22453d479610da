"""Least squares with a penalty

Ridge regression pulls the weights towards zero: it minimises ‖Xw - y‖² + penalty · ‖w‖². Its
solution is known without a loop:

    w = (XᵀX + penalty · I)⁻¹ Xᵀy
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def ridge(x: Tensor, y: Tensor, penalty: float) -> Tensor:
    """The weights (D,) for inputs (N, D) and targets (N,), in float64 like these."""
    return torch.linalg.solve(x.T @ x + penalty * torch.eye(x.shape[1], dtype=x.dtype), x.T @ y)


def cases(draw: Draw) -> tuple[Tensor, Tensor, float]:
    """Also fewer points than weights."""
    points = draw.size()
    return (
        draw.normal(points, draw.size()).double(),
        draw.normal(points).double(),
        draw.number(0.1, 3.0),
    )


exercise = Exercise(
    ridge,
    hints=(
        "A matrix (D, D) and a vector (D,): this is a system of linear equations.",
        "torch.linalg.solve(a, b) is better than an inverse. The identity needs the inputs' dtype.",
        "torch.linalg.solve(x.T @ x + penalty * torch.eye(D, dtype=x.dtype), x.T @ y).",
    ),
    cases=cases,
    tolerance=1e-6,
)
