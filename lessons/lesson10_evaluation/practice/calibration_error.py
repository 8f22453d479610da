"""Does 80 % mean 80 %?

Sort predictions into equal bins by their confidence: bin k has those in [k/bins, (k+1)/bins), and
the last one has 1, too. In each bin compare the mean confidence with the share that was right.
Return the mean of these differences, weighted by the number of predictions in each bin.

    ECE = Σ n_k / N · |confidence_k - accuracy_k|
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def calibration_error(confidence: Tensor, right: Tensor, bins: int) -> float:
    """The expected calibration error, from confidences (N,) and right (N,) bool."""
    place = (confidence * bins).long().clamp(max=bins - 1)
    total = 0.0
    for k in range(bins):
        inside = place == k
        if inside.any():
            gap = confidence[inside].mean() - right[inside].float().mean()
            total += abs(gap.item()) * inside.sum().item()
    return total / len(confidence)


def cases(draw: Draw) -> tuple[Tensor, Tensor, int]:
    """Confidences and whether they were right."""
    count = draw.size()
    return draw.uniform(count), draw.booleans(count, share=0.7), draw.integer(1, 5)


exercise = Exercise(
    calibration_error,
    hints=(
        "The bin's number is the whole part of confidence · bins.",
        "A confidence of 1 would have a bin of its own: clamp it into the last one. Empty "
        "bins add nothing.",
        "For each bin: abs(confidence[inside].mean() - right[inside].float().mean()) * "
        "inside.sum(); divide the sum by N.",
    ),
    cases=cases,
    edges={
        "a confidence of one": lambda draw: (
            torch.tensor([1.0, 0.2]),
            torch.tensor([False, False]),
            2,
        ),
    },
)
