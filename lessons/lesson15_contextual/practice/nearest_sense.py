"""Which sense is meant?

Each sense of a word is the mean of the vectors of its labelled uses. Give every new use the sense
whose mean has the largest cosine with it.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def nearest_sense(uses: Tensor, senses: Tensor, new: Tensor, count: int) -> Tensor:
    """The sense of each new use (M,) int64: uses (N, D) with senses (N,), new (M, D)."""
    means = torch.stack([uses[senses == sense].mean(dim=0) for sense in range(count)])
    cosines = F.normalize(new, dim=1) @ F.normalize(means, dim=1).T  # (M, senses)
    return cosines.argmax(dim=1)


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, int]:
    """Labelled uses, at least one for each sense; the senses have means of different lengths."""
    count, width = draw.size(2, 4), draw.size(2)
    senses = torch.cat([torch.arange(count), draw.integers(0, count, draw.size())])
    uses = draw.normal(len(senses), width) * (senses[:, None] + 1)
    return uses, senses, draw.normal(draw.size(), width), count


exercise = Exercise(
    nearest_sense,
    hints=(
        "First a mean for each sense: (senses, D). Then all cosines at once.",
        "The cosine is the dot product of vectors of length one: F.normalize(x, dim=1).",
        "(F.normalize(new, dim=1) @ F.normalize(means, dim=1).T).argmax(dim=1).",
    ),
    cases=cases,
)
