"""A convolution, number by number

Slide the kernel over the image. At each place multiply it with what lies below it, and sum up.
Deep learning does not flip the kernel. There is no padding, and the kernel moves by one.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def conv2d(image: Tensor, kernel: Tensor) -> Tensor:
    """The map (H - k + 1, W - l + 1) for an image (H, W) and a kernel (k, l) that fits into it."""
    rows, columns = kernel.shape
    height, width = image.shape[0] - rows + 1, image.shape[1] - columns + 1
    result = torch.zeros(height, width)
    for i in range(height):
        for j in range(width):
            result[i, j] = (image[i : i + rows, j : j + columns] * kernel).sum()
    return result


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """An image and a kernel that fits."""
    rows, columns = draw.size(1, 3), draw.size(1, 3)
    image = draw.normal(rows + draw.size() - 1, columns + draw.size() - 1)
    return image, draw.normal(rows, columns)


exercise = Exercise(
    conv2d,
    hints=(
        "The result has one number for each place where the kernel fits: H - k + 1 rows.",
        "Two loops over the places; the window is image[i:i+k, j:j+l].",
        "result[i, j] = (image[i:i + k, j:j + l] * kernel).sum().",
    ),
    cases=cases,
    gradients=True,
    without=("conv2d", "Conv2d", "unfold"),
)
