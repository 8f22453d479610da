"""Cover a patch, and look at the answer

Set one square of the image after the other to `fill`, and note by how much the score falls. The
squares have the side `size` and touch each other; the image is a whole number of them. No
gradient is needed.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def occlusion(f: Callable[[Tensor], float], image: Tensor, size: int, fill: float) -> Tensor:
    """The fall of the score for each square, (H // size, W // size)."""
    whole = f(image)
    falls = torch.zeros(image.shape[0] // size, image.shape[1] // size)
    for i in range(falls.shape[0]):
        for j in range(falls.shape[1]):
            covered = image.clone()
            covered[i * size : (i + 1) * size, j * size : (j + 1) * size] = fill
            falls[i, j] = whole - f(covered)
    return falls


def brightness(image: Tensor) -> float:
    """A score that looks more at the right and the bottom."""
    rows = torch.arange(1.0, image.shape[0] + 1)[:, None]
    columns = torch.arange(1.0, image.shape[1] + 1)
    return float((image * rows * columns.square()).mean())


def cases(draw: Draw) -> tuple[Callable[[Tensor], float], Tensor, int, float]:
    """An image of whole squares."""
    size = draw.size(1, 3)
    image = draw.normal(size * draw.size(1, 3), size * draw.size(1, 3))
    return brightness, image, size, draw.choice((0.0, 0.5))


exercise = Exercise(
    occlusion,
    hints=(
        "The score of the whole image is taken once; each square is covered in a fresh copy.",
        "image.clone() for each square; the square is [i * size : (i + 1) * size].",
        "falls[i, j] = f(image) - f(covered).",
    ),
    cases=cases,
    tolerance=1e-3,
)
