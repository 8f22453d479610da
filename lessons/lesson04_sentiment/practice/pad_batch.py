"""Reviews of different lengths in one tensor

Fill each text with `padding` up to the length of the longest. Return the numbers, and a mask that
is True for words and False for padding.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def pad_batch(texts: list[list[int]], padding: int) -> tuple[Tensor, Tensor]:
    """The numbers (B, T) int64 and the mask (B, T) bool; T is the longest text's length."""
    longest = max(map(len, texts))
    ids = torch.full((len(texts), longest), padding)
    mask = torch.zeros(len(texts), longest, dtype=torch.bool)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = torch.tensor(text, dtype=torch.int64)
        mask[row, : len(text)] = True
    return ids, mask


def cases(draw: Draw) -> tuple[list[list[int]], int]:
    """Texts of word numbers; 0 may also be a word where the padding is another number."""
    texts = [draw.integers(1, 9, draw.size()).tolist() for _ in range(draw.size())]
    return texts, draw.choice((0, 0, 99))


exercise = Exercise(
    pad_batch,
    hints=(
        "Make a tensor that is all padding, and write each text over the beginning of its row.",
        "The mask needs the lengths, not the numbers: a word may have the number of the padding.",
        "ids[row, :len(text)] = torch.tensor(text); mask[row, :len(text)] = True.",
    ),
    cases=cases,
    edges={
        "a text without words": lambda draw: ([[3, 4], []], 0),
        "a word with the number of the padding": lambda draw: ([[0, 5], [7]], 0),
    },
    without=("pad_sequence",),
)
