"""Where the real ones come from: the ring, or images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from lessons.lesson18_gan import ring
from lessons.shared.dataset import Dataset

if TYPE_CHECKING:
    from lessons.lesson18_gan import GAN


class Ring:
    """Points of the plane."""

    inputs = 2

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.modes = ring.centres(device)

    def draw(self, shape: tuple[int, ...]) -> Tensor:
        """Real points, (*shape, 2)."""
        return ring.draw(shape, self.modes)


class Images:
    """Training images in rows of pixels, from 0 to 1."""

    def __init__(self, data: Dataset, device: torch.device) -> None:
        self.data = data
        self.device = device
        self.pixels = torch.from_numpy(data.train.x).to(device).flatten(1)  # (N, D)
        self.size = data.train.x.shape[1:]  # channels, height, width
        self.inputs = self.pixels.shape[1]

    def draw(self, shape: tuple[int, ...]) -> Tensor:
        """Real images, (*shape, D), drawn with replacement."""
        return self.pixels[torch.randint(len(self.pixels), shape, device=self.device)]


def reals_of(hp: GAN, data: Any, device: torch.device) -> Ring | Images:
    """What this run is to imitate."""
    return Ring(device) if hp.task == "ring" else Images(data, device)
