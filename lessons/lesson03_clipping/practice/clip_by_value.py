"""Clip gradients by value

Hold every single number of every gradient to the range from -largest to largest. Return new
tensors: the gradients that come in stay as they are.

This changes the direction of the step. What it never does is leave one number out of bounds.
"""

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def clip_by_value(gradients: list[Tensor], largest: float) -> list[Tensor]:
    """Each number held to ±largest; the shapes stay."""
    return [gradient.clamp(-largest, largest) for gradient in gradients]


def cases(draw: Draw) -> tuple[list[Tensor], float]:
    """Gradients of one to three parameters."""
    shapes = [(draw.size(),) if draw.choice((0, 1)) else (draw.size(), draw.size())
              for _ in range(draw.size(1, 3))]  # fmt: skip
    return [draw.normal(*shape, scale=2.0) for shape in shapes], draw.number(0.3, 2.0)


exercise = Exercise(
    clip_by_value,
    hints=(
        "Go through the list. What happens to a number that is larger than the largest allowed?",
        "A tensor has a method that holds it between a lower and an upper bound.",
        "Return [gradient.clamp(lower, upper) for gradient in gradients]: what are the two bounds?",
    ),
    cases=cases,
    edges={
        "all within the bounds": lambda draw: ([draw.uniform(3, low=-0.1, high=0.1)], 1.0),
        "no gradient at all": lambda draw: ([], 1.0),
        "numbers that are infinite": lambda draw: (
            [draw.normal(2) * float("inf"), draw.normal(2)],
            1.5,
        ),
    },
    without=("clip_grad_value_",),
)
