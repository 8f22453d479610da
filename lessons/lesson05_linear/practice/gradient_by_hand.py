"""The gradient of a line, by hand

For a line ŷ = x · w + b and the mean squared error, find the gradients by w and b without
autograd:

    ∂L/∂w = 2/N · Xᵀ(ŷ - y)        ∂L/∂b = 2/N · Σ(ŷ - y)
"""

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def gradient(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """The gradients by w (D,) and b (); x is (N, D), y (N,)."""
    errors = x @ w + b - y  # (N,)
    return 2 * x.T @ errors / len(x), 2 * errors.mean()


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Points and a line."""
    points, width = draw.size(), draw.size()
    w, b = draw.normal(width), draw.normal(1)[0]
    return draw.normal(points, width), draw.normal(points), w, b


exercise = Exercise(
    gradient,
    hints=(
        "First the errors: prediction minus target, one for each point.",
        "Each point pushes w along its own x: the sum of errors times x is Xᵀ(ŷ - y).",
        "errors = x @ w + b - y; return 2 * x.T @ errors / len(x), 2 * errors.mean().",
    ),
    cases=cases,
    without=("backward", "grad"),
)
