"""A text backwards, its padding where it was

The second half of a bidirectional network reads from the last word to the first. The padding
behind a text stays behind it: only the words turn around.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def reverse_padded(x: Tensor, lengths: Tensor) -> Tensor:
    """Each sequence reversed within its length, (B, T, D); lengths (B,)."""
    steps = torch.arange(x.shape[1])
    ends = lengths[:, None]  # (B, 1)
    places = torch.where(steps < ends, ends - 1 - steps, steps)  # (B, T)
    return x[torch.arange(len(x))[:, None], places]


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Padded sequences; the padding is not zero, so that a mistake shows."""
    batch, steps = draw.size(), draw.size()
    return draw.normal(batch, steps, draw.size(1, 2)), draw.lengths(batch, steps)


exercise = Exercise(
    reverse_padded,
    hints=(
        "For each text: the first `length` cells are flipped, the rest is copied.",
        "The place that cell t takes its value from is length - 1 - t within the text, and t "
        "behind it.",
        "places = torch.where(steps < ends, ends - 1 - steps, steps); x[torch.arange(B)[:, "
        "None], places].",
    ),
    cases=cases,
)
