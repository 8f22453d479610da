"""The networks that are explained here: layers with ReLUs between them, made of torch's modules."""

from __future__ import annotations

from math import prod

from torch import nn

from lessons.lesson20_interpretability import Interpretability

SMALL = 16
"""Pixels of a side; of larger images the first convolution takes every second place."""
LEFT = 4
"""Places of a side that the convolutions leave."""


def network(shape: tuple[int, ...], classes: int, hp: Interpretability) -> nn.Sequential:
    """Scores (N, classes) of images (N, C, H, W) or rows (N, D); `shape` is that of one input."""
    if hp.network == "conv" and len(shape) == 3:
        return conv(shape, classes)
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(prod(shape), hp.hidden), nn.ReLU(),
        nn.Linear(hp.hidden, hp.hidden), nn.ReLU(),
        nn.Linear(hp.hidden, classes),
    )  # fmt: skip


def conv(shape: tuple[int, ...], classes: int) -> nn.Sequential:
    """Two convolutions and a pool to 4 × 4 places."""
    stride = 1 if max(shape[1:]) <= SMALL else 2
    return nn.Sequential(
        nn.Conv2d(shape[0], 16, 3, padding=1, stride=stride), nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
        nn.AdaptiveMaxPool2d(LEFT), nn.Flatten(),
        nn.Linear(32 * LEFT**2, classes),
    )  # fmt: skip
