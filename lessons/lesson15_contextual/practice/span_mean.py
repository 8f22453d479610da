"""One vector for a word of several pieces

Tokenizers cut words into pieces. The vector of a word is the mean over its pieces. `words` says
for each piece which word it belongs to, 0 … W - 1, or -1 for a piece that is no word, such as
[CLS]. Every word has a piece.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def span_mean(pieces: Tensor, words: Tensor, count: int) -> Tensor:
    """The vectors of the words (W, D): pieces (T, D), words (T,) int64."""
    kept = words >= 0
    sums = torch.zeros(count, pieces.shape[1]).index_add(0, words[kept], pieces[kept])
    return sums / torch.bincount(words[kept], minlength=count)[:, None]


def cases(draw: Draw) -> tuple[Tensor, Tensor, int]:
    """A sentence in pieces."""
    count = draw.size()
    lengths = [draw.integer(1, 3) for _ in range(count)]
    words = [-1, *(word for word, length in enumerate(lengths) for _ in range(length)), -1]
    return draw.normal(len(words), draw.size()), torch.tensor(words), count


exercise = Exercise(
    span_mean,
    hints=(
        "For each word: the mean of pieces[words == word].",
        "A loop over the words will do. The pieces with -1 belong to none of them.",
        "torch.stack([pieces[words == word].mean(dim=0) for word in range(count)]).",
    ),
    cases=cases,
    gradients=True,
)
