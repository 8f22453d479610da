"""Max pooling

Cut the image into windows of `size` by `size` that touch each other, and keep the largest number
of each. Rows and columns at the end that fill no window are left out.
"""

from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def max_pool(x: Tensor, size: int) -> Tensor:
    """The pooled images (N, C, H // size, W // size) of (N, C, H, W)."""
    rows, columns = x.shape[2] // size, x.shape[3] // size
    x = x[:, :, : rows * size, : columns * size]
    return x.reshape(*x.shape[:2], rows, size, columns, size).amax(dim=(3, 5))


def cases(draw: Draw) -> tuple[Tensor, int]:
    """Images that are at least one window large."""
    size = draw.size(1, 3)
    return draw.normal(
        draw.size(1, 2), draw.size(1, 2), size + draw.size() - 1, size + draw.size() - 1
    ), size


exercise = Exercise(
    max_pool,
    hints=(
        "First cut off what fills no window.",
        "A reshape to (N, C, rows, size, columns, size) puts each window into two axes of its own.",
        "x.reshape(N, C, rows, size, columns, size).amax(dim=(3, 5)).",
    ),
    cases=cases,
    edges={
        "all numbers negative": lambda draw: (-draw.uniform(1, 1, 4, 4), 2),
    },
    without=("max_pool2d", "MaxPool2d", "unfold", "adaptive_max_pool2d"),
)
