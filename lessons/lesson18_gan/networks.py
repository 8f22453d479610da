"""Two networks of one kind: layers of weights with a bend between each two.

R GANs are trained at once, from starts of their own; nearly always R is one. So weights are
(R, inputs, outputs), and what goes through them is (R, B, inputs).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from lessons.lesson18_gan import GAN


class Layer(nn.Module):
    """x W + b for R networks at once, drawn as torch's nn.Linear draws them."""

    def __init__(self, starts: int, inputs: int, outputs: int) -> None:
        super().__init__()
        bound = 1 / math.sqrt(inputs)
        self.weight = nn.Parameter(torch.empty(starts, inputs, outputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(starts, 1, outputs).uniform_(-bound, bound))


class Generator(nn.Module):
    """G: from noise (R, B, Z) to samples (R, B, D)."""

    def __init__(self, hp: GAN, outputs: int) -> None:
        super().__init__()
        self.layers = layers_of(hp, hp.z, outputs)
        self.pixels = hp.task == "images"

    def forward(self, z: Tensor) -> Tensor:
        """Samples; pixels are from 0 to 1."""
        return generated(weights_of(self.layers), z, self.pixels)


class Discriminator(nn.Module):
    """D: from samples (R, B, D) to one logit each, (R, B). Above 0 it says: real."""

    def __init__(self, hp: GAN, inputs: int) -> None:
        super().__init__()
        self.layers = layers_of(hp, inputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        """The logits; D(x) itself is their sigmoid."""
        return judged(weights_of(self.layers), x)


Weights = Sequence[tuple[Tensor, Tensor]]
"""W (R, inputs, outputs) and b (R, 1, outputs) of each layer."""


def generated(layers: Weights, z: Tensor, pixels: bool) -> Tensor:
    """G's pass: ReLU between the layers, and a sigmoid after the last one for pixels."""
    h = z
    for weight, bias in layers[:-1]:
        h = torch.baddbmm(bias, h, weight).relu()
    x = torch.baddbmm(layers[-1][1], h, layers[-1][0])
    return x.sigmoid() if pixels else x


def judged(layers: Weights, x: Tensor) -> Tensor:
    """D's pass: ReLU between the layers, and no sigmoid at the end."""
    h = x
    for weight, bias in layers[:-1]:
        h = torch.baddbmm(bias, h, weight).relu()
    return torch.baddbmm(layers[-1][1], h, layers[-1][0]).squeeze(-1)


def layers_of(hp: GAN, inputs: int, outputs: int) -> nn.ModuleList:
    """Two hidden layers of one width."""
    sizes = [inputs, hp.hidden, hp.hidden, outputs]
    return nn.ModuleList(Layer(hp.starts, *both) for both in pairwise(sizes))


def weights_of(layers: nn.ModuleList) -> Weights:
    """Each layer's W and b."""
    return [(each.get_parameter("weight"), each.get_parameter("bias")) for each in layers]
