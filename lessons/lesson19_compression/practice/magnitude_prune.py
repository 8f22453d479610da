"""Set the smallest weights to zero

Keep the weights with the largest absolute values, and set the rest to zero: `share` of all
weights, rounded down to a whole number. Return the pruned weights and a mask that is True for
what is kept. No two absolute values are equal.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def magnitude_prune(weights: Tensor, share: float) -> tuple[Tensor, Tensor]:
    """The pruned weights, and the mask, bool; both shaped like the weights."""
    count = int(share * weights.numel())
    smallest = weights.abs().flatten().argsort()[:count]
    mask = torch.ones(weights.numel(), dtype=torch.bool)
    mask[smallest] = False
    mask = mask.reshape(weights.shape)
    return weights * mask, mask


def cases(draw: Draw) -> tuple[Tensor, float]:
    """A matrix without ties."""
    shape = draw.size(), draw.size(2)
    order = torch.randperm(shape[0] * shape[1], generator=draw.generator).reshape(shape) + 1.0
    return order / 10 * draw.normal(*shape).sign(), draw.number(0.0, 1.0)


exercise = Exercise(
    magnitude_prune,
    hints=(
        "How many are set to zero is known: int(share · numel). Which ones?",
        "abs().flatten().argsort() gives the places, the smallest first.",
        "mask[smallest places] = False on a flat mask, then reshape it.",
    ),
    cases=cases,
    edges={
        "nothing is pruned": lambda draw: (torch.tensor([[1.0, -2.0]]), 0.0),
        "everything is pruned": lambda draw: (torch.tensor([[1.0, -2.0]]), 1.0),
    },
    without=("l1_unstructured",),
)
