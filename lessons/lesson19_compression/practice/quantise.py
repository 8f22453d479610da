"""Eight bits for a weight

Symmetric quantisation stores whole numbers from -127 to 127 (for 8 bits), and one scale: the
largest absolute weight divided by 127. Return the whole numbers and the scale. Of a matrix of
zeros the scale is 1. With b bits the largest number is 2^(b-1) - 1.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def quantise(weights: Tensor, bits: int) -> tuple[Tensor, Tensor]:
    """Whole numbers, int8, shaped like the weights, and the scale, shape (); 2 to 8 bits."""
    most = 2 ** (bits - 1) - 1
    largest = weights.abs().max()
    scale = torch.where(largest > 0, largest / most, 1.0)
    return (weights / scale).round().to(torch.int8), scale


def cases(draw: Draw) -> tuple[Tensor, int]:
    """A matrix of any scale."""
    return draw.normal(draw.size(), draw.size()) * draw.choice((0.01, 1.0, 30.0)), draw.integer(
        2, 8
    )


exercise = Exercise(
    quantise,
    hints=(
        "The largest weight in absolute value is to become the largest whole number.",
        "Divide by the scale, round, and only then change the dtype: .to(torch.int8) alone "
        "cuts off.",
        "scale = weights.abs().max() / (2 ** (bits - 1) - 1); (weights / "
        "scale).round().to(torch.int8).",
    ),
    cases=cases,
    edges={
        "weights of zero": lambda draw: (torch.zeros(2, 2), 8),
        "two bits": lambda draw: (torch.tensor([[0.4, -1.0, 0.6]]), 2),
    },
    without=("quantize_per_tensor",),
)
