"""A generator that averages its past

GAN training circles. An average of the weights over time is calmer than any of them:

    average ← decay · average + (1 - decay) · weights

Do this in place, for every tensor of the list, and return nothing.
"""

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def update_average(average: list[Tensor], weights: list[Tensor], decay: float) -> None:
    """Change the tensors of `average` in place; `weights` stay as they are."""
    for kept, weight in zip(average, weights, strict=True):
        kept.mul_(decay).add_(weight, alpha=1 - decay)


def cases(draw: Draw) -> tuple[list[Tensor], list[Tensor], float]:
    """Weights of a few layers."""
    shapes = [(draw.size(), draw.size()) for _ in range(draw.size(1, 3))]
    average = [draw.normal(*shape) for shape in shapes]
    return average, [draw.normal(*shape) for shape in shapes], draw.number(0.1, 0.99)


exercise = Exercise(
    update_average,
    hints=(
        "`kept = …` gives the name a new value: the tensor in the list stays as it was.",
        "Methods that end with an underscore change a tensor itself.",
        "kept.mul_(decay).add_(weight, alpha=1 - decay), for each pair.",
    ),
    cases=cases,
    in_place=True,
)
