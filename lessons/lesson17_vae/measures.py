"""What is measured on the test images: the ELBO, the IWAE bound, the numbers that are used."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor
from torch.distributions import Normal, kl_divergence

from lessons.lesson17_vae import Vae
from lessons.lesson17_vae.model import VAE

LOOKED_AT, WEIGHED = 1000, 500
"""Test images whose ELBO is measured between; those whose IWAE bound is. At the end it is all."""
AT_ONCE = 4_000_000
"""Pixels that are decoded in one pass of IWAE: 16 MiB."""
USED = 0.01
"""A number of the code is used if its mean varies so much between images (Burda et al., 2016)."""


@dataclass
class Bound:
    """Of each image: the two terms of the ELBO, and where its code lies."""

    reconstruction: Tensor
    """−log p(x|z), (N,), with one z for each image."""
    kl: Tensor
    """KL(q(z|x) ‖ p(z)) of each number of the code, (N, Z)."""
    mean: Tensor
    log_var: Tensor

    @property
    def minus_elbo(self) -> Tensor:
        """(N,)"""
        return self.reconstruction + self.kl.sum(-1)

    @property
    def used(self) -> Tensor:
        """Numbers of the code that tell images apart."""
        return (self.mean.var(0) > USED).sum()


@torch.no_grad()
def bound_of(model: VAE, x: Tensor, noise: Tensor) -> Bound:
    """The ELBO of images (N, D), with the noise (N, Z) that is given."""
    mean, log_var = model.encode(x)
    q = Normal(mean, (0.5 * log_var).exp(), validate_args=False)
    logits = model.decode(mean + q.stddev * noise)
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)
    prior = Normal(torch.zeros_like(mean), torch.ones_like(mean), validate_args=False)
    return Bound(reconstruction, kl_divergence(q, prior), mean, log_var)


@torch.no_grad()
def iwae_of(model: VAE, x: Tensor, samples: int, luck: Generator) -> Tensor:
    """−log (1/K) Σ p(x|zₖ) p(zₖ) / q(zₖ|x), for images (N, D): (N,)."""
    found = []
    for some in x.split(max(1, AT_ONCE // (samples * x.shape[1]))):
        mean, log_var = model.encode(some)
        noise = torch.randn(samples, *mean.shape, generator=luck, device=x.device)
        z = mean + (0.5 * log_var).exp() * noise  # (K, B, Z)
        logits = model.decode(z)
        wanted = some.expand_as(logits)
        likely = -F.binary_cross_entropy_with_logits(logits, wanted, reduction="none").sum(-1)
        # log p(z) − log q(z|x): what 2π adds to both falls out
        weights = likely + 0.5 * (noise**2 + log_var - z**2).sum(-1)  # (K, B)
        found.append(math.log(samples) - weights.logsumexp(0))
    return torch.cat(found)


class Judge:
    """Test images with noise that stays the same, so that curves move with the network alone.

    The noise is not the run's: whoever looks changes nothing that is learned.
    """

    def __init__(self, hp: Vae, train: Tensor, test: Tensor, seed: int) -> None:
        self.hp, self.test, self.seed = hp, test, seed
        self.some, self.weighed = spread(test, LOOKED_AT), spread(test, WEIGHED)
        self.alone = pixels_alone(train, test)
        """What an image costs without a network, pixel by pixel."""

    def bound(self, model: VAE, *, whole: bool = False) -> Bound:
        """Of some of the test images, or of all of them."""
        x = self.test if whole else self.some
        noise = torch.randn(len(x), self.hp.code, generator=self._luck(1), device=x.device)
        return bound_of(model, x, noise)

    def gain(self, model: VAE) -> Tensor:
        """By how many nats the IWAE bound is tighter than the ELBO, over the same images."""
        x = self.weighed
        noise = torch.randn(len(x), self.hp.code, generator=self._luck(1), device=x.device)
        loose = bound_of(model, x, noise).minus_elbo
        return (loose - iwae_of(model, x, self.hp.samples, self._luck(2))).mean()

    def _luck(self, which: int) -> Generator:
        """The ELBO and IWAE draw apart: with the same noise one could not exceed the other."""
        return Generator(self.test.device).manual_seed(2 * self.seed + which)


def spread(x: Tensor, most: int) -> Tensor:
    """So many of these at the most, from the first to the last: they may be sorted by class."""
    return x[:: -(-len(x) // most)]


def pixels_alone(train: Tensor, test: Tensor) -> Tensor:
    """Nats of a test image, if each pixel is 1 as often as in the training images: no network.

    Laplace's rule, (ones + 1) / (images + 2), so that a pixel that was never 1 costs something.
    """
    p = (train.sum(0) + 1) / (len(train) + 2)  # (D,)
    return F.binary_cross_entropy(p.expand_as(test), test, reduction="none").sum(-1).mean()
