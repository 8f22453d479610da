"""Which words are hidden

Of the words that are chosen, 80 % become [MASK], 10 % another word, 10 % stay. `chance` has a
number from 0 to 1 for each word: below 0.15 the word is chosen; below 0.12 it becomes the mask;
from there to 0.135 it becomes the word in `other`; the rest of the chosen ones stay. The targets
are the words that were chosen, and -100 elsewhere. Devlin et al. (2019).
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def mask_tokens(ids: Tensor, chance: Tensor, other: Tensor, mask: int) -> tuple[Tensor, Tensor]:
    """What the network reads, and the targets, both (B, T) int64; all inputs (B, T)."""
    read = torch.where(chance < 0.135, other, ids)
    read = torch.where(chance < 0.12, mask, read)
    return read, torch.where(chance < 0.15, ids, -100)


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor, int]:
    """A batch; most words are chosen, so that all cases occur."""
    shape = draw.size(), draw.size(2)
    chance = draw.uniform(*shape, low=0.0, high=0.2)
    return draw.integers(5, 30, *shape), chance, draw.integers(5, 30, *shape), draw.integer(1, 4)


exercise = Exercise(
    mask_tokens,
    hints=(
        "Three ranges of `chance`, from the smallest: mask, other, unchanged. What is read "
        "and what is asked are two tensors.",
        "torch.where(condition, a, b) picks for each word. Begin with the wider range, then "
        "overwrite with the narrower one.",
        "read = torch.where(chance < 0.135, other, ids); read = torch.where(chance < 0.12, "
        "mask, read); targets: chance < 0.15.",
    ),
    cases=cases,
)
