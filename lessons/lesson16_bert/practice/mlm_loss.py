"""The loss at hidden words only

The cross-entropy is taken where a target is given, and averaged over these words; the target -100
means that nothing is asked. If nothing is asked at all, the loss is zero, and not nan.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def mlm_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """The mean loss, shape (): logits (B, T, V), targets (B, T) int64 with -100 where none is."""
    asked = targets != -100
    losses = F.cross_entropy(logits[asked], targets[asked], reduction="sum")
    return losses / asked.sum().clamp(min=1)


def cases(draw: Draw) -> tuple[Tensor, Tensor]:
    """Targets here and there."""
    batch, steps, words = draw.size(), draw.size(), draw.size(2)
    asked = draw.booleans(batch, steps)
    asked[0, 0] = True
    return draw.normal(batch, steps, words), torch.where(
        asked, draw.integers(0, words, batch, steps), -100
    )


exercise = Exercise(
    mlm_loss,
    hints=(
        "F.cross_entropy leaves out -100 by itself, but its mean of nothing is nan.",
        "Take the sum, and divide by the number of words that are asked for, at least 1.",
        "F.cross_entropy(logits[asked], targets[asked], reduction='sum') / "
        "asked.sum().clamp(min=1).",
    ),
    cases=cases,
    edges={
        "nothing is asked": lambda draw: (draw.normal(1, 2, 3), torch.full((1, 2), -100)),
    },
    gradients=True,
)
