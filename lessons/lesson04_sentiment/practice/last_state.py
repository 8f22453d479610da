"""The state after the last word

A network that reads padded texts has a state at each cell. The state to decide from is that of
the last *word*, not that of the last cell, which may be padding.
"""

import torch
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def last_state(states: Tensor, lengths: Tensor) -> Tensor:
    """The state of each text's last word, (B, H): states (B, T, H), lengths (B,), at least 1."""
    return states[torch.arange(len(states)), lengths - 1]


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """States of texts of different lengths."""
    batch, steps = draw.size(), draw.size()
    return draw.normal(batch, steps, draw.size()), draw.lengths(batch, steps)


exercise = Exercise(
    last_state,
    hints=(
        "states[:, -1] is the last cell. Each row needs another place.",
        "Two index tensors beside each other pick one cell from each row.",
        "states[torch.arange(len(states)), lengths - 1].",
    ),
    cases=cases,
    gradients=True,
)
