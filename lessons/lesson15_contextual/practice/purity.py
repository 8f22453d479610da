"""Do the groups agree with the senses?

The uses of a word were grouped. In each group take the most frequent sense: the purity is the
share of uses that have the sense of their group's majority.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def purity(groups: Tensor, senses: Tensor) -> float:
    """The share, from the group and the sense of each use, both (N,) int64."""
    most = [senses[groups == group].bincount().max() for group in groups.unique()]
    return torch.stack(most).sum().item() / len(senses)


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Groups with any numbers."""
    count = draw.size(1, 12)
    return draw.integers(0, 3, count) * 2, draw.integers(0, 3, count)


exercise = Exercise(
    purity,
    hints=(
        "In each group only one number matters: how often its most frequent sense occurs.",
        "groups.unique() are the groups; bincount() counts the senses in one.",
        "sum(senses[groups == g].bincount().max() for g in groups.unique()) / len(senses).",
    ),
    cases=cases,
)
