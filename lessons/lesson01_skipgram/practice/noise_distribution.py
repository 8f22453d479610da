"""Which words are drawn as negatives

Negative words are not drawn as often as they occur, but with the counts raised to the power 0.75:
rare words are drawn a little more often than they occur. Return the probability of each word.

    p(w) = count(w)^0.75 / Σ count(v)^0.75

Mikolov et al. (2013).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def noise_distribution(counts: Tensor) -> Tensor:
    """The probability of each word, (V,) float32, from its count, (V,) int64."""
    weights = counts.float() ** 0.75
    return weights / weights.sum()


def cases(draw: Draw) -> tuple[Tensor]:
    """Counts of words; all of them occur."""
    return (draw.integers(1, 50, draw.size(2)),)


exercise = Exercise(
    noise_distribution,
    hints=(
        "First raise every count to the power 0.75; then make them sum to one.",
        "Counts are whole numbers: make them floats before the power.",
        "weights = counts.float() ** 0.75; return weights / weights.sum().",
    ),
    cases=cases,
    edges={
        "a word that never occurs": lambda draw: (torch.tensor([0, 3, 1]),),
        "only one word": lambda draw: (torch.tensor([7]),),
    },
)
