"""A text as counts

Count how often each word of the vocabulary occurs in each text, and leave out the padding. The
order of the words is gone: this is the model that a network which reads has to beat.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def bag_of_words(ids: Tensor, mask: Tensor, words: int) -> Tensor:
    """The counts, (B, words) float32: ids (B, T) int64, mask (B, T) True for words."""
    counts = torch.zeros(len(ids), words)
    return counts.scatter_add_(1, ids, mask.float())


def cases(draw: Draw) -> tuple[Tensor, Tensor, int]:
    """Padded texts."""
    batch, steps, words = draw.size(), draw.size(), draw.size(2)
    mask = torch.arange(steps) < draw.lengths(batch, steps)[:, None]
    return draw.integers(0, words, batch, steps) * mask, mask, words


exercise = Exercise(
    bag_of_words,
    hints=(
        "Padding also has a number, often 0. What does it add to the count of word 0?",
        "scatter_add_ adds values at places that a tensor of indices names.",
        "torch.zeros(B, words).scatter_add_(1, ids, mask.float()) adds 1 for a word, and 0 "
        "for padding.",
    ),
    cases=cases,
    edges={
        "only padding": lambda draw: (
            torch.zeros(1, 3, dtype=torch.int64),
            torch.zeros(1, 3, dtype=torch.bool),
            4,
        ),
    },
)
