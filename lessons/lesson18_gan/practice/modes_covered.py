"""How many modes does the generator have?

A sample belongs to the nearest mode, if it is at most `radius` away from it. A mode is covered if
at least `share` of all samples belong to it. Return the number of covered modes, and the share of
samples that belong to any.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def modes_covered(samples: Tensor, modes: Tensor, radius: float, share: float) -> tuple[int, float]:
    """Covered modes, and the share of good samples: samples (N, D), modes (M, D)."""
    nearest = torch.cdist(samples, modes).min(dim=1)
    good = nearest.values <= radius
    counts = torch.bincount(nearest.indices[good], minlength=len(modes))
    return int((counts >= share * len(samples)).sum()), good.float().mean().item()


def cases(draw: Draw) -> tuple[Tensor, Tensor, float, float]:
    """Samples around some of the modes."""
    modes = 4 * draw.normal(draw.size(2), 2)
    samples = modes[draw.integers(0, len(modes), draw.size(2, 30))] + draw.normal(1, 2) / 3
    return samples, modes, draw.number(0.1, 1.0), draw.choice((0.05, 0.2, 0.5))


exercise = Exercise(
    modes_covered,
    hints=(
        "torch.cdist gives all distances (N, M); the smallest of each row names the mode.",
        "Count only the samples that are near enough, and compare each count with share · N.",
        "counts = torch.bincount(nearest.indices[good], minlength=len(modes)).",
    ),
    cases=cases,
    edges={
        "a sample on the edge": lambda draw: (torch.ones(1, 1), torch.zeros(1, 1), 1.0, 0.5),
        "no good sample": lambda draw: (torch.full((3, 2), 100.0), torch.zeros(2, 2), 0.5, 0.1),
    },
)
