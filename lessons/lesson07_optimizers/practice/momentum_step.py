"""SGD with momentum

The velocity collects gradients, and forgets a part of them at each step:

    v ← μ v + g        w ← w - lr · v

Return the new weights and the new velocity. This is torch's rule; some books put lr into v.
"""

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def momentum_step(
    w: Tensor, g: Tensor, v: Tensor, lr: float, momentum: float
) -> tuple[Tensor, Tensor]:
    """The weights and the velocity after one step, shaped like w."""
    v = momentum * v + g
    return w - lr * v, v


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, float, float]:
    """Weights, gradient and velocity in the middle of a run."""
    size = draw.size()
    w, g, v = (draw.normal(size) for _ in range(3))
    return w, g, v, draw.number(0.01, 1.0), draw.number(0.0, 0.99)


exercise = Exercise(
    momentum_step,
    hints=(
        "First the velocity, then the weights: which velocity does the step take?",
        "The new velocity is momentum times the old one, plus the gradient.",
        "v = momentum * v + g; return w - lr * v, v.",
    ),
    cases=cases,
    without=("SGD",),
)
