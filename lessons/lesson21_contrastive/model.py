"""The encoder, which is kept, and its head, which is thrown away."""

import torch.nn.functional as F
from torch import Tensor, nn

FEATURES = 64
"""Numbers that the encoder makes of an image."""
SMALL, MIDDLE = 16, 32
"""Sides, in pixels: larger images are halved earlier, so that a step stays affordable."""


def strides(side: int) -> tuple[int, int, int]:
    """Those of the three convolutions, for images whose longer side is so long."""
    if side <= SMALL:
        return 1, 2, 1
    return (2, 2, 1) if side <= MIDDLE else (2, 2, 2)


class Network(nn.Module):
    """Three convolutions and a layer make h of an image; a small head makes z of h."""

    def __init__(self, channels: int, side: int, head: int) -> None:
        super().__init__()
        a, b, c = strides(side)
        self.encoder = nn.Sequential(
            nn.Conv2d(channels, 32, 3, stride=a, padding=1), nn.ReLU(),
            nn.Conv2d(32, 32, 3, stride=b, padding=1), nn.ReLU(),
            nn.Conv2d(32, 64, 3, stride=c, padding=1), nn.ReLU(),
            nn.AdaptiveMaxPool2d(2),  # (B, 64, 2, 2), whatever the size of the images
            nn.Flatten(), nn.Linear(256, FEATURES),
        )  # fmt: skip
        self.head: nn.Module = nn.Identity()
        if head:
            last = nn.Linear(FEATURES, head)
            self.head = nn.Sequential(nn.Linear(FEATURES, FEATURES), nn.ReLU(), last)

    def encode(self, x: Tensor) -> Tensor:
        """h, (B, F), of images (B, C, H, W): what is used afterwards."""
        h: Tensor = self.encoder(x)
        return h

    def forward(self, x: Tensor) -> Tensor:
        """z, (B, D), each of length 1: what the loss compares."""
        return F.normalize(self.head(self.encode(x)), dim=1)
