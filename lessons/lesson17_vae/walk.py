"""The way between two images, through the codes between theirs."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from lessons.kit.errors import visible
from lessons.lesson17_vae.model import VAE
from lessons.shared.dataset import Dataset

FROM, TO = "3", "8"
"""Classes at the ends of the walk that is shown to begin with, where the data have them."""


@dataclass
class Walk:
    """Two images, and what they are called. A learner who asks for two others changes them."""

    first: Tensor
    """(H, W)"""
    last: Tensor
    names: tuple[str, str]

    def codes(self, model: VAE, steps: int) -> Tensor:
        """Codes in equal steps from the one image's mean to the other's, (steps, Z)."""
        both = torch.stack([self.first, self.last]).flatten(1)  # (2, D)
        mean, _ = model.encode(both)
        share = torch.linspace(0, 1, steps, device=mean.device)[:, None]  # (steps, 1)
        return mean[0] + share * (mean[1] - mean[0])

    def images(self, model: VAE, steps: int) -> Tensor:
        """The first image, what is decoded on the way, the last image: (steps + 2, H, W)."""
        shape = self.first.shape
        between = model.images(self.codes(model, steps)).view(steps, *shape)
        return torch.cat([self.first[None], between, self.last[None]])


def first_walk(data: Dataset, device: torch.device) -> Walk:
    """From a 3 to an 8, or from the first class to the last; without labels between two images."""
    rows, names = _ends(data)
    first, last = torch.from_numpy(data.test.x[list(rows), 0]).to(device)
    return Walk(first, last, names)


def _ends(data: Dataset) -> tuple[tuple[int, int], tuple[str, str]]:
    """Two rows of the test, and what they are called."""
    labels = data.test.y.tolist()
    there = [at for at in range(len(data.classes)) if at in labels]
    if len(there) < 2:
        last = len(labels) - 1
        return (0, last), ("test 1", f"test {last + 1}")
    known = {data.classes[at]: at for at in there}
    one, other = known.get(FROM, there[0]), known.get(TO, there[-1])
    one = there[0] if one == other else one
    names = visible(data.classes[one]), visible(data.classes[other])
    return (labels.index(one), labels.index(other)), names
