"""The four networks: two that see a row of pixels, and two that look with a small window."""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.lesson11_cnn import CNN
from lessons.lesson11_cnn.shifts import EDGE, moved
from lessons.lesson11_cnn.sizes import Shape, flat_after

Layers = dict[str, nn.Module]
SMALL = 16 + 2 * EDGE
"""Pixels of a side; on larger images what is to be seen is larger, and there is more of it."""


class Frame(nn.Module):
    """Paper around each image, so that a shift of two pixels loses nothing; and paper is 0.

    In training each image may be moved by up to so many pixels, up or down, left or right.
    """

    paper: Tensor

    def __init__(self, paper: Tensor, most: int) -> None:
        super().__init__()
        self.register_buffer("paper", paper)  # (C, 1, 1)
        self.most = most

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H + 4, W + 4) from images (B, C, H, W)."""
        z = F.pad(x - self.paper, (EDGE,) * 4)
        return moved(z, self.most) if self.most and self.training else z


class Scores(nn.Linear):
    """A score for each class, from all numbers of the layer before, in one row."""

    def forward(self, h: Tensor) -> Tensor:
        """(B, classes)."""
        return super().forward(h.flatten(1))


class Network(nn.Module):
    """A frame, and then layers: images (B, C, H, W) to scores (B, classes)."""

    def __init__(self, frame: Frame, layers: Layers) -> None:
        super().__init__()
        self.frame = frame
        self.layers = nn.Sequential(OrderedDict(layers))

    def forward(self, x: Tensor) -> Tensor:
        """(B, classes)."""
        scores: Tensor = self.layers(self.frame(x))
        return scores


def network(shape: Shape, classes: int, paper: Tensor, hp: CNN) -> Network:
    """A network for images of this shape, (C, H, W), without their frame."""
    framed = (shape[0], *(side + 2 * EDGE for side in shape[1:]))
    layers = LAYERS[hp.network](framed, hp)
    numbers = flat_after(layers.values(), framed)
    layers["scores"] = Scores(numbers, classes)
    return Network(Frame(paper, hp.moved), layers)


def logistic(framed: Shape, hp: CNN) -> Layers:
    """Nothing between the pixels and the scores: a weight for each pixel and class."""
    return {}


def mlp(framed: Shape, hp: CNN) -> Layers:
    """One hidden layer. It never hears which pixels are neighbours."""
    return {"hidden": Scores(flat_after((), framed), hp.hidden), "relu": nn.ReLU()}


def conv(framed: Shape, hp: CNN) -> Layers:
    """Two convolutions with pooling, and what is left is read place by place: as LeNet-5 does."""
    few = hp.filters if is_small(framed) else 2 * hp.filters
    many = 2 * few
    return {
        "conv1": window(framed[0], few, hp.kernel), "relu1": nn.ReLU(), "pool1": nn.MaxPool2d(2),
        "conv2": window(few, many, hp.kernel), "relu2": nn.ReLU(), "pool2": nn.MaxPool2d(3),
    }  # fmt: skip


def pooled(framed: Shape, hp: CNN) -> Layers:
    """Three convolutions, and of each map only its largest value: where it was is forgotten."""
    halved = hp.halved if is_small(framed) else 2  # without, its window is 7 pixels wide
    layers: Layers = {}
    channels = framed[0], hp.filters, 2 * hp.filters, 4 * hp.filters
    for at, (before, filters) in enumerate(pairwise(channels), 1):
        layers[f"conv{at}"] = window(before, filters, hp.kernel)
        layers[f"relu{at}"] = nn.ReLU()
        if at <= halved:
            layers[f"pool{at}"] = nn.MaxPool2d(2)
    return layers | {"largest": nn.AdaptiveMaxPool2d(1)}


def is_small(framed: Shape) -> bool:
    """Whether images with their frame are as small as the lesson's digits, or not much larger."""
    return max(framed[1:]) <= SMALL


def window(before: int, filters: int, kernel: int) -> nn.Conv2d:
    """A convolution that keeps the size, where the kernel is odd: padding is (k − 1) / 2."""
    return nn.Conv2d(before, filters, kernel, padding=kernel // 2)


LAYERS = {"logistic": logistic, "mlp": mlp, "conv": conv, "pooled": pooled}


def first_convolution(model: Network) -> nn.Conv2d | None:
    """The first layer that looks with a window; None in a network that has none."""
    return next((layer for layer in model.layers if isinstance(layer, nn.Conv2d)), None)


def background(images: Tensor) -> Tensor:
    """The paper of these images (N, C, H, W): the median of their border, (C, 1, 1)."""
    some = images[:: max(1, len(images) // 500)]
    edges = (some[:, :, 0], some[:, :, -1], some[:, :, :, 0], some[:, :, :, -1])
    border = torch.cat([edge.transpose(0, 1).flatten(1) for edge in edges], 1)  # (C, …)
    return border.median(1).values[:, None, None]
