"""The loss of a tagger, without the padding

Each word has a tag. Take the cross-entropy at every word and average over the words of the whole
batch. The padding counts in neither the sum nor the number.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.practice import Draw, Exercise


def masked_loss(logits: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
    """The mean loss, shape (): logits (B, T, C), tags (B, T), mask (B, T) True for words."""
    losses = F.cross_entropy(logits[mask], tags[mask], reduction="none")
    return losses.sum() / mask.sum()


def cases(draw: Draw) -> tuple[Tensor, Tensor, Tensor]:
    """Padded texts."""
    batch, steps, classes = draw.size(), draw.size(), draw.size(2)
    mask = torch.arange(steps) < draw.lengths(batch, steps)[:, None]
    return draw.normal(batch, steps, classes), draw.integers(0, classes, batch, steps), mask


exercise = Exercise(
    masked_loss,
    hints=(
        "The mean over the batch's words: long texts have more words, and count more.",
        "A bool mask picks the words of all texts into one long list: logits[mask] is (words, C).",
        "F.cross_entropy(logits[mask], tags[mask]).",
    ),
    cases=cases,
    gradients=True,
)
