"""The networks: both senses in one (early), a network for each (late, joint), or only one of them.

What a network gives is (K, B, C): K sets of scores, each of which is taught by itself. That is one
set, except for late fusion, where two networks are taught that know nothing of each other.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

SENSES: dict[str, tuple[str, ...]] = {
    "late": ("image", "caption"), "joint": ("image", "caption"),
    "image": ("image",), "caption": ("caption",),
}  # fmt: skip
"""Which senses a network without early fusion has."""


class Early(nn.Module):
    """Features of both senses are concatenated, and layers that see both decide."""

    def __init__(self, image: int, words: int, classes: int, hidden: int) -> None:
        super().__init__()
        self.image = nn.Linear(image, hidden)
        self.caption = nn.Linear(words, hidden)
        self.both = nn.Linear(2 * hidden, hidden)
        self.out = nn.Linear(hidden, classes)

    def forward(self, image: Tensor, caption: Tensor) -> Tensor:
        """(1, B, C) from images (B, F) and captions (B, V)."""
        features = torch.cat([self.image(image).relu(), self.caption(caption).relu()], 1)
        scores: Tensor = self.out(self.both(features).relu())  # (B, C)
        return scores[None]


class Sense(nn.Sequential):
    """One sense alone: a hidden layer, and a score for each class."""

    def __init__(self, inputs: int, classes: int, hidden: int) -> None:
        super().__init__(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, classes))


class Parts(nn.Module):
    """A network for each sense. `joint` adds their scores, and what is taught is the sum."""

    def __init__(self, fusion: str, image: int, words: int, classes: int, hidden: int) -> None:
        super().__init__()
        widths = {"image": image, "caption": words}
        self.is_sum = fusion == "joint"
        self.senses = nn.ModuleDict(
            {name: Sense(widths[name], classes, hidden) for name in SENSES[fusion]}
        )

    def forward(self, image: Tensor, caption: Tensor) -> Tensor:
        """(K, B, C) from images (B, F) and captions (B, V)."""
        given = {"image": image, "caption": caption}
        scores = torch.stack([sense(given[name]) for name, sense in self.senses.items()])
        return scores.sum(0, keepdim=True) if self.is_sum else scores


def network(fusion: str, image: int, words: int, classes: int, hidden: int) -> nn.Module:
    """The network of this kind of fusion, for F pixels or numbers and V words."""
    if fusion == "early":
        return Early(image, words, classes, hidden)
    return Parts(fusion, image, words, classes, hidden)
