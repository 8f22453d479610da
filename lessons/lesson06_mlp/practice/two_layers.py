"""A network with one hidden layer

    hidden = relu(x W₁ᵀ + b₁)        output = hidden W₂ᵀ + b₂

The last layer has no activation: its outputs are logits.
"""

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def two_layers(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    """The logits (N, C): x (N, D), weights (H, D) and (C, H), biases (H,) and (C,)."""
    hidden = (x @ w1.T + b1).relu()  # (N, H)
    return hidden @ w2.T + b2


def cases(draw: Draw) -> tuple[Tensor, ...]:
    """Points and weights."""
    points, width, hidden, classes = (draw.size() for _ in range(4))
    return (
        draw.normal(points, width), draw.normal(hidden, width), draw.normal(hidden),
        draw.normal(classes, hidden), draw.normal(classes),
    )  # fmt: skip


exercise = Exercise(
    two_layers,
    hints=(
        "One layer is x @ W.T + b. The first is followed by a ReLU, the second by nothing.",
        "A ReLU sets all that is below zero to zero: tensor.relu().",
        "hidden = (x @ w1.T + b1).relu(); return hidden @ w2.T + b2.",
    ),
    cases=cases,
    gradients=True,
)
